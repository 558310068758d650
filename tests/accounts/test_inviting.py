"""Who may join, and invitations to: a link that ends, and who came by whose."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from community.accounts import inviting
from community.accounts.arrivals import JoinInvitation, Welcome
from community.accounts.models import Community, Joining, Member, Role
from tests.accounts.signing_up import FORM, GRACE, OURS, count_members, count_sign_ups, stamp_on
from tests.factories import PASSWORD, START, make_community, make_member

SOON = START + timedelta(minutes=1)


@pytest.fixture
def ada(writing):
    """A member of a community that one joins by invitation."""
    with writing():
        make_community(joining=Joining.INVITATION)
        return make_member("Ada")


@pytest.fixture
def secret(ada, writing) -> str:
    """The secret of an invitation of hers, for one."""
    with writing() as session:
        ada = session.get_one(Member, ada.id)
        return str(inviting.text_of(_invitation(ada)))


def _invitation(by) -> JoinInvitation:
    return inviting.make(by=by, lasts=timedelta(days=7), most_uses=1, now=START)


@pytest.fixture
def come(app, at, link):
    """A function with which somebody comes in by an invitation; gives the last answer."""

    def by(secret: str, address: str = GRACE):
        visitor = app.test_client()
        with at(START):
            page = visitor.get(f"/sign-up/invited/{secret}")
        if page.status_code != 200:
            return page
        assert "Ada invites you to join." in page.text
        form = FORM | {"stamp": stamp_on(page.text), "invitation": secret, "email": address}
        with at(START + timedelta(seconds=10)):
            asked = visitor.post("/sign-up", data=form)
        if asked.status_code != 303:
            return asked
        with at(SOON):
            return visitor.post(link(address, "/sign-up/"), data={"password": PASSWORD})

    return by


def change(writing, joining: Joining) -> None:
    with writing() as session:
        session.execute(update(Community).values(joining=joining))


def test_who_was_invited_joins_and_it_is_seen_by_whom(ada, secret, come, signed_in, writing, at):
    assert come(secret).status_code == 303

    with writing() as session:
        grace = session.scalar(select(Member).where(Member.email_key == GRACE))
        stu = make_member("Stu", Role.STEWARD)
        assert session.get_one(Welcome, grace.id).by_id == ada.id
    with at(SOON):
        assert "Invited by" in signed_in(ada).get(f"/people/{grace.handle}").text
        steward = signed_in(stu).get("/people/invitations").text
        member = signed_in(ada).get("/people/invitations").text
    assert "Ada invited" in steward
    assert "Ada invited" not in member


def test_an_invitation_for_one_lets_one_in(secret, come, reading):
    assert come(secret).status_code == 303
    assert come(secret, "second@example.org").status_code == 404
    assert count_members(reading) == 2


def test_who_asked_before_it_was_used_up_comes_too_late(ada, secret, come, app, link, at, reading):
    visitor = app.test_client()
    with at(START):
        page = visitor.get(f"/sign-up/invited/{secret}").text
    form = FORM | {"stamp": stamp_on(page), "invitation": secret, "email": "late@example.org"}
    with at(START + timedelta(seconds=10)):
        sent = visitor.get(visitor.post("/sign-up", data=form).location).text
    assert f'href="/sign-up/invited/{secret}"' in sent  # the way back to write it once more
    assert "This place has no mail server" in sent
    come(secret)
    with at(SOON):
        late = visitor.post(link("late@example.org", "/sign-up/"), data={"password": PASSWORD})
    assert late.status_code == 409
    assert "The invitation has ended meanwhile." in late.text
    assert count_members(reading) == 2


def test_an_invitation_ends_by_its_date_and_when_it_is_taken_back(
    ada, secret, client, signed_in, reading, at
):
    with at(START + timedelta(days=7)):
        assert client.get(f"/sign-up/invited/{secret}").status_code == 404
    with at(START):
        hers = signed_in(ada)
        with reading() as session:
            number = session.scalars(select(JoinInvitation.id)).one()
        assert hers.post(f"/people/invitations/{number}/withdrawal").status_code == 303
        assert hers.post(f"/people/invitations/{number}/withdrawal").status_code == 303
        assert client.get(f"/sign-up/invited/{secret}").status_code == 404


def test_a_member_makes_an_invitation_and_reads_its_link(ada, signed_in, client, at):
    with at(START):
        hers = signed_in(ada)
        form = {"days": "7", "people": "3"}
        assert hers.post("/people/invitations", data=form).status_code == 303
        page = hers.get("/people/invitations").text
        path = page.partition("/sign-up/invited/")[2][:32]
        assert client.get(f"/sign-up/invited/{path}").status_code == 200
        for wrong in ({"days": "999"}, {"people": "0"}, {"people": "1e9"}, {"people": ""}):
            answer = hers.post("/people/invitations", data=form | wrong)
            assert answer.status_code == 422


@pytest.mark.parametrize(
    ("joining", "words"),
    [
        (Joining.INVITATION, "One joins here by an invitation."),
        (Joining.CLOSED, "This community takes nobody in at present."),
    ],
)
def test_without_an_invitation_the_page_says_how_to_get_in(
    ada, client, writing, reading, at, joining, words
):
    change(writing, Joining.OPEN)
    with at(START):
        stamp = client.get("/sign-up").text.partition('name="stamp" type="hidden" value="')[2]
    change(writing, joining)
    page = client.get("/sign-up")
    assert (page.status_code, words in page.text, 'class="form"' in page.text) == (200, True, False)
    form = FORM | {"stamp": stamp.partition('"')[0]}
    with at(START + timedelta(seconds=10)):
        answer = client.post("/sign-up", data=form, headers=OURS)
    assert (answer.status_code, words in answer.text) == (409, True)
    assert count_sign_ups(reading) == 0


def test_where_nobody_may_join_no_invitation_helps_and_none_is_made(
    ada, secret, client, signed_in, writing, reading, at
):
    change(writing, Joining.CLOSED)
    with at(START):
        page = client.get(f"/sign-up/invited/{secret}").text
        hers = signed_in(ada)
        form = hers.get("/people/invitations").text
        made = hers.post("/people/invitations", data={"days": "7", "people": "3"})
        sign_in = client.get("/sign-in").text
    assert "This community takes nobody in at present." in page
    assert ("Nobody can join at present" in form, 'name="days"' in form) == (True, False)
    assert made.status_code == 409
    assert ("takes nobody in at present" in sign_in, "/sign-up" in sign_in) == (True, False)
    with reading() as session:
        assert len(session.scalars(select(JoinInvitation.id)).all()) == 1


def test_a_steward_says_who_may_join(writing, signed_in, reading, at):
    with writing():
        make_community()
        stu = make_member("Stu", Role.STEWARD)
    form = {
        "name": "Open Source Practitioners",
        "zone": "Europe/Berlin",
        "starters": "facilitators",
        "joining": "invitation",
        "language": "en",
    }
    with at(START):
        client = signed_in(stu)
        assert client.post("/settings", data=form).status_code == 303
        assert client.post("/settings", data=form | {"joining": "x"}).status_code == 422
        assert client.post("/settings", data=form | {"language": "xx"}).status_code == 422
    with reading() as session:
        assert session.scalar(select(Community.joining)) is Joining.INVITATION


def test_a_link_sent_while_one_could_join_says_so_where_one_cannot_any_more(
    writing, send, link, client, signed_in, ada, at
):
    change(writing, Joining.OPEN)
    with at(START):
        send()
        page, hers = link(GRACE, "/sign-up/"), signed_in(ada)
        found = {}
        for joining in (Joining.CLOSED, Joining.INVITATION, Joining.OPEN):
            change(writing, joining)
            answer, people = client.get(page), hers.get("/people").text
            found[joining] = answer.status_code, "Invite people" in people
            assert ("Make my account" in answer.text) == (joining is Joining.OPEN)

    assert found == {
        Joining.CLOSED: (404, False),
        Joining.INVITATION: (404, True),
        Joining.OPEN: (200, True),
    }
