"""What is left of whoever reported once they have left for good."""

import pytest

from community.access import Viewer
from community.accounts.models import Member
from community.moderation import reporting
from community.moderation.holdings import erase
from community.moderation.report_models import Mode, Report
from community.moderation.reporting import Draft, Reporter
from community.moderation.subject_queries import subject_at
from tests.factories import START, make_community, make_member


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
    assert (his.reporter_name, his.reporter_address) == ("Bo", bo.email_key)
