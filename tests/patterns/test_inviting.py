"""Members invited to a draft: who may then do what, for how long, and who hears of it."""

import pytest
from sqlalchemy import func, select

from community.accounts.models import Credit, Role
from community.agreement import How
from community.conduct import imposing
from community.conduct.acceptances import accept
from community.conduct.content import Effect
from community.conduct.imposing import MeasureDraft
from community.db import db
from community.distance import distancing
from community.distance.models import Keeping
from community.errors import Refusal
from community.outbox.models import Letter
from community.patterns import inviting, naming, sharing, staging
from community.patterns.credit_queries import contributors
from community.patterns.holdings import HOLDINGS
from community.patterns.invitation_models import MayDo, PatternInvitation
from community.patterns.invitation_queries import invited_as
from community.patterns.models import Pattern
from community.patterns.queries import standing_of
from tests.conduct.build import KIND, RESTRICTING, publish
from tests.factories import START, make_community, make_member
from tests.letters import letters_to
from tests.patterns.build import DAY, draft, here, invited, revised, revised_draft, suggested
from tests.patterns.test_writing_pages import typed

pytestmark = pytest.mark.engines("sqlite")
WRITE = MayDo.WRITE


@pytest.fixture
def scene(writing):
    """A draft of Ada's with two revisions; Ben and Cyd are members, Kim is a curator."""
    with writing():
        make_community()
        return *revised_draft(), make_member("Kim", Role.CURATOR)


def test_the_author_invites_by_a_name_and_takes_back_and_the_invited_read_and_leave(
    scene, signed_in, app
):
    pattern, ada, ben, _, kim = scene
    at = f"/patterns/{pattern.slug}"
    mine, his, hers = signed_in(ada), signed_in(ben), signed_in(kim)
    assert {c.get(at).status_code for c in (his, hers)} == {404}
    for words in ("@", "b", "cyd"):  # nobody is listed for a letter, nor taken for other words
        data = {"who": words, "handle": ben.handle, "may": "read"}
        stale = mine.post(f"{at}/invitations", data=data)
        assert (stale.status_code, "Ben (@" in stale.text) == (422, False)
    asked = mine.post(f"{at}/invitations", data={"who": "be", "may": "read"})
    assert (asked.status_code, "Ben (@" in asked.text) == (422, True)
    chosen = {"who": "be", "handle": ben.handle, "may": "read"}
    sent = [mine.post(f"{at}/invitations", data=chosen) for _ in range(2)]
    assert {answer.status_code for answer in sent} == {303}
    nobody = mine.post(f"{at}/invitations", data={"who": "Zoe", "may": "read"})
    assert "There is no member called “Zoe”." in nobody.text

    letter = letters_to(app, ben.email)[-1]
    assert letter.subject == "Ada has invited you to the draft Ask Who Is Missing"
    assert "Shared with you" in his.get("/patterns").text
    page = his.get(f"{at}/revisions/1")
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-store")
    assert "Ada has invited you to read" in his.get(at).text
    closed = [his.get(f"{at}/edit"), his.get(f"{at}/invitations"), his.get(f"{at}/proposal")]
    assert {answer.status_code for answer in closed} == {403}
    assert hers.get(at).status_code == 404

    back = mine.post(f"{at}/invitations/1/withdrawal")
    assert back.status_code == 303
    assert {his.get(one).status_code for one in (f"{at}/revisions/1", f"{at}.md")} == {410}
    assert "took the invitation back" in his.get(at).text
    assert "Shared with you" not in his.get("/patterns").text
    assert letters_to(app, ben.email) == []
    mine.post(f"{at}/invitations", data={"who": f"@{ben.handle}", "may": "write"})
    assert his.post(f"{at}/departure").status_code == 303
    assert his.get(at).status_code == 404
    told = mine.get(f"{at}/invitations").text
    assert ("taken back" in told, "· left" in told) == (True, True)


