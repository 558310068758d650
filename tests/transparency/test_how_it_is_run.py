"""The page that says how this place is run, and what of moderation is written into the log."""

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.audit import AuditEntry
from community.conduct.models import Contact
from community.db import db
from tests.conduct.build import publish
from tests.factories import START, make_community, make_member
from tests.moderation.build import report

pytestmark = pytest.mark.usefixtures("in_january")


def test_everybody_reads_how_this_place_is_run(client, writing):
    with writing():
        make_community()
    assert "There is no code of conduct yet." in client.get("/how-this-place-is-run").text
    with writing():
        publish(make_member("Stu", Role.STEWARD))
        make_member("Rue Responding", Role.RESPONDER)
        db.session.add(
            Contact(name="Gil", address="gil@example.org", words="outside", added_at=START)
        )
    page = client.get("/how-this-place-is-run").text
    assert "Version 1" in page
    assert "gil@example.org" in page
    assert "one person." in page
    assert "Rue Responding" in page  # whoever reports can leave them out
    assert "A year after it was closed." in page
    assert "not deleted by themselves" not in page
    for waits in ("proposals for a call, one of those who hold it", "collections", "a curator."):
        assert waits in page
    assert "Whoever runs the machine could read everything in its database" in page


def test_a_report_is_written_into_the_log_without_a_word_of_it(app, writing):
    with writing():
        make_community()
        publish(make_member("Stu", Role.STEWARD))
        ada, mia = make_member("Ada Unmistakable"), make_member("Mia Reporting")
        report(f"person:{ada.handle}", by=mia, words="He shouted at everybody.")
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.number)).all()
        told = " ".join(str(vars(one)) for one in entries)
    assert {"report received", "case moved"} <= {one.what for one in entries}
    for word in ("Unmistakable", "Reporting", "shouted"):
        assert word not in told
