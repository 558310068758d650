"""Who is signed in is read as columns; the row of the member is put together where it is wanted."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from community.accounts.models import Credit, Member, Person
from community.accounts.sessions import sign_in, viewer_for
from community.db import db, transaction
from tests.factories import START, make_member


@pytest.fixture
def token(db_session):
    """The secret of a sign-in of Ada, whom nobody has read since."""
    ada = make_member("Ada")
    ada.pronouns, ada.person.language, ada.person.credit = "she/her", "pt-BR", Credit.NOBODY
    secret = sign_in(ada, agent="", now=START)
    db_session.flush()
    db_session.expunge_all()
    return secret


def recognised(token):
    """Whoever signed in with `token`, a minute later."""
    return viewer_for(token, days=30, now=START + timedelta(minutes=1))


def test_what_somebody_merely_does_makes_no_rows(token):
    who = recognised(token)

    assert who.is_authenticated
    assert not db.session.identity_map.values()
    assert (who.member_id, who.person_id) == (who.member.id, who.member.person_id)


def test_the_row_is_whole_without_another_query_and_is_that_of_the_session(
    app, make_known, queries
):
    with app.app_context():
        who = recognised(make_known[0])

        with queries() as sent:
            values = [values_of(who.member), values_of(who.member.person)]

        assert sent == []
        assert who.member is db.session.get(Member, who.member_id)
        db.session.expire_all()
        read = [values_of(who.member), values_of(db.session.get_one(Person, who.person_id))]
        assert values == read
        assert values[0]["joined_at"].tzinfo is not None


def test_a_row_that_the_session_has_already_stays_the_one(token):
    first = recognised(token).member
    first.pronouns = "they/them"

    again = recognised(token).member

    assert again is first
    assert again.pronouns == "they/them"


def test_what_is_changed_in_the_row_is_written(token):
    member = recognised(token).member

    member.handle, member.person.name = "countess", "Ada L."
    db.session.flush()
    db.session.expunge_all()

    assert recognised(token).member.handle == "countess"
    assert recognised(token).member.person.name == "Ada L."


def test_what_was_read_is_read_again_once_a_transaction_has_ended(token):
    member = recognised(token).member
    change = update(Member).where(Member.id == member.id).values(pronouns="she/they")
    db.session.connection().execute(change)

    db.session.expire_all()  # as the end of a transaction does

    assert member.pronouns == "she/they"


def test_within_a_transaction_the_row_is_read_anew(app, make_known):
    """What was read before the transaction could begin may have been changed since."""
    token, number = make_known
    with app.app_context():
        who = recognised(token)
        with app.app_context(), transaction():
            db.session.execute(update(Member).where(Member.id == number).values(pronouns="they"))
        with transaction():
            assert who.member.pronouns == "they"


@pytest.fixture
def make_known(writing):
    """The secret of a sign-in of Ada and her number, as others have it, too."""
    with writing():
        ada = make_member("Ada")
        ada.pronouns, ada.person.language, ada.person.credit = "she/her", "pt-BR", Credit.NOBODY
        return sign_in(ada, agent="", now=START), ada.id


def values_of(row):
    """Each column of a row by its name in the model."""
    return {one.key: getattr(row, one.key) for one in type(row).__mapper__.column_attrs}