def test_who_may_write_changes_it_merged_and_credited_until_it_is_taken_back(
    scene, signed_in, writing, app
):
    pattern, ada, ben, cyd, _ = scene
    at = f"/patterns/{pattern.slug}"
    with writing():
        invited(here(pattern)[0], here(ben)[0], WRITE)
    his, mine = signed_in(ben), signed_in(ada)
    assert 'data-place="2"' not in his.get(f"{at}/edit").text
    form = typed(over="2", problem="They learn of it late.")
    assert mine.post(f"{at}/revisions", data=form | {"context": "A few."}).status_code == 303
    saved = his.post(f"{at}/revisions", data=form | {"who_pays": "The chair."})
    assert saved.status_code == 303
    with app.app_context():
        row = db.session.get_one(Pattern, pattern.id)
        standing = standing_of(row)
        assert (standing.content.context, standing.content.who_pays) == ("A few.", "The chair.")
        assert [one.name for one in contributors([row.id])[row.id]] == ["Ada", "Ben"]
    assert "waits for you" not in his.get("/patterns").text
    with writing():
        row, cy = here(pattern, cyd)
        invited(row, cy)
        suggested(row, cy, now=START)
    assert "1 suggested edit waits for you" in his.get("/patterns").text
    assert "waits for you" not in signed_in(cyd).get("/patterns").text
    his.post(f"{at}/revisions/1/restoration", data={"seen": "3"})
    mine.post(f"{at}/invitations/1/withdrawal")
    again = his.post(f"{at}/revisions", data=form | {"over": "4"})
    assert (again.status_code, his.get(f"{at}/edit").status_code) == (410, 410)
    assert "They learn of it late." in again.text
    assert again.headers["Cache-Control"] == "private, no-store"
    assert "Ask Who Is Missing" not in his.get(at).text


def test_what_was_written_before_a_proposal_is_read_by_the_invited_alone(
    scene, signed_in, writing, app
):
    pattern, ada, ben, cyd, _ = scene
    with writing():
        row = here(pattern)[0]
        invited(row, here(ben)[0], WRITE)
        staging.propose(row, by=here(ada)[0].person, now=START + 2 * DAY)
        slug = row.slug
    his, others = signed_in(ben), signed_in(cyd)
    first = f"/patterns/{slug}/revisions/1"
    assert (his.get(first).status_code, others.get(first).status_code) == (200, 404)
    assert his.get(f"/patterns/{slug}/edit").location == f"/patterns/{slug}/suggestions/new"
    assert "Ada invited you while it was" in his.get(f"/patterns/{slug}").text
    with writing():
        naming.take_name_off(here(row)[0], by=here(ada)[0].person, now=START)
    assert "Somebody who is not named invited you" in his.get(f"/patterns/{slug}").text
    with writing():
        naming.put_name_back(here(row)[0], by=here(ada)[0].person, now=START)
        here(ada)[0].person.credit = Credit.NOBODY
    told = his.get(f"/patterns/{slug}").text
    assert ("Somebody who is not named invited you" in told, "Ada " in told) == (True, False)
    assert signed_in(ada).post(f"/patterns/{slug}/invitations/1/withdrawal").status_code == 303
    assert his.get(first).status_code == 404


def test_a_link_opens_a_draft_from_the_revision_it_had(scene, client, writing):
    pattern, ada, *_ = scene
    with writing():
        row = here(pattern)[0]
        sharing.share(row, now=START)
        at = f"/patterns/{row.slug}"
        revised(row, *here(ada), now=START + 2 * DAY, problem="Later.")
        sharing.share(row, now=START)
    codes = [client.get(f"{at}/revisions/{n}").status_code for n in (1, 2, 3)]
    assert codes == [404, 200, 200]


