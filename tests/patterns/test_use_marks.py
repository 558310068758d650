"""“We use this”: one mark of each person, seen as far as they say, and taken back."""

import pytest
from sqlalchemy import func, select

from community.accounts.models import Credit
from community.db import db
from community.patterns import marking
from community.patterns.models import Pattern
from community.patterns.use_holdings import erase, export
from community.patterns.use_models import Shown, UseMark, Using
from community.patterns.use_queries import Users, marks_of
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, proposed


@pytest.mark.usefixtures("db_session")
def test_what_is_private_is_known_to_its_person_alone():
    ada, ben, cleo, dora = (make_member(name) for name in ("Ada", "Ben", "Cleo", "Dora"))
    dora.person.credit = Credit.NOBODY
    pattern = proposed(ada)
    marking.mark(pattern, Using.USING, Shown.PUBLIC, by=ben.person, now=START)
    marking.mark(pattern, Using.USING, Shown.COUNTED, by=ada.person, now=START)
    marking.mark(pattern, Using.USING, Shown.PUBLIC, by=dora.person, now=START)
    marking.mark(pattern, Using.UNFIT, Shown.PRIVATE, by=cleo.person, now=START)

    assert marks_of(pattern.id, None).users == [Users("using", 3, ["Ben"])]
    assert marks_of(pattern.id, None).mine == marks_of(pattern.id, 0).mine == {}
    assert marks_of(pattern.id, ben.person_id).users == [Users("using", 3, ["Ben"])]
    assert marks_of(pattern.id, cleo.person_id).mine == {"using": "did not fit", "shown": "private"}
    used = [{"pattern": pattern.slug, "using": "did not fit", "shown": "private", "at": START}]
    assert export(cleo.person_id)["patterns used"] == used
    assert "did not fit" not in str(export(ada.person_id)) + str(export(ben.person_id))


@pytest.mark.usefixtures("db_session")
def test_each_person_has_one_mark_which_goes_with_them():
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern = proposed(ada)
    marking.mark(pattern, Using.WISH, Shown.PUBLIC, by=ben.person, now=START)
    marking.mark(pattern, Using.WISH, Shown.PUBLIC, by=ben.person, now=START + DAY)
    assert db.session.scalars(select(UseMark.at)).all() == [START]
    marking.mark(pattern, Using.STOPPED, Shown.COUNTED, by=ben.person, now=START + DAY)
    assert marks_of(pattern.id, None).users == [Users("stopped", 1, [])]

    marking.take_mark_back(pattern, by=ada.person)
    assert db.session.scalar(select(func.count()).select_from(UseMark)) == 1
    erase(ben.person_id, START)
    marking.take_mark_back(pattern, by=ben.person)
    assert db.session.scalar(select(func.count()).select_from(UseMark)) == 0


@pytest.mark.engines("sqlite")
def test_one_button_says_it_and_one_takes_it_back(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern = proposed(ada)
    page, hers = f"/patterns/{pattern.slug}", signed_in(ada)
    assert "We use this" in hers.get(page).text
    assert "We use this" not in client.get(page).text

    answer = hers.post(f"{page}/use")
    assert (answer.status_code, answer.location) == (303, f"{page}#use")
    assert "You are counted, without your name." in hers.get(page).text
    assert "uses it" in client.get(page).text
    hers.post(f"{page}/use", data={"using": "did not fit", "shown": "private"})
    assert "Nobody but you sees this." in hers.get(page).text
    for other in (client, signed_in(ben)):
        assert "Nobody has said that they use it." in other.get(page).text
    wrong = hers.post(f"{page}/use", data={"using": "nonsense"})
    assert (wrong.status_code, "Say how far you have come." in wrong.text) == (422, True)

    hers.post(f"{page}/use/withdrawal")
    assert "We use this" in hers.get(page).text
    with writing():
        assert db.session.get(UseMark, (pattern.id, ada.person_id)) is None
        assert db.session.get_one(Pattern, pattern.id).changed_at == START
