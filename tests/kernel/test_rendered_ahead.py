"""A long text is rendered before the transaction that keeps it begins: nobody waits for it."""

import pytest

from community import text
from community.accounts.models import Role
from community.db import db, is_writing, transaction
from community.moderation.report_models import Report
from community.notes import editing
from tests.agendas.build import make_evening, proposed
from tests.conduct.sent import filled
from tests.factories import START, make_community, make_member
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import proposed as pattern_proposed

pytestmark = [pytest.mark.usefixtures("in_january"), pytest.mark.engines("sqlite")]
LONG = "A **long** word from `somebody`. " * 40
TOOLS = {"disclosure-degree": "none"}
FORMS = {
    "/calls/{call}/notes": {"text": LONG, "kind": "note", "once": "a-key", **TOOLS},
    "/notes/{note}/text": {"text": LONG, "version": "1", "base": "1", **TOOLS},
    "/calls/{call}/agenda/proposals": {"title": "Long", "body": LONG, "kind": "discuss"}
    | {"minutes": "5", **TOOLS},
    "/calls/{call}/record/summary": {"summary": LONG, "version": "0", **TOOLS},
}


@pytest.fixture
def late(monkeypatch):
    """The long texts that were read or rendered while something was written, and all."""
    seen: dict[bool, list[str]] = {True: [], False: []}
    read, made = text._read, text.Reading._made

    def reading(source):
        seen[is_writing()].append(source) if len(source) > 500 else None
        return read(source)

    def rendering(self, people):
        html = made(self, people)
        seen[is_writing()].append(html) if len(html) > 500 else None
        return html

    monkeypatch.setattr(text, "_read", reading)
    monkeypatch.setattr(text.Reading, "_made", rendering)
    return seen


@pytest.mark.parametrize("address", FORMS)
def test_what_is_typed_is_rendered_before_it_is_written(address, writing, signed_in, late):
    with writing():
        make_community()
        ola = make_member("Ola", Role.STEWARD)
        call = make_evening(ola)
        values = {"call": call.slug, "note": say(call, ola, "First.").key}
    answer = signed_in(ola).post(address.format(**values), data=FORMS[address])
    assert answer.status_code in {200, 303}
    assert (late[True], len(late[False]) > 1) == ([], True)


@pytest.mark.parametrize("about", ["notes/{note}", "agenda-items/{item}", "patterns/{pattern}"])
def test_what_words_are_taken_out_of_is_rendered_before_they_are(about, writing, signed_in, late):
    with writing():
        make_community()
        ola = make_member("Ola", Role.CURATOR)
        call = make_evening(ola)
        note = say(call, ola, f"{LONG} Then.")
        editing.change(note, f"{LONG} Now.", base=1, said=NO_TOOL, by=ola, now=START)
        values = {"note": note.key, "pattern": pattern_proposed(ola, solution=LONG).slug}
        values["item"] = proposed(call, ola, body=LONG).key
    taken = {"words": "somebody", "why": "They asked.", "do": "take"}
    late[True].clear()
    answer = signed_in(ola).post(f"/{about.format(**values)}/redaction", data=taken)
    assert answer.status_code == 303
    assert (late[True], len(late[False]) > 1) == ([], True)


def test_every_clause_of_a_code_is_read_before_it_is_kept(writing, signed_in, monkeypatch):
    seen: list[bool] = []
    read = text._read

    def reading(source):
        seen.append(is_writing())
        return read(source)

    monkeypatch.setattr(text, "_read", reading)
    with writing():
        make_community()
        stella = make_member("Stella", Role.STEWARD)
    steward = signed_in(stella)
    assert steward.post("/conduct/adoption").status_code == 303
    sent = filled(steward.get("/conduct/edit").text, "/conduct/draft")
    assert steward.post("/conduct/draft", data=sent | {"intro": "Be kind."}).status_code == 303
    assert (any(seen), len(seen) > 30) == (False, True)


def test_it_is_rendered_once_and_what_is_too_long_is_refused_where_it_is_written(app, late):
    with app.app_context():
        with transaction([LONG, "x" * 60_000]):
            first = text.render_markdown(LONG, ["kim"])
            assert text.render_markdown(LONG) == first
            with pytest.raises(text.TextTooLong):
                text.render_markdown("x" * 60_000)
            assert db.session.query(Report).count() == 0
        assert (late[True], len(late[False])) == (["x" * 60_000] * 1, 3)
        assert text.render_markdown(LONG) == first
        assert len(late[False]) == 5
