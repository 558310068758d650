"""A place with a word in each sort of content, and every address at which it could be read."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient

from community.accounts.models import Member, Role
from community.calls.models import Call
from community.calls.queries import sittings_of_series
from community.notes import editing, settling
from community.notes.models import Kind
from community.notes.outcome_queries import outcome_of
from community.notes.outcomes import Outcome
from community.notes.writing import NoteText, thread_for_item, write
from community.patterns import curating, known_uses, objecting, suggesting
from community.patterns.curation_models import Verdict
from community.patterns.known_use_queries import uses_of
from community.patterns.models import Pattern
from community.patterns.staging import last_change
from community.patterns.thread_models import Section
from tests.agendas.build import on_agenda, proposed, publish_agenda
from tests.calls.build import begin
from tests.conduct.build import publish
from tests.facilitation.build import looked_back
from tests.factories import START, make_community, make_member
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import collected, noted, revised, suggested, used
from tests.patterns.build import proposed as pattern_proposed

NOTE, ITEM, PROPOSAL, PATTERN = "zebraquill", "quaggaword", "kakapoword", "okapiword"
USE, NOTED = "narwhalword", "tapirword"
REVIEW, OBJECTION, ANSWER = "wombatword", "lemurword", "ibexword"
LOOKED = "tenrecword"
EDIT, MESSAGE, COLLECTED = "tamarinword", "bandicootword", "yakword"
SPOKEN, SEEN, STAGE, DECLINE = "gibbonword", "pangolinword", "dingoword", "civetword"
BECAME = "serowword"
ADDRESSES = (
    *("/calls/{call}", "/calls/{call}/notes", "/calls/{call}/live", "/calls/{call}/agenda"),
    *("/calls/{call}/agenda.md", "/calls/{call}/agenda.json", "/calls/{call}/call.ics"),
    *("/calls/{call}/agenda/editions/1", "/calls/{call}/agenda/editions/2/changes"),
    *("/calls/{call}/agenda/draft", "/calls/{call}/agenda/publication"),
    *("/calls/{call}/record", "/calls/{call}/record.md", "/calls/{call}/record.json"),
    *("/calls/{call}/record/edit", "/calls/{call}/record/publication", "/calls/{call}/labour"),
    *("/series/{series}", "/series/{series}/calendar.ics", "/series/{series}/decisions"),
    *("/series/{series}/actions", "/series/{series}/export.zip", "/calendar.ics", "/"),
    *("/threads/{thread}", "/threads/{thread}.md", "/threads/{thread}.json", "/notes/{note}"),
    *("/notes/{note}/revisions", "/notes/{note}/answers/new", "/notes/{note}/redaction"),
    *("/notes/{note}/edit", "/notes/{note}/completion", "/report?about=note:{note}"),
    *("/agenda-items/{item}/notes", "/agenda-items/{item}/edit", "/agenda-items/{item}/redaction"),
    *("/agenda-items/{proposal}/notes", "/agenda-items/{proposal}/edit"),
    *("/threads/{on_item}", "/threads/{on_item}.md", "/report?about=item:{item}"),
    *("/patterns", "/patterns/{pattern}", "/patterns/{pattern}.md", "/patterns/{pattern}.json"),
    *("/patterns/{pattern}.jsonld", "/patterns/{pattern}.bib", "/patterns/{pattern}/revisions"),
    *("/patterns/{pattern}/revisions/1", "/patterns/{pattern}/changes", "/patterns/feed.atom"),
    *("/patterns/{pattern}/card", "/patterns/cards", "/patterns/picture", "/patterns/export.zip"),
    *("/patterns/{pattern}/edit", "/patterns/{pattern}/redaction", "/patterns/{other}"),
    *("/report?about=pattern:{pattern}", "/report?about=use:{use}", "/patterns/{other}.json"),
    *("/report?about=review:{review}", "/report?about=objection:{objection}"),
    *("/report?about=answer:{answer}", "/report?about=message:{message}"),
    *("/calls/{call}/looking-back", "/report?about=look-back:{look_back}"),
    *("/collections", "/collections/{collection}", "/collections/{collection}.md"),
    *("/collections/{collection}.json", "/report?about=collection:{collection}"),
    *("/patterns/suggestions", "/patterns/suggestions?mine", "/pattern-suggestions/{suggestion}"),
    *("/pattern-suggestions/{suggestion}/wording", "/report?about=suggestion:{suggestion}"),
    *("/patterns/{retired}", "/patterns/{retired}.md", "/patterns/{retired}.json"),
    *("/patterns/{retired}/revisions/1", "/pattern-suggestions/{declined}"),
    *("/report?about=curator-word:{spoken}", "/report?about=verification:{seen}"),
    *("/report?about=stage:{stage}", "/report?about=decline:{declined}"),
    *("/report?about=outcome:{outcome}", "/threads/{asked}", "/threads/{asked}.md"),
    *("/threads/{asked}.json", "/notes/{question}", "/notes/{question}/outcome"),
    "/notes/{question}/redaction",
    *("/threads/{on_pattern}", "/threads/{on_pattern}.json"),
    *("/search?q=seekable", "/search.json?q=seekable", "/palette?q=seekable"),
)


def make_place() -> dict[str, Any]:
    """A call of a series with a note that was changed, an item with a note, a proposal, a pattern
    with a note and a known use, and what is said of another: all of Mia, each with a word of its
    own.
    """
    make_community()
    ola, mia = make_member("Ola"), make_member("Mia")
    code = publish(make_member("Stella", Role.STEWARD))
    responders = {name: make_member(name, Role.RESPONDER) for name in ("Rue", "Kim")}
    call, on_call = _call(ola, mia)
    in_library = _pattern(ola, mia)
    at = {**on_call.pop("at"), **in_library.pop("at")}
    people = {"Ola": ola, "Mia": mia, **responders}
    return {**people, **on_call, **in_library, "code": code, "call": call, "at": at}


def _call(ola: Member, mia: Member) -> tuple[Call, dict[str, Any]]:
    series = begin(ola)
    call = sittings_of_series(series, START)[0].call
    note = say(call, mia, f"A seekable {NOTE}.", kind=Kind.DECISION)
    editing.change(note, f"A **seekable** {NOTE}.", base=1, said=NO_TOOL, by=mia, now=START)
    (item,) = on_agenda(call, mia, f"The {ITEM}", body=f"A seekable {ITEM}.")
    publish_agenda(call, ola)
    on_agenda(call, ola, "Another thing")
    publish_agenda(call, ola)
    thread = thread_for_item(item.id, now=START)
    write(thread, NoteText("On the item.", NO_TOOL), by=ola, now=START)
    proposal = proposed(call, mia, f"About {PROPOSAL}", body=f"A seekable {PROPOSAL}.")
    looked = looked_back(call, mia, f"The {LOOKED}.")
    for other in (ola, make_member("Nan")):
        looked_back(call, other)
    at = {"call": call.slug, "series": series.slug, "note": note.key, "item": item.key}
    at |= {"thread": note.thread.key, "on_item": thread.key, "proposal": proposal.key}
    at["look_back"] = looked.key
    return call, {"series": series, "note": note, "item": item, "proposal": proposal, "at": at}


def _pattern(ola: Member, mia: Member) -> dict[str, Any]:
    pattern = pattern_proposed(mia, title=f"Round of {PATTERN}", solution=f"Do {PATTERN}.")
    revised(pattern, mia, solution=f"A seekable {PATTERN}.")
    other = pattern_proposed(ola, title="Another way")
    use = used(pattern, mia, organisation="A library", adapted=f"By {USE}.")
    on_it = noted(pattern, mia, f"A seekable {NOTED}.", section=Section.SOLUTION)
    at = {"pattern": pattern.slug, "other": other.slug, "use": str(use.id)}
    at |= {"on_pattern": on_it.thread.key, "noted": on_it.key}
    at |= _said_of(other, ola, mia) | _decided(pattern, other, ola, mia)
    return {"pattern": pattern, "other": other, "use": use, "noted": on_it, "at": at}


def _said_of(other: Pattern, ola: Member, mia: Member) -> dict[str, str]:
    """What Mia says of a pattern of Ola's."""
    interest, words = "I do it too.", f"It is {REVIEW}."
    verdict, by = Verdict.WORK, {"by": mia.person, "now": START}
    review = curating.review(other, verdict, interest=interest, words=words, **by)
    objection = objecting.object_to(other, f"It is {OBJECTION}.", **by)
    mine = objecting.object_to(other, "It is mine.", by=ola.person, now=START)
    objecting.answer_objection(mine, f"It is {ANSWER}.", **by)
    answer = objecting.answer_to(mine)
    assert answer is not None
    edit = suggested(other, mia, why=f"It is {EDIT}.", summary=f"All {EDIT}.")
    message = suggesting.say(edit, f"You are {MESSAGE}.", **by)
    collection = collected(mia, other, about=f"A seekable {COLLECTED}.")
    found: dict[str, Any] = {"review": review, "objection": objection, "answer": answer}
    found |= {"suggestion": edit, "message": message}
    return {name: str(row.id) for name, row in found.items()} | {"collection": collection.slug}


