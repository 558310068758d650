"""Sharing a series or a call over HTTP: inviting, answering, handing over, leaving, never alone."""

from functools import partial

import pytest
from sqlalchemy import delete, select

from community.accounts.models import Role
from community.calls import sharing
from community.calls.models import Call, Series
from community.calls.owners import Invitation, Ownership
from community.calls.queries import facilitators_of
from community.db import db
from tests.attendance.crowd import at_once, in_a_transaction
from tests.calls.build import begin
from tests.calls.filling import value_of, words, wrongs
from tests.factories import START, make_call, make_community, make_member, make_sitting

pytestmark = pytest.mark.usefixtures("in_january")

KINDS = ["series", "calls"]
ALONE = "There is one facilitator."


@pytest.fixture
def people(writing):
    """Fay, who facilitates all there is, and two members."""
    with writing():
        make_community()
        return make_member("Fay"), make_member("Gus"), make_member("Hal")


@pytest.fixture
def shared(people, writing):
    """The addresses of a series and of a one-off call of Fay's, by kind."""
    with writing():
        call = make_call(people[0], title="One evening")
        make_sitting(call)
        return {
            "series": f"/series/{begin(people[0], title='Weekly').slug}",
            "calls": f"/calls/{call.slug}",
        }


def who_facilitates(reading, kind: str) -> list[str]:
    with reading():
        model = Series if kind == "series" else Call
        column = Ownership.series_id if kind == "series" else Ownership.call_id
        subject = db.session.scalars(
            select(model).where(model.id.in_(select(column).where(column.is_not(None))))
        ).one()
        return [member.name for member in facilitators_of(subject)]


def invite(client, address: str, member, **more: str):
    return client.post(f"{address}/invitations", data={"handle": f"@{member.handle}", **more})


def number_of_invitation(reading) -> int:
    with reading():
        return db.session.scalars(select(Invitation.id)).one()


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_invited_sees_it_at_home_and_becomes_a_facilitator(
    *, people, shared, signed_in, reading, kind
):
    fay, gus, _ = people
    owner, guest = signed_in(fay), signed_in(gus)
    assert ALONE in words(owner.get(f"{shared[kind]}/facilitators"))

    assert invite(owner, shared[kind], gus).location == f"{shared[kind]}/facilitators"
    accepting = f"/invitations/{number_of_invitation(reading)}/acceptance"
    for page in ("/", "/my-calls"):
        assert accepting in guest.get(page).text
    for _ in range(2):
        assert guest.post(accepting).location == shared[kind]

    assert who_facilitates(reading, kind) == ["Fay", "Gus"]
    assert ALONE not in words(owner.get(f"{shared[kind]}/facilitators"))
    assert accepting not in guest.get("/").text
    assert guest.get(f"{shared[kind]}/edit").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_hands_over_leaves_when_the_other_accepts(
    *, people, shared, signed_in, reading, kind
):
    fay, gus, _ = people
    owner = signed_in(fay)
    invite(owner, shared[kind], gus, hands_over="y")
    assert who_facilitates(reading, kind) == ["Fay"]

    signed_in(gus).post(f"/invitations/{number_of_invitation(reading)}/acceptance")

    assert who_facilitates(reading, kind) == ["Gus"]
    assert owner.get(f"{shared[kind]}/edit").status_code == 403


def test_who_declines_is_asked_no_more(people, shared, signed_in, reading):
    fay, gus, _ = people
    invite(signed_in(fay), shared["series"], gus)
    guest, number = signed_in(gus), number_of_invitation(reading)

    for _ in range(2):
        assert guest.post(f"/invitations/{number}/refusal").location == "/my-calls"

    assert guest.post(f"/invitations/{number}/acceptance").status_code == 409
    assert f"/invitations/{number}/" not in guest.get("/").text
    assert who_facilitates(reading, "series") == ["Fay"]


def test_an_invitation_taken_back_lets_nobody_in(people, shared, signed_in, reading):
    fay, gus, hal = people
    owner = signed_in(fay)
    invite(owner, shared["series"], gus)
    number = number_of_invitation(reading)

    assert signed_in(hal).post(f"/invitations/{number}/withdrawal").status_code == 404
    for _ in range(2):
        assert owner.post(f"/invitations/{number}/withdrawal").status_code == 303

    assert signed_in(gus).post(f"/invitations/{number}/acceptance").status_code == 409
    assert who_facilitates(reading, "series") == ["Fay"]