@pytest.mark.parametrize("theirs", [True, False])
def test_who_keeps_off_is_not_reached_and_it_is_not_told(scene, signed_in, writing, app, theirs):
    pattern, ada, ben, *_ = scene
    at = f"/patterns/{pattern.slug}"
    mine = signed_in(ada)
    if not theirs:
        mine.post(f"{at}/invitations", data={"who": ben.handle, "may": "write"})
    with writing():
        ana, bo = here(ada, ben)
        pair = (bo, ana) if theirs else (ana, bo)
        distancing.keep_off(pair[1], Keeping.BLOCK, by=pair[0], now=START)
    sent = mine.post(f"{at}/invitations", data={"who": ben.handle, "may": "read"})
    assert sent.status_code == (303 if theirs else 409)
    assert "Ben" in mine.get(f"{at}/invitations").text
    assert letters_to(app, ben.email) == []
    his = signed_in(ben)
    assert (his.get(at).status_code, his.get(f"{at}/edit").status_code) == (404, 404)
    assert "Shared with you" not in his.get("/patterns").text


def test_a_handle_that_others_hold_too_is_asked_about_unless_it_follows_an_at(
    scene, signed_in, writing
):
    pattern, ada, ben, *_ = scene
    with writing():
        make_member(f"X{ben.handle}")
    at, mine = f"/patterns/{pattern.slug}/invitations", signed_in(ada)
    sent = [mine.post(at, data={"who": f"{a}{ben.handle}", "may": "read"}) for a in ("", "@")]
    assert [answer.status_code for answer in sent] == [422, 303]


@pytest.mark.usefixtures("db_session", "in_january")
@pytest.mark.parametrize("of_author", [True, False])
def test_a_measure_that_keeps_one_from_the_other_stops_what_was_given(of_author):
    make_community()
    ada, ben = make_member("Ada"), make_member("Ben")
    code = publish(make_member("Stella"), RESTRICTING)
    pattern = draft(ada)
    invited(pattern, ben, WRITE)
    assert invited_as(ben.person_id, pattern) is WRITE
    on, other = (ada, ben) if of_author else (ben, ada)
    accept(on.person, code, how=How.RSVP, now=START)
    measure = MeasureDraft(
        version_id=code.version_id,
        clause_key=KIND.key,
        level=2,
        effects=(Effect.NO_CONTACT,),
        starts_at=START,
        ends_at=START + 7 * DAY,
        facts="It was said.",
        other_person_id=other.person_id,
    )
    imposing.impose(measure, on=on.person, now=START)
    assert invited_as(ben.person_id, pattern) is None


@pytest.mark.usefixtures("db_session")
def test_invitations_are_limited_taken_along_and_go_with_either():
    ada, ben, cyd = make_member("Ada"), make_member("Ben"), make_member("Cyd")
    pattern = draft(ada)
    for who, why in ((ada, "It is yours already."),):
        with pytest.raises(Refusal, match=why):
            inviting.invite(pattern, who, WRITE, by=ada, now=START)
    row = invited(pattern, ben, MayDo.READ)
    again = invited(pattern, ben, WRITE)
    assert (row.ended_at, again.may) == (START, WRITE)
    invited(pattern, cyd)
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 2
    for _ in range(2):
        inviting.leave(pattern, by=ben.person, now=START)
        invited(pattern, ben)
    inviting.leave(pattern, by=ben.person, now=START)
    with pytest.raises(Refusal, match="several times today"):
        invited(pattern, ben)

    (one,) = [h for h in HOLDINGS if "pattern_invitation" in h.tables]
    told = one.export(ben.person_id)["invitations to drafts"]
    assert told[0] == {"to": "another's draft", "may": "read", "at": START, "ended": START}
    assert "to a draft of mine" in one.export(ada.person_id)["invitations to drafts"][0]
    one.erase(ben.person_id, START)
    left = select(PatternInvitation.person_id)
    assert db.session.scalars(left).all() == [cyd.person_id]
    for holding in reversed(HOLDINGS):
        holding.erase(ada.person_id, START)
    assert db.session.scalars(left).all() == []
