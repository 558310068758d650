"""What is purged goes from reports about it, what came with them, and what is said in cases."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from community import audit_rows
from community.access import Viewer
from community.conduct.state_models import ContentState
from community.db import db
from community.marks import BAR
from community.moderation import handling, purging, setting_aside, talking
from community.moderation.attachments import Attachment
from community.moderation.case_models import CaseMessage, State
from community.moderation.out_of_sight import content_at
from community.moderation.purge_models import IN_NO_CASE, WordPurge
from community.moderation.report_models import FileKind, Report, ReportCopy, ReportFile
from community.outbox.models import Letter
from tests.conduct.build import KIND, publish, with_clauses
from tests.factories import START
from tests.moderation.aside import HIDDEN, PURGED, everybody, hide, note_of_then
from tests.moderation.build import case_of, days, refuses, report, take
from tests.moderation.test_purging import tables_with
from tests.patterns.build import proposed, used

pytestmark = pytest.mark.usefixtures("in_january")

PHONE = "+49 170 1234567"


PNG = Attachment(FileKind.PNG, b"a picture")


@pytest.fixture
def people(db_session):
    return everybody()


@pytest.fixture
def note(people):
    found = note_of_then(people)
    found.text_source = PHONE
    found.text_html = f"<p>{PHONE}</p>"
    db.session.flush()
    return found


def test_what_is_purged_goes_from_reports_files_and_messages_that_quote_it(people, note):
    given = {"words": f"It says {PHONE}!", "hope": f"That {PHONE} goes", "about_words": PHONE}
    file = Attachment(FileKind.TEXT, f"He wrote:\n{PHONE}\n".encode())
    case = take(
        case_of(report(f"note:{note.key}", by=people["Ola"], files=[file], **given)[0]),
        people["Rue"],
    )
    other = case_of(report("", about_words="somebody", words=f"Again {PHONE}.")[0])
    talking.say_among_responders(case, f"**{PHONE}** is hers.", by=people["Rue"], now=START)
    talking.say_among_responders(other, "Nothing.", by=people["Rue"], now=START)
    handling.move_to(case, State.TRIAGE, by=people["Rue"], now=START, why=f"It tells {PHONE}.")
    assert "report.words_source" in tables_with(PHONE)

    state = hide(note, people["Rue"], PURGED)

    assert tables_with(PHONE) == set()
    texts = db.session.scalars(sa.select(CaseMessage.text_source).order_by(CaseMessage.id)).all()
    assert texts == [f"**{BAR}** is hers.", "Nothing."]
    (copy,) = db.session.scalars(sa.select(ReportCopy))
    assert len({state.digest, copy.digest, state.salt, copy.salt}) == 4
    assert PHONE not in db.session.scalar(sa.select(ReportFile.content)).decode()


def test_files_and_of_whom_a_report_is_stay_and_the_log_finds_what_was_exchanged(writing, reading):
    with writing():
        people = everybody()
        files = [PNG, Attachment(FileKind.TEXT, b"It was loud.")]
        about = f"note:{note_of_then(people).key}"
        row, _ = report(about, by=people["Ola"], files=files)
        other = people["Kim"].person_id
    changes = [
        *((ReportFile, {name: value}) for name, value in _EXCHANGED.items()),
        *((Report, {name: other}) for name in ("person_id", "reporter_id")),
        *((ReportCopy, {"author_id": other}), (ReportCopy, {"author_name": "Kim"})),
    ]
    with writing() as session:
        for model, change in changes:
            with refuses(session, "_stays_o"), session.begin_nested():
                session.execute(sa.update(model).values(change))
        assert audit_rows.compare().changed == []
        of = " ON report_file" if session.get_bind().dialect.name == "postgresql" else ""
        with session.begin_nested() as undone:
            session.execute(sa.text(f"DROP TRIGGER report_file_stays_on_update{of}"))
            session.execute(sa.update(ReportFile).values(content=b"Quiet."))
            numbers = session.scalars(sa.select(ReportFile.id).order_by(ReportFile.id)).all()
            assert audit_rows.compare().changed == [f"report_file {one}" for one in numbers]
            undone.rollback()
    assert row.reporter_id == people["Ola"].person_id


_EXCHANGED = {"content": b"Quiet.", "size": 1, "key": "k" * 16, "digest": "d", "at": days(1)}


def test_a_message_changes_by_a_bar_alone_and_only_where_something_is_purged(people, note):
    case = case_of(report(f"note:{note.key}")[0])
    message = talking.say_among_responders(case, "It is hers.", by=people["Rue"], now=START)
    words = sa.update(CaseMessage).where(CaseMessage.id == message.id)
    hidden = hide(note, people["Rue"])
    with refuses(db.session, "case_message_stays_on_update"), db.session.begin_nested():
        db.session.execute(words.values(text_source=BAR))
    with refuses(db.session, "word_purge_of_what_is_purged"), db.session.begin_nested():
        given = {"state_id": hidden.id, "case_id": case.id, "at": START}
        db.session.execute(sa.insert(WordPurge).values(given))
    state = hide(note, people["Kim"], PURGED, now=days(1))
    allowed = {"state_id": state.id, "at": START}
    db.session.execute(sa.insert(WordPurge).values(case_id=IN_NO_CASE, **allowed))
    for told in ("It is mine.", f"It is {BAR}"):  # the latter is of a case that is not named
        with refuses(db.session, "case_message_stays_on_update"), db.session.begin_nested():
            db.session.execute(words.values(text_source=told))
    db.session.execute(sa.insert(WordPurge).values(case_id=case.id, **allowed))
    for wrong in ({"text_source": f"It was {BAR}"}, {"text_html": "Not it."}):
        with refuses(db.session, "case_message_stays_on_update"), db.session.begin_nested():
            db.session.execute(words.values(wrong))
    db.session.execute(words.values(text_source=f"It is {BAR}", text_html="It is."))


def test_who_is_left_out_purges_nothing_in_the_case_and_those_who_have_it_do(
    writing, signed_in, reading, app
):
    with writing():
        people = everybody()
        note = note_of_then(people)
        note.text_source, note.text_html = PHONE, PHONE
        given = {"words": f"She says {PHONE}.", "excluded": [people["Kim"]]}
        row, _ = report(f"note:{note.key}", by=people["Ola"], files=[PNG], **given)
        case = take(case_of(row), people["Rue"])
        told = talking.say_among_responders(case, "Call: 01701234567", by=people["Rue"], now=START)
        hide(note, people["Kim"], PURGED)
        assert "note.text_source" not in tables_with(PHONE)
        db.session.execute(sa.delete(Letter))
    for _twice in range(2):
        with app.app_context():
            purging.tell_of_copies_left(days(1))
    rue = signed_in(people["Rue"])
    with reading():
        assert {"report.words_source", "report_copy.text_source"} <= tables_with(PHONE)
        letters = db.session.scalars(sa.select(Letter.person_id)).all()
        assert set(letters) == {people["Rue"].person_id}
        key = db.session.scalar(sa.select(ReportFile.key))
    assert "Purged: Kim" in rue.get(f"/desk/cases/{case.key}").text
    address = f"/desk/cases/{case.key}/purged-words"
    answer = rue.post(address, data={"purged": "01701234567\ne"})
    assert (answer.status_code, "One letter stands almost" in answer.text) == (422, True)
    words = {"purged": "01701234567", "files": key}
    assert rue.post(address, data=words).status_code == 303
    with reading():
        assert tables_with(PHONE) | tables_with("01701234567") == set()
        assert db.session.scalar(sa.select(ReportFile.content)) == b""
        assert db.session.get(CaseMessage, told.id).text_source == f"Call: {BAR}"
        found = audit_rows.compare()
        assert (found.changed, found.gone) == ([], [])
    assert "What came with it was purged." in rue.get(f"/desk/cases/{case.key}").text
    with app.app_context():
        purging.tell_of_copies_left(days(2))
    with reading():
        assert len(db.session.scalars(sa.select(Letter.id)).all()) == len(letters)


def test_whoever_purges_from_a_case_takes_out_there_what_else_shows_it(writing, signed_in, reading):
    with writing():
        people = everybody()
        note = note_of_then(people)
        about = f"note:{note.key}"
        row, _ = report(about, by=people["Ola"], words="Kokopelli", files=[PNG])
        case = take(case_of(row), people["Rue"])
        hide(note, people["Kim"], replace(HIDDEN, why="Again it is people again. Again."))
    rue = signed_in(people["Rue"])
    with reading():
        key = db.session.scalar(sa.select(ReportFile.key))
    form = {"about": about, "case": case.key, "state": "purged"}
    form |= {"clause": PURGED.clause_key, "why": PURGED.why}
    asked = rue.post("/desk/content", data=form).text
    assert str(key) in asked
    form |= {"sure": "yes", "purged": "Kokopelli\npeople again\nAgain", "files": str(key)}
    answer = rue.post("/desk/content", data=form, follow_redirects=True)
    assert "until another responder of this case has written the same" in answer.text
    with reading():
        assert tables_with("kokopelli") == tables_with("people again") == set()
        why = db.session.scalar(sa.select(ContentState.why).order_by(ContentState.id))
        assert why == f"Again it is {BAR}. Again."
        assert db.session.scalar(sa.select(ReportFile.size)) == 0


def test_what_is_purged_of_a_known_use_goes_where_it_is_quoted(people):
    everything = "We ask the okapi twice a week."
    pattern = proposed(people["Mia"], title="Round of okapis")
    use = used(pattern, people["Mia"], organisation="A library", adapted=everything)
    report("", about_words="somebody", words=f"They say: {everything}")
    subject = content_at(Viewer(people["Rue"]), f"use:{use.id}", None)
    publish(people["Stella"], with_clauses(KIND))
    setting_aside.set_aside(subject, PURGED, by=people["Rue"], now=START)
    assert tables_with("ask the okapi") == set()
