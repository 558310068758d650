"""A number that is given again after its row was deleted is not taken for the one before."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from community.accounts.guests import Caller, person_of
from community.accounts.models import Guest, Person
from community.outbox import choices, files, ledger, posting
from community.outbox.models import Group, Letter
from tests.factories import START, make_community, make_letter, make_member

LATER = START + timedelta(minutes=1)


@pytest.mark.engines("sqlite")
def test_the_letter_of_one_guest_chooses_nothing_for_the_next_with_their_number(
    app, writing, client
):
    with writing():
        make_community()
        gus = person_of(Caller("Gus", "gus@x.org", "gus@x.org", "UTC"), now=START)
    with app.app_context():
        token = choices.token_for(gus.id, Group.CHANGES)
    assert client.get(f"/letters/choices/{token}").status_code == 200
    with writing() as session:
        session.execute(delete(Guest))
        session.execute(delete(Person).where(Person.id == gus.id))
        ida = person_of(Caller("Ida", "ida@x.org", "ida@x.org", "UTC"), now=LATER)
        assert ida.id == gus.id

    assert client.get(f"/letters/choices/{token}").status_code == 404
    with app.app_context():
        theirs = choices.token_for(ida.id, Group.CHANGES)
    assert client.get(f"/letters/choices/{theirs}").status_code == 200


@pytest.mark.engines("sqlite")
def test_the_file_of_one_letter_is_not_shown_as_the_next_with_its_number(app, writing, settings):
    with writing() as session:
        make_community()
        letter = make_letter(make_member("Ada"))
        number, file = letter.id, posting.folder().file_of(posting.file_name(letter))
        file.parent.mkdir(exist_ok=True)
        file.write_text("Subject: Yours alone\n\nDear Ada")
        assert ledger.read(letter).subject == "Yours alone"
        session.execute(delete(Letter))
        letter = make_letter(make_member("Bo"))
        letter.owed_at = LATER
        session.flush()
        assert letter.id == number
        assert ledger.read(letter) is None
    with app.app_context():
        files.forget_files()

    assert not file.exists()
