"""What is left of whoever reported once they have left for good."""

from hashlib import sha256

import pytest

from community.access import Viewer
from community.accounts.models import Member
from community.audit_rows import compare
from community.moderation import appealing, reporting, talking
from community.moderation.holdings import erase, export
from community.moderation.report_models import Mode, Report
from community.moderation.reporting import Draft, Reporter
from community.moderation.subject_queries import subject_at
from tests.factories import START, make_community, make_member
from tests.moderation.build import case_of, days, report


def _signed_out(member: Member, mode: Mode = Mode.CONFIDENTIAL) -> Report:
    draft = Draft(mode=mode, words="It hurt.", happened_at=START)
    by = Reporter(name=member.name, address=member.email_key)
    return reporting.report(draft, by=by, now=START)[0]


def _about(member: Member) -> Draft:
    subject = subject_at(Viewer(member), f"person:{member.handle}")
    return Draft(mode=Mode.ANONYMOUS, words="It hurt.", happened_at=START, subject=subject)


@pytest.mark.engines("sqlite")
def test_a_report_sent_signed_out_loses_the_name_and_address_of_who_leaves_alone(db_session):
    make_community()
    ada, bo = make_member("Ada"), make_member("Bo")
    hers, his = _signed_out(ada), _signed_out(bo)

    about = [reporting.report(_about(one), by=Reporter(), now=START)[0] for one in (ada, bo)]
    for _ in range(2):
        erase(ada.person_id, START)

    db_session.expire_all()
    assert (hers.reporter_name, hers.reporter_address) == ("", None)
    copied = [(one.copy.author_name, one.copy.title, one.copy.text_source) for one in about]
    assert copied == [("", "", ""), ("Bo", "Bo", f"Bo (@{bo.handle})")]
    # What her name was is not found by trying names, either.
    bare = [sha256(f"{one.name} (@{one.handle})".encode()).hexdigest() for one in (ada, bo)]
    assert [one.copy.digest == digest for one, digest in zip(about, bare, strict=True)] == [
        *(False, True)
    ]
    assert compare().changed == []
    assert (his.reporter_name, his.reporter_address) == ("Bo", bo.email_key)


@pytest.mark.engines("sqlite")
def test_who_takes_their_data_along_has_all_they_wrote_to_the_responders(people, told):
    ada, rue = people["Ada"], people["Rue"]
    bo = make_member("Bo")
    row, _ = report(person=ada.person, by=bo)
    mine = case_of(row)
    talking.say_to_reporter(mine, row, "We read it.", by=rue, now=days(2))
    talking.answer_as_reporter(row, "It goes on.", now=days(3))
    appealing.appeal(told, "It was the wind.", now=days(2))

    held = export(ada.person_id)
    (decided,) = held["what was decided about me"]
    assert "It was the wind." in decided["my appeal"]
    assert (decided["what became of it"], held["messages about reports I made"]) == (None, [])
    assert export(bo.person_id)["messages about reports I made"] == [
        {"from me": False, "text": "We read it.", "day": days(2).date()},
        {"from me": True, "text": "It goes on.", "day": days(3).date()},
    ]
