"""Which version of the code a ruling is by, where a case is about more than one day."""

import re

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.conduct.models import Change
from community.db import db
from community.moderation.report_models import Mode
from community.moderation.ruling_models import Ruling
from tests.conduct.build import FAIR, KIND, publish, with_clauses
from tests.factories import make_community, make_member
from tests.moderation.build import case_of, days, report, take
from tests.moderation.test_ruling_pages import GIVEN

pytestmark = pytest.mark.usefixtures("in_january")


@pytest.fixture
def place(writing):
    """A case of two reports about Ada: of what happened under the second version, and under the
    first.
    """
    with writing():
        make_community()
        rue, kim = (make_member(name, Role.RESPONDER) for name in ("Rue", "Kim"))
        ada, stella = make_member("Ada"), make_member("Stella", Role.STEWARD)
        publish(stella, now=days(-30))
        publish(
            stella, with_clauses(FAIR), change=Change.MATERIAL, now=days(-9), on=days(-9).date()
        )
        report(by=stella, mode=Mode.ESCROWED, person=ada.person, happened_at=days(-2))
        earlier, _ = report(person=ada.person, happened_at=days(-20))  # which opens the other
        case = case_of(earlier)
        take(case, rue, kim)
        return rue, f"/desk/cases/{case.key}/rulings", str(ada.person_id)


def offered(page):
    """The keys of the clauses that can be chosen."""
    return re.findall(r'<input[^>]*name="clauses"[^>]*value="([^"]+)"', page.text)


def test_each_ruling_is_by_a_version_that_held_when_something_reported_happened(
    place, signed_in, reading
):
    rue, path, person = place
    client, both = signed_in(rue), [KIND.key, FAIR.key]
    first, second = (client.get(f"{path}/new?code={number}") for number in (1, 2))
    assert (offered(first), offered(second)) == (both, [FAIR.key])
    assert offered(client.get(f"{path}/new")) == [FAIR.key]  # of the first of its reports
    assert offered(client.get(f"{path}/new?code=7")) == [FAIR.key]
    assert f"{path}/new?code=2" in first.text

    given = GIVEN | {"person": person, "clauses": KIND.key, "code": "1"}
    assert client.post(path, data=given | {"code": "2"}).status_code == 422
    assert client.post(path, data=given).status_code == 303
    with reading():
        ruling = db.session.scalars(select(Ruling)).one()
        key, number = ruling.key, ruling.version_id
        assert number is not None
    assert offered(client.get(f"{path}/new?like={key}")) == both