@pytest.mark.parametrize("deed", ["acceptance", "refusal"])
def test_nobody_answers_the_invitation_of_another(
    *, people, shared, signed_in, reading, deed, client
):
    fay, gus, hal = people
    invite(signed_in(fay), shared["calls"], gus)
    number = number_of_invitation(reading)

    answers = [
        who.post(f"/invitations/{number}/{deed}").status_code
        for who in (signed_in(hal), signed_in(fay), client)
    ]

    assert answers == [404, 404, 403]
    assert who_facilitates(reading, "calls") == ["Fay"]


def test_asking_twice_asks_once(people, shared, signed_in, reading):
    fay, gus, _ = people
    clients = [signed_in(fay) for _ in range(3)]

    answers = at_once(*(lambda c=c: invite(c, shared["series"], gus).status_code for c in clients))

    assert answers == [303] * 3
    assert number_of_invitation(reading)


@pytest.mark.parametrize("handle", ["", "  ", "nobody", "@", "a" * 41, "\u202e", "Ａda", "x\x00y"])
def test_somebody_there_is_not_is_not_invited(people, shared, signed_in, reading, handle):
    response = signed_in(people[0]).post(
        f"{shared['series']}/invitations", data={"handle": handle, "hands_over": "y"}
    )

    assert response.status_code == 422
    assert "handle" in wrongs(response)
    assert value_of(response, "hands_over") == "y"
    with reading():
        assert db.session.scalars(select(Invitation)).all() == []


def test_who_shares_already_is_not_asked(people, shared, signed_in):
    fay = people[0]
    owner = signed_in(fay)

    told = invite(owner, shared["series"], fay)

    assert (told.status_code, value_of(told, "handle")) == (409, f"@{fay.handle}")


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_one_cannot_leave_and_one_of_two_can(
    *, people, shared, signed_in, writing, reading, kind
):
    owner = signed_in(people[0])
    refused = owner.post(f"{shared[kind]}/facilitators/departure")
    assert refused.status_code == 409
    assert "You are the last facilitator." in words(refused)

    invite(owner, shared[kind], people[1])
    signed_in(people[1]).post(f"/invitations/{number_of_invitation(reading)}/acceptance")
    left = owner.post(f"{shared[kind]}/facilitators/departure")

    assert left.location == shared[kind]
    assert who_facilitates(reading, kind) == ["Gus"]
    assert owner.post(f"{shared[kind]}/facilitators/departure").status_code == 403


def test_of_all_who_leave_at_once_somebody_stays(people, shared, app, reading, writing):
    with writing():
        series = db.session.scalars(select(Series)).one()
        more = [make_member(f"P{n}") for n in range(3)]
        for member in more:
            db.session.add(Ownership(series_id=series.id, member_id=member.id, since=START))
        series_id, members = series.id, [people[0], *more]

    def leave(member):
        subject = db.session.get_one(Series, series_id)
        sharing.leave(subject, db.session.merge(member, load=True), now=START)

    results = at_once(*(in_a_transaction(app, partial(leave, m)) for m in members))

    assert sorted(type(r).__name__ for r in results) == ["LastFacilitator", *["NoneType"] * 3]
    assert len(who_facilitates(reading, "series")) == 1


def test_a_steward_may_ask_others_but_not_hand_over_what_is_not_theirs(
    people, shared, signed_in, writing, reading
):
    with writing():
        stu = make_member("Stu", Role.STEWARD)
    steward = signed_in(stu)
    assert "I leave when they accept" not in words(steward.get(f"{shared['series']}/facilitators"))

    invite(steward, shared["series"], people[1])
    signed_in(people[1]).post(f"/invitations/{number_of_invitation(reading)}/acceptance")

    assert who_facilitates(reading, "series") == ["Fay", "Gus"]
    assert steward.post(f"{shared['series']}/facilitators/departure").status_code == 303
    assert who_facilitates(reading, "series") == ["Fay", "Gus"]
    with writing() as session:
        session.execute(delete(Ownership))
    for page in (shared["series"], f"{shared['series']}/facilitators"):
        told = words(steward.get(page))
        assert ("Nobody facilitates this" in told, ALONE[:-1] in told) == (True, False)


def test_an_invitation_asked_for_and_withdrawn_at_once_ends_one_way(
    people, shared, signed_in, app, reading
):
    fay, gus, _ = people
    invite(signed_in(fay), shared["series"], gus)
    number = number_of_invitation(reading)

    def end_by(verb):
        verb(db.session.get_one(Invitation, number), now=START)

    verbs = (sharing.accept, sharing.withdraw)
    results = at_once(*(in_a_transaction(app, partial(end_by, verb)) for verb in verbs))

    assert sum(isinstance(r, Exception) for r in results) == 1
    with reading():
        answer = db.session.scalars(select(Invitation.answer)).one()
    assert answer is not None
    assert (answer == "accepted") == (who_facilitates(reading, "series") == ["Fay", "Gus"])
