"""What is left of whoever reported once they have left for good."""

import pytest

from community.accounts.models import Member
from community.moderation import reporting
from community.moderation.holdings import erase
from community.moderation.report_models import Mode, Report
from community.moderation.reporting import Draft, Reporter
from tests.factories import START, make_community, make_member


def _signed_out(member: Member, mode: Mode = Mode.CONFIDENTIAL) -> Report:
    draft = Draft(mode=mode, words="It hurt.", happened_at=START)
    by = Reporter(name=member.name, address=member.email_key)
    return reporting.report(draft, by=by, now=START)[0]


@pytest.mark.engines("sqlite")
def test_a_report_sent_signed_out_loses_the_name_and_address_of_who_leaves_alone(db_session):
    make_community()
    ada, bo = make_member("Ada"), make_member("Bo")
    hers, his = _signed_out(ada), _signed_out(bo)

    for _ in range(2):
        erase(ada.person_id, START)

    db_session.expire_all()
    assert (hers.reporter_name, hers.reporter_address) == ("", None)
    assert (his.reporter_name, his.reporter_address) == ("Bo", bo.email_key)
