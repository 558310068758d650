"""The migrations make exactly what the models say, and each of them can be taken back."""

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import JSON, inspect, text, update

from community.access import Viewer
from community.accounts.brought_names import LONGEST_NAME, name_brought
from community.conduct import emergencies
from community.conduct.emergencies import Measure
from community.conduct.emergency_models import Act, ActingRole
from community.db import Base, db, migrating, transaction
from community.marks import BAR
from community.moderation import setting_aside
from community.moderation.report_models import ReportCopy
from community.moderation.subject_queries import subject_at
from community.notes import hiding_at_once
from community.notes.drafting import keep_draft
from community.notes.models import Kind
from community.notes.subject_queries import subject_of
from community.patterns import holding_back, letting_through, objecting, suggesting
from community.patterns.held_models import Held
from community.patterns.held_queries import waiting
from tests.architecture.source import migrations
from tests.factories import START, make_member
from tests.moderation.aside import HIDDEN, everybody, note_of_then
from tests.moderation.build import report
from tests.moderation.everywhere import make_place
from tests.patterns.build import proposed, suggested, used


def _tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def _is_a_model(name: str | None, kind: str, _of: object) -> bool:
    """What looks up the words of the index is the engine's own, and no model."""
    return kind != "table" or not str(name).startswith("search_words")


def test_the_migrations_make_what_the_models_say(migrated):
    with migrated.app_context(), db.engine.connect() as connection:
        given = MigrationContext.configure(connection, opts={"include_name": _is_a_model})
        missing = compare_metadata(given, Base.metadata)

    assert missing == []


def test_every_migration_can_be_taken_back_and_made_again(migrated):
    with migrated.app_context(), migrating():
        made = _tables()
        flask_migrate.downgrade(revision="base")
        left = _tables()
        flask_migrate.upgrade()
        again = _tables()

    assert (left, again) == (set(), made)


@pytest.mark.engines("sqlite")
def test_what_was_hidden_for_a_day_is_not_hidden_for_ever_once_0081_is_taken_back(migrated):
    with migrated.app_context(), transaction():
        people = everybody()
        note = note_of_then(people)
        measure = Measure(
            act=Act.HIDE_NOTE,
            call_id=subject_of(note.thread).call.id,
            why="Rude.",
            role=ActingRole.FACILITATOR,
            person=people["Mia"].person,
            note_id=note.id,
        )
        row, _ = emergencies.take(measure, by=people["Ola"], now=START)
        hiding_at_once.hide(note, row, by=people["Ola"], now=START)
        ends, ola = row.ends_at, people["Ola"].id
    with migrated.app_context(), migrating():
        flask_migrate.downgrade(revision="0080")
        kept = text("SELECT withdrawn_at, withdrawn_by_id FROM note_removal")
        with db.engine.connect() as connection:
            before = connection.execute(kept).all()
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            after = connection.execute(kept).all()
    assert before == after == [(f"{ends:%Y-%m-%d %H:%M:%S.%f}", ola)]


def test_drafts_of_notes_stay_where_0107_keeps_those_of_every_form(migrated):
    kept = {"beside": JSON}  # read as either engine gives it
    read = text("SELECT place, text_source, beside, base FROM draft").columns(**kept)
    before = text("SELECT place, text_source, note_kind, beside, base FROM note_draft")

    def rows(query):
        with db.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]

    with migrated.app_context(), transaction():
        keep_draft(make_member("Mia"), "change abc", "Half a", Kind.ACTION, base=2, now=START)
    with migrated.app_context(), migrating():
        flask_migrate.downgrade(revision="0106")
        as_it_was = rows(before.columns(**kept))
        flask_migrate.upgrade()
        as_it_is = rows(read)

    assert as_it_was == [("change abc", "Half a", "action", {}, 2)]
    assert as_it_is == [("change abc", "Half a", {"kind": "action"}, 2)]


def test_what_says_that_a_name_came_with_a_file_is_cut_by_no_way_back_over_0134(migrated):
    read = text("SELECT name FROM person ORDER BY id")
    held = text("SELECT author_name FROM report_copy")
    with migrated.app_context(), transaction():
        people = everybody()
        people["Mia"].person.name = name_brought("M" * LONGEST_NAME)
        report(f"note:{note_of_then(people).key}", by=people["Ola"])
        db.session.execute(update(ReportCopy).values(author_name=people["Mia"].name))
    found = []
    with migrated.app_context(), migrating():
        for step in (None, "0133", None):
            if step:
                flask_migrate.downgrade(revision=step)
            with db.engine.connect() as connection:
                names = connection.scalars(read).all()
                found.append((max(names, key=len), connection.scalars(held).one()))
            flask_migrate.upgrade()

    whole, cut = f"{'M' * 80}, from an import", f"{'M' * 64}, from an import"
    assert found == [(whole, whole), (cut, cut), (cut, cut)]


