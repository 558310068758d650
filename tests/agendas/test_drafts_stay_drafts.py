"""A draft is read by the facilitators of its call alone: in no page, feed, letter, export or kept
answer does anybody else find a word of it.
"""

from types import SimpleNamespace

import pytest

from community.accounts.models import Role
from community.agendas import publishing, states, writing
from community.agendas.drafts import ItemDraft
from community.agendas.models import ItemKind
from community.agendas.queries import version_of
from community.attendance import rsvps
from community.attendance.models import Answer
from community.calendars import personal
from community.calls import removing
from community.calls.queries import sittings_of
from community.db import db
from tests.agendas.build import make_evening, on_agenda, proposed
from tests.calls.walking import everything, who_sees
from tests.factories import START, make_community, make_member
from tests.letters import letters_to

pytestmark = [pytest.mark.engines("sqlite"), pytest.mark.usefixtures("in_january")]
CANARY = "canary-of-the-draft"
NEWER = "canary-of-the-new-words"
PUBLISHED = "What everybody reads"


@pytest.fixture
def scene(writing, settings):
    """A published agenda; a draft after it with other words and another item."""
    with writing():
        make_community()
        people = {
            "member": make_member("Mia"),
            "steward": make_member("Stu", Role.STEWARD),
            "facilitator of others": make_member("Fay", Role.FACILITATOR),
            "facilitator": make_member("Ola"),
        }
        ola = people["facilitator"]
        call = make_evening(ola)
        (item,) = on_agenda(call, ola, PUBLISHED)
        (sitting,) = sittings_of(call)
        for member in people.values():
            rsvps.answer(sitting, member.person, answer=Answer.GOING, now=START)
        publish(call, ola)
        draft = ItemDraft(title=f"Changed {NEWER}", body=NEWER, for_people=NEWER)
        writing_again(item, draft)
        secret = {"body": CANARY, "for_people": CANARY, "kind": ItemKind.DECIDE}
        (planted,) = on_agenda(call, ola, f"Secret {CANARY}", **secret)
        for title, become in (("An open wish", states.accept), ("For later", states.park)):
            asked = proposed(call, make_member(), title)
            become(asked, by=ola, now=START)
            writing_again(asked, ItemDraft(title=f"Reworded {CANARY}", body=CANARY))
        key = settings.secret_key
        kept = [personal.make(member, key=key, now=START) for member in people.values()]
        secrets = [personal.text_of(each, key=key) for each in kept]
    return SimpleNamespace(call=call, people=people, planted=planted, secrets=secrets)


def publish(call, by) -> None:
    publishing.publish(call, version=version_of(call), said=None, by=by, now=START)


def writing_again(item, draft) -> None:
    writing.change(item, draft, version=item.version, now=START)


def addresses(scene) -> list[str]:
    """Pages that no link need lead to."""
    slug, key = scene.call.slug, scene.planted.key
    return [
        *(f"/calls/{slug}{rest}" for rest in ("", "/agenda", "/agenda.md", "/agenda.json")),
        *(f"/calls/{slug}/agenda/{rest}" for rest in ("draft", "publication", "editions/1")),
        *(f"/calls/{slug}{rest}" for rest in ("/call.ics", "/agenda/editions/2", "/live")),
        *(f"/agenda-items/{key}/{rest}" for rest in ("edit", "refusal")),
        "/calendar.ics",
    ]


def words_seen(client, scene, *, walks: bool) -> dict[str, set[str]]:
    if walks:
        pages = everything(client, also=addresses(scene))
    else:
        pages = {address: client.get(address).text for address in addresses(scene)}
    return {canary: who_sees(pages, canary) for canary in (CANARY, NEWER, PUBLISHED)}


@pytest.mark.parametrize(
    ("who", "walks"),
    [("visitor", True), ("member", True), ("steward", False), ("facilitator of others", False)],
)
def test_nobody_else_reads_a_word_of_it(scene, client, signed_in, who, walks):
    reader = client if who == "visitor" else signed_in(scene.people[who])

    seen = words_seen(reader, scene, walks=walks)

    assert (seen[CANARY], seen[NEWER]) == (set(), set())
    agenda = reader.get(f"/calls/{scene.call.slug}/agenda").text
    assert ("An open wish" in agenda, "For later" in agenda) == (True, True)
    assert {"/calendar.ics", f"/calls/{scene.call.slug}/agenda.json"} < seen[PUBLISHED]


def test_the_facilitators_read_it_where_they_work_on_it_alone(scene, signed_in):
    seen = words_seen(signed_in(scene.people["facilitator"]), scene, walks=False)

    places = {address for canary in (CANARY, NEWER) for address in seen[canary]}
    assert places != set()
    assert {a for a in places if "/agenda/draft" not in a and "/agenda-items/" not in a} == {
        f"/calls/{scene.call.slug}/agenda",  # what became of one's own
        f"/calls/{scene.call.slug}/live",
        f"/calls/{scene.call.slug}/agenda/publication",
    }


def test_no_letter_and_no_personal_calendar_holds_a_word_of_it(scene, app, client):
    letters = [
        f"{one.subject}{one.text}{one.html}"
        for member in scene.people.values()
        for one in letters_to(app, member.email)
    ]
    addresses = [f"/calendar/{secret}.ics" for secret in scene.secrets]
    feeds = [client.get(address).text.replace("\r\n ", "") for address in addresses]

    assert [t for t in letters + feeds if CANARY in t or NEWER in t] == []
    assert all(PUBLISHED in text for text in [*letters, *feeds])
    assert len(letters) == len(feeds) == 4


def test_a_kept_page_of_visitors_has_no_draft_and_the_next_edition_at_once(
    scene, client, app, writing
):
    address = f"/calls/{scene.call.slug}"
    client.get(address)
    assert len(app.extensions["kept"]) > 0
    with writing():
        on_agenda(scene.call, scene.people["facilitator"], f"Later {CANARY}")
    assert CANARY not in client.get(address).text

    with writing():
        publish(db.session.merge(scene.call), scene.people["facilitator"])

    assert f"Later {CANARY}" in client.get(address).text


def test_what_was_deleted_is_read_no_more(scene, client, writing):
    with writing():
        call, ola = db.session.merge(scene.call), scene.people["facilitator"]
        removing.remove_call(call, by=ola, reason="A mistake.", now=START)

    assert words_seen(client, scene, walks=False)[PUBLISHED] == set()