def _decided(pattern: Pattern, other: Pattern, ola: Member, mia: Member) -> dict[str, str]:
    """What Mia says as she decides on what is Ola's, and of how it is used."""
    by: dict[str, Any] = {"by": mia.person, "now": START}
    curating.speak_for(other, word=f"It is {SPOKEN}.", **by)
    use = used(other, ola, organisation="A school")
    known_uses.verify_use(use, word=f"It is {SEEN}.", **by)
    retired = pattern_proposed(ola, title="An old way")
    curating.retire(retired, why=f"It is {STAGE}.", successor=other, **by)
    edit = suggested(pattern, ola, summary="Another summary.")
    suggesting.decline(edit, f"It is {DECLINE}.", **by)
    asked = noted(pattern, ola, "Why so?", kind=Kind.QUESTION, section=Section.PROBLEM)
    settling.settle(asked, Outcome.DECLINED, why=f"It is {BECAME}.", by=mia, now=START)
    spoken, change = curating.word_for(other), last_change(retired)
    (line,) = uses_of(other.id)
    assert spoken is not None
    assert change is not None
    assert line.verified is not None
    became = outcome_of(asked)
    assert became is not None
    found = {"spoken": spoken.id, "seen": line.verified.number, "stage": change.id}
    found |= {"declined": edit.id, "outcome": became.id}
    numbers = {name: str(number) for name, number in found.items()}
    addresses = {"retired": retired.slug, "asked": asked.thread.key, "question": asked.key}
    return numbers | addresses


def answers(client: FlaskClient, at: Mapping[str, str]) -> dict[str, str]:
    """What is answered at each address."""
    return {one: answered(client, one.format_map(at)) for one in ADDRESSES}


def where(said: Mapping[str, str], word: str) -> set[str]:
    """The addresses whose answers hold the word, files in archives with them."""
    return {one for one, text in said.items() if word in text}


def answered(client: FlaskClient, address: str) -> str:
    """What is answered at an address, in small letters; of an archive what its files say."""
    with client.get(address) as answer:
        if answer.mimetype != "application/zip":
            return answer.get_data(as_text=True).lower()
        with zipfile.ZipFile(BytesIO(answer.data)) as archive:
            files = (archive.read(name) for name in archive.namelist())
            return "\n".join(file.decode("utf-8", "replace") for file in files).lower()
