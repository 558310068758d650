"""What conduct hands over about a person, and takes out when they leave."""

from sqlalchemy import select

from community.accounts.models import Role
from community.agreement import How
from community.conduct.acceptances import accept
from community.conduct.holdings import erase, export
from community.conduct.models import Acceptance, CodePublication, Contact
from tests.conduct.build import publish
from tests.factories import START, make_community, make_member


def test_who_leaves_takes_what_they_accepted_along_and_the_code_stays(db_session):
    make_community()
    stella, ada = make_member("Stella", Role.STEWARD), make_member("Ada")
    code = publish(stella)
    for person in (stella.person, ada.person):
        accept(person, code, how=How.PAGE, now=START)
    for member in (stella, ada):
        db_session.add(
            Contact(
                name=member.name,
                address="me@example.org",
                words="",
                member_id=member.id,
                added_at=START,
            )
        )
    db_session.flush()

    told = export(ada.person_id)
    erase(ada.person_id, START)
    erase(ada.person_id, START)

    assert [len(part) for part in told.values()] == [1, 0, 1]
    assert told["named as a contact"][0]["name"] == "Ada"
    assert db_session.scalars(select(Acceptance.person_id)).all() == [stella.person_id]
    assert db_session.scalars(select(Contact.name)).all() == ["Stella"]
    erase(stella.person_id, START)
    assert db_session.scalars(select(CodePublication.by_id)).all() == [stella.id]
