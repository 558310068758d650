"""What people wrote does not reach the log by way of a database error."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from community.db import db


def test_an_error_of_the_database_does_not_repeat_what_was_sent(db_session):
    with pytest.raises(SQLAlchemyError) as caught:
        db.session.execute(text("SELECT :secret FROM nowhere"), {"secret": "canary-secret"})

    assert "canary-secret" not in str(caught.value)
    assert "hidden" in str(caught.value)
