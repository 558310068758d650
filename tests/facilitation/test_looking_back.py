"""What people say of a call that is over: without names, and not too early."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.calls.models import Visibility
from community.db import db
from community.facilitation import holdings, looking_back
from community.facilitation.look_back_models import LookBack, LookBackRemoval
from community.facilitation.looking_back import NotTheTimeToLookBack
from tests.agendas.build import make_evening
from tests.facilitation.build import EVENING, looked_back, minutes
from tests.factories import make_community, make_member

LATER = EVENING + timedelta(days=1)
NAMES = "Ada", "Ben", "Cleo"


@pytest.fixture
def place(writing):
    """An evening of Ola's; Ada, Ben and Cleo have said how it was."""
    with writing():
        make_community()
        ola = make_member("Ola")
        call = make_evening(ola)
        people = {name: make_member(name) for name in NAMES}
        for name, member in people.items():
            looked_back(call, member, f"went-{len(name)}-{name[-1]}", "<b>slower</b>")
    return ola, call, people


def address(call, rest=""):
    return f"/calls/{call.slug}/looking-back{rest}"


def test_one_says_it_once_and_may_say_it_anew(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    call = make_evening(ola)

    for words in ("Names.", "Names, and tea."):
        looking_back.look_back(call, worked=words, differently="", by=mia, now=LATER)

    assert [said.worked for said in db_session.scalars(select(LookBack))] == ["Names, and tea."]


def test_without_words_it_is_taken_back(db_session):
    mia = make_member("Mia")
    call = make_evening(make_member("Ola"))
    said = looked_back(call, mia)
    looking_back.remove(said, by=mia, reason="", now=LATER)
    looking_back.put_back(said, by=mia, now=LATER)

    for _ in range(2):
        looking_back.look_back(call, worked="", differently="", by=mia, now=LATER)

    assert db_session.scalar(select(func.count(LookBack.id))) == 0


def test_what_is_taken_out_is_neither_withdrawn_nor_said_again(place, signed_in, at, reading):
    ola, call, people = place
    ada = people["Ada"]
    with at(LATER):
        reader = signed_in(ada)
        key = _key_of(ada, reader)
        signed_in(ola).post(f"/looking-back/{key}/removal", data={"reason": "It names somebody."})
        answers = [
            reader.post(address(call, "/withdrawal")),
            reader.post(address(call), data={"worked": "", "differently": ""}),
            reader.post(address(call), data={"worked": "went-3-a again", "differently": ""}),
        ]
        page = reader.get(address(call)).text

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert "It names somebody." in page
    assert "Change what I said" not in page
    with reading():
        assert _key_of(ada, reader) == key


@pytest.mark.parametrize(
    ("now", "is_time"),
    [
        (EVENING - minutes(1), False),
        (EVENING, True),
        (EVENING + timedelta(days=14), True),
        (EVENING + timedelta(days=15), False),
    ],
)
@pytest.mark.engines("sqlite")
def test_it_is_said_from_the_beginning_until_two_weeks_later(db_session, now, is_time):
    mia = make_member("Mia")
    call = make_evening(make_member("Ola"))

    if is_time:
        looking_back.look_back(call, worked="Names.", differently="", by=mia, now=now)
    else:
        with pytest.raises(NotTheTimeToLookBack):
            looking_back.look_back(call, worked="Names.", differently="", by=mia, now=now)

    assert db.session.scalar(select(func.count(LookBack.id))) == is_time


def test_nothing_tells_who_said_it(place, client, at):
    _ola, call, _people = place

    with at(LATER):
        page = client.get(address(call)).text

    assert "went-3-a" in page
    assert "&lt;b&gt;slower" in page
    assert [name for name in (*NAMES, "@ada", "16:37", "17:37") if name in page] == []


def test_the_order_is_that_of_the_keys_and_not_of_time(place, client, at, writing):
    _ola, call, _people = place
    with writing() as session:
        for said, key in zip(session.scalars(select(LookBack)), ("cc", "aa", "bb"), strict=True):
            said.key = key

    with at(LATER):
        page = client.get(address(call)).text

    places = [page.index(words) for words in ("went-3-n", "went-4-o", "went-3-a")]
    assert places == sorted(places)


def test_of_fewer_than_three_nothing_is_shown_before_two_weeks_are_over(
    place, client, signed_in, at, writing
):
    ola, call, people = place
    with writing():
        looking_back.take_back(call, by=people["Cleo"])

    with at(LATER):
        early = [reader.get(address(call)).text for reader in (client, signed_in(ola))]
    with at(EVENING + timedelta(days=20)):
        late = client.get(address(call)).text

    assert [page for page in early if "went-" in page or "2 people" not in page] == []
    assert "went-3-a" in late


def test_words_taken_out_are_read_by_who_leads_alone_and_come_back(place, client, signed_in, at):
    ola, call, people = place
    with at(LATER):
        taken_out = signed_in(ola)
        key = _key_of(people["Ada"], client)
        taken_out.post(f"/looking-back/{key}/removal", data={"reason": "It names somebody."})
        theirs, own = client.get(address(call)).text, taken_out.get(address(call)).text
        taken_out.post(f"/looking-back/{key}/removal/withdrawal")
        after = [client.get(address(call)).text, taken_out.get(address(call)).text]

    assert ("went-3-a" in theirs, "went-3-n" in theirs) == (False, True)
    assert "went-3-a" in own
    assert ["went-3-a" in page for page in after] == [True, True]


def _key_of(member, client) -> str:
    with client.application.app_context():
        query = select(LookBack.key).where(LookBack.member_id == member.id)
        return db.session.scalar(query) or ""


def test_too_much_is_sent_back_with_what_was_typed(place, signed_in, at):
    _ola, call, people = place
    with at(LATER):
        answer = signed_in(people["Ada"]).post(
            address(call), data={"worked": "w" * 1001, "differently": "kept"}
        )

    assert answer.status_code == 422
    assert "Use at most 1,000 characters." in answer.text
    assert ">kept</textarea>" in answer.text.replace("\r\n", "")


def test_a_call_by_link_is_not_for_search_engines_nor_shared_caches(place, client, writing, at):
    _ola, call, _people = place
    with writing() as session:
        session.merge(call).own_visibility = Visibility.LINK
    with at(LATER):
        answer = client.get(address(call))

    assert 'content="noindex"' in answer.text
    assert "private" in answer.headers["Cache-Control"]


def test_what_a_member_said_is_theirs_to_take_along_and_goes_with_them(db_session):
    mia = make_member("Mia")
    call = make_evening(make_member("Ola"))
    looking_back.remove(looked_back(call, mia), by=mia, reason="", now=LATER)

    exported = holdings.export(mia.person_id)["looking back"]
    holdings.erase(mia.person_id, LATER)

    assert exported == [
        {
            "call": call.title,
            "at": EVENING + minutes(37),
            "worked well": "The names.",
            "do differently": "",
        }
    ]
    for model in (LookBack, LookBackRemoval):
        assert db_session.scalar(select(func.count()).select_from(model)) == 0


@pytest.mark.engines("sqlite")
def test_who_leaves_is_named_in_no_word_about_a_call(db_session):
    ola, mia = make_member("Ola"), make_member("Mia")
    call, handle = make_evening(ola), f"@{mia.handle}"
    said = {"worked": f"{handle} took notes.", "differently": f"Ask {handle}."}
    looking_back.look_back(call, **said, by=ola, now=LATER)
    holdings.erase(mia.person_id, LATER)
    holdings.erase(mia.person_id, LATER)
    db_session.expire_all()
    (row,) = db_session.scalars(select(LookBack))
    words = "a former member took notes.", "Ask a former member."
    assert (row.worked, row.differently) == words