def test_what_0137_lets_be_reported_is_about_nothing_once_it_is_taken_back(migrated):
    with migrated.app_context(), transaction():
        place = make_place()
        for about in ("note:{note}", "review:{review}"):
            report(about.format_map(place["at"]), by=place["Ola"])
        subject = subject_at(Viewer(), "review:{review}".format_map(place["at"]))
        setting_aside.set_aside(subject, HIDDEN, by=place["Rue"], now=START)
    read = {
        "report": text("SELECT about, about_id IS NULL AS is_gone FROM report ORDER BY id"),
        "state": text("SELECT count(*) FROM content_state"),
        "reading": text("SELECT count(*) FROM content_reading"),
    }
    with migrated.app_context(), migrating():
        flask_migrate.downgrade(revision="0136")
        with db.engine.connect() as connection:
            left = {name: [tuple(r) for r in connection.execute(q)] for name, q in read.items()}
        flask_migrate.upgrade()
    gone = {"report": [("note", False), ("nothing", True)], "state": [(0,)], "reading": [(0,)]}
    assert left == gone


def test_why_something_was_decided_does_not_come_back_once_0152_is_taken_back(migrated):
    with migrated.app_context(), transaction():
        place = make_place()
        for about in ("stage:{stage}", "decline:{declined}", "outcome:{outcome}"):
            named = about.format_map(place["at"])
            report(named, by=place["Ola"])
            subject = subject_at(Viewer(place["Ola"]), named)
            setting_aside.set_aside(subject, HIDDEN, by=place["Rue"], now=START)
    words = (
        "SELECT why FROM stage_change WHERE became = 'retired' UNION ALL SELECT reason FROM"
        " pattern_suggestion_decision UNION ALL SELECT why FROM note_outcome"
    )
    with migrated.app_context(), migrating():
        flask_migrate.downgrade(revision="0151")
        with db.engine.connect() as connection:
            left = connection.execute(text(words)).scalars().all()
            told = connection.execute(text("SELECT DISTINCT about FROM report")).scalars().all()
        flask_migrate.upgrade()
    assert (list(left), list(told)) == ([BAR, BAR, BAR], ["nothing"])


def test_every_constraint_of_the_models_has_a_name():
    nameless = [
        f"{table.name}: {constraint}"
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if constraint.name is None
    ]

    assert nameless == []


def test_the_migrations_are_numbered_without_a_gap():
    numbers = [int(s.path.rpartition("/")[2][:4]) for s in migrations()]

    assert numbers == list(range(1, len(numbers) + 1))


def test_a_message_that_waits_is_read_by_nobody_before_0151(migrated):
    with migrated.app_context(), transaction():
        zoe, ada = make_member("Zoe"), make_member("Ada")
        edit, given = suggested(proposed(zoe), ada), {"by": ada.person, "now": START}
        said = [suggesting.say(edit, word, waits=True, **given) for word in ("Waits", "Shown")]
        holds = [holding_back.hold(Held.MESSAGE, row, **given) for row in said]
        objection = objecting.object_to(edit.pattern, "Why", waits=True, **given)
        holding_back.hold(Held.OBJECTION, objection, **given)
        letting_through.show(holds[1], seen=0, by=zoe.person, now=START)
    with migrated.app_context(), migrating():
        flask_migrate.downgrade(revision="0150")
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            words = connection.scalars(text("SELECT words FROM pattern_suggestion_message")).all()
            kept = connection.scalars(text("SELECT withdrawn_at FROM pattern_objection")).all()
            held = connection.scalars(text("SELECT about FROM library_hold")).all()
    assert (words, held, None in kept) == (["Shown"], [], False)


def test_a_known_use_that_waited_before_0150_waits_after_it(migrated):
    held = text("SELECT about, by_id, outcome FROM library_hold ORDER BY id")
    with migrated.app_context(), transaction():
        pattern = proposed(make_member("Zoe"))
        uses = [used(pattern, make_member("Ben"), name) for name in ("One", "Two", "Three")]
        for use in uses:
            holding_back.hold(Held.USE, use, by=use.by, now=START)
        for use, is_shown in zip(uses[1:], (True, False), strict=True):
            waits, by = waiting(Held.USE, use.id), pattern.author
            if is_shown:
                letting_through.show(waits, seen=0, by=by, now=START)
            else:
                letting_through.end(waits, by=by, now=START)
        told = [("use", use.by_id) for use in uses]
    with migrated.app_context(), migrating():
        flask_migrate.downgrade(revision="0149")
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            rows = connection.execute(held).all()
    states = (None, "shown", "left")
    assert [tuple(row) for row in rows] == [(*one, s) for one, s in zip(told, states, strict=True)]
