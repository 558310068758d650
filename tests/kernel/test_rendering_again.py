"""A command renders what people wrote once more, and leaves what is sealed alone."""

import pytest
from sqlalchemy import text as sql

from community import rerendering
from community.calls.models import Call
from community.db import Base, db
from community.notes.models import Note
from community.text import POLICY_VERSION
from tests.factories import make_call, make_community, make_member
from tests.notes.saying import say

OLD = "<p>as it was rendered long ago</p>"


def test_texts_of_an_old_policy_are_rendered_again(app, writing, reading):
    with writing():
        make_community(description_source="**Us**", description_html=OLD)
        ola = make_member("Ola")
        call = make_call(ola, own_description_source="*Bring* tea", own_description_html=OLD)
        bare = make_call(ola)
        note = say(call, ola, f"@{ola.handle} @nobody-here **yes**")
        note.text_html, note.text_policy = OLD, POLICY_VERSION - 1

    answer = app.test_cli_runner().invoke(args=["render-again"])

    assert (answer.exit_code, answer.output) == (0, "Rendered again: 3\n")
    with reading():
        again = db.session.get_one(Note, note.id)
        assert again.text_policy == POLICY_VERSION
        assert f'href="/people/{ola.handle}"' in again.text_html
        assert "@nobody-here <strong>yes</strong>" in again.text_html
        assert db.session.get_one(Call, call.id).own_description_html == (
            "<p><em>Bring</em> tea</p>\n"
        )
        assert db.session.get_one(Call, bare.id).own_description_html is None
        assert (
            "<strong>"
            in db.session.execute(sql("SELECT description_html FROM community")).scalar_one()
        )
    assert app.test_cli_runner().invoke(args=["render-again"]).output == "Rendered again: 0\n"


def test_many_rows_are_done_in_pieces(app, writing, monkeypatch):
    monkeypatch.setattr(rerendering, "AT_ONCE", 2)
    with writing():
        for _ in range(5):
            make_call(own_description_source="x", own_description_html=OLD)

    with app.app_context():
        assert rerendering.render_again() == 5


@pytest.mark.engines("sqlite")
def test_what_a_trigger_keeps_as_it_is_is_left_alone(db_session):
    """Rendering again would end where one of these rows reads otherwise by now."""
    query = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%on_update'"
    kept = set(db_session.scalars(sql(query)))
    texts = {table.name for table in Base.metadata.sorted_tables if rerendering._pairs(table)}

    assert texts & kept <= rerendering.SEALED
    assert {"report", "appeal", "code_clause"} <= texts & kept
