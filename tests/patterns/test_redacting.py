"""Words taken out of patterns: gone from every table, and nothing brings them back."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from community.accounts.models import Member, Role
from community.db import db, transaction
from community.disclosures import disclosing
from community.marks import BAR
from community.patterns import (
    adapting,
    curating,
    drafting,
    editing,
    known_uses,
    link_looking,
    marking,
    objecting,
    redacting,
    staging,
    suggesting,
)
from community.patterns.collection_models import CollectionEntry, Openness
from community.patterns.content import Check, Source, from_json
from community.patterns.curation_models import Verdict
from community.patterns.known_use_models import KnownUse, UseLink
from community.patterns.models import Pattern, PatternRelation, Relation
from community.patterns.queries import standing_of
from community.patterns.redacting import NotThere, WordsWereTakenOut
from community.patterns.redaction_models import PatternRedaction
from community.patterns.redaction_queries import revisions_whole
from community.patterns.suggesting import Taking
from community.patterns.suggestion_models import SuggestedSection
from community.patterns.use_models import Shown, Using
from tests.factories import START, make_community, make_member
from tests.notes.saying import with_tool
from tests.notes.test_redacting import tables_with
from tests.patterns.build import (
    CONTENT,
    collected,
    noted,
    proposed,
    revised,
    suggested,
    used,
)

SECRET = "Zebra Quill"
ADDRESS = "https://example.org/zebra-quill"
WHERE: dict[str, object] = {"summary": f"{SECRET} decides alone.", "tags": ("zebra quill",)}
WHERE |= {"also_known_as": (f"The {SECRET} way",), "who_pays": "**Zebra** quill pays."}
WHERE |= {"checks": (Check(f"Was {SECRET} asked?", where=SECRET),)}
WHERE |= {"sources": (Source(SECRET, "https://example.org/?q=Zebra+Quill", "CC0", SECRET),)}


def full_of_it() -> Pattern:
    """A pattern with the words wherever words of a pattern can be."""
    ada, ben = make_member("Ada"), make_member("Ben")
    by, now = {"by": ben.person, "now": START}, START
    pattern = proposed(ada, title=f"Ask {SECRET} First", **WHERE)
    redacting.redact(pattern, "A small group", why=f"{SECRET} asked first.", **by)
    revised(pattern, ada, title="Ask First", solution=f"Write to {SECRET}.")
    linked(pattern, ben)
    use = used(pattern, ben, SECRET, adapted=SECRET, limits=SECRET, place=SECRET)
    use.disclosure = disclosing.disclose(with_tool(SECRET), **by)
    revisions_whole(pattern)[0].disclosure = use.disclosure
    known_uses.verify_use(use, by=make_member("Cleo").person, word=SECRET, now=now)
    marking.mark(pattern, Using.USING, Shown.PUBLIC, **by)
    curating.review(pattern, Verdict.WORK, interest=f"{SECRET} pays me.", words=SECRET, **by)
    objection = objecting.object_to(pattern, f"{SECRET} is a firm.", **by)
    objecting.answer_objection(objection, f"{SECRET} is not.", by=ada.person, now=now)
    curating.speak_for(pattern, word=f"{SECRET} agrees.", **by)
    other = proposed(ada, title="Another")
    against = {"kind": Relation.CONTRADICTS, "note": f"{SECRET} says so.", "at": now}
    db.session.add(
        PatternRelation(pattern_id=other.id, other_id=pattern.id, by_id=ada.person_id, **against)
    )
    row = suggested(pattern, ben, why=f"As {SECRET} does.", solution=f"Ask {SECRET} twice.")
    suggesting.say(row, f"{SECRET}?", **by)
    suggesting.decline(row, f"{SECRET} said no.", by=ada.person, now=now)
    suggested(pattern, ben, checks=(Check(f"Is {SECRET} there?"),))
    collected(ben, pattern)
    db.session.query(CollectionEntry).one().why = f"For {SECRET}."
    for place in (drafting.place_of(pattern.id), drafting.place_to_suggest(pattern.id)):
        drafting.keep_draft(ben, place, [("solution", f"{SECRET} again")], now=now)
    curating.retire(pattern, why=f"{SECRET} left.", successor=None, by=ben.person, now=now)
    db.session.flush()
    return pattern


def linked(pattern: Pattern, by: Member) -> None:
    """Two known uses that lead to the words, one of them withdrawn."""
    gone = used(pattern, by, "A firm", url=ADDRESS)
    for each in (gone, used(pattern, by, "Another firm", url=ADDRESS)):
        link_looking.note(each.id, ADDRESS, answers=False, now=START)
    known_uses.withdraw_use(gone, by=by.person, now=START)


def test_the_words_are_gone_from_every_table(writing, app):
    """The search with them, which is written as the transaction ends."""
    with writing():
        make_community()
        pattern = full_of_it()
        number = pattern.revision
    with app.app_context():
        before = tables_with(SECRET)
        assert {
            *("pattern.slug", "pattern.summary", "pattern_revision.content"),
            *("pattern_revision.html", "pattern_facet.value", "pattern_draft.typed"),
            *("pattern_suggested_section.value", "pattern_suggestion_message.words"),
        } <= before

        with transaction():
            kim = make_member("Kim", Role.CURATOR)
            pattern = db.session.get_one(Pattern, pattern.id)
            reason = f"{SECRET} asked us to."
            redacting.redact(pattern, SECRET, why=reason, by=kim.person, now=START)
        db.session.expire_all()

        assert tables_with(SECRET) == set()
        pattern = db.session.get_one(Pattern, pattern.id)
        assert pattern.slug == "ask-first"
        assert pattern.revision == number + 1
        assert BAR in pattern.summary
        assert len(pattern.summary) <= 200
        html = json.loads(revisions_whole(pattern)[0].html)
        assert html["solution"] == '<p>Write to <span class="redacted">taken out</span>.</p>\n'
        rows = db.session.scalars(select(PatternRedaction).order_by(PatternRedaction.id))
        told = [(2, f"{BAR} asked first."), (number + 1, f"{BAR} asked us to.")]
        assert [(row.number, row.why) for row in rows] == told
        assert set(db.session.scalars(select(KnownUse.url))) == {""}
        assert db.session.scalars(select(UseLink)).all() == []


def test_what_was_written_over_an_earlier_revision_is_not_taken(db_session):
    make_community()
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern = proposed(ada, solution=f"Write to {SECRET}.")
    mine = replace(from_json(revisions_whole(pattern)[0].content), context="Else.")
    first = revisions_whole(pattern)[0]
    with pytest.raises(NotThere):
        redacting.redact(pattern, "Nowhere to be", why="x", by=ben.person, now=START)

    redacting.redact(pattern, SECRET, why="x", by=ben.person, now=START)

    with pytest.raises(WordsWereTakenOut):
        editing.prepare(pattern, mine, over=1)
    with pytest.raises(WordsWereTakenOut):
        suggesting.suggest(
            first,
            {"context": '"Else."'},
            why="",
            by=ben.person,
            disclosure=first.disclosure,
            now=START,
        )
    assert not editing.prepare(pattern, standing_of(pattern).content, over=2).clashes


@pytest.mark.engines("sqlite")
def test_what_would_be_gone_is_shown_before_anything_is(writing, signed_in, client):
    with writing():
        make_community()
        ada, kim = make_member("Ada"), make_member("Kim", Role.CURATOR)
        pattern = proposed(ada, solution=f"Write to {SECRET}.")
        revised(pattern, ada, solution=f"Post to {SECRET}.")
    kims, page = signed_in(kim), f"/patterns/{pattern.slug}"
    assert "Take words out" in kims.get(page).text
    form = {"words": SECRET, "why": "They asked."}
    assert kims.post(f"{page}/redaction", data={"words": "Nowhere", "why": "x"}).status_code == 422

    shown = kims.post(f"{page}/redaction", data=form)

    assert (shown.status_code, shown.text.count(f"<del>{SECRET}</del>")) == (200, 2)
    assert "revision 1" in shown.text
    assert SECRET in client.get(page).text
    assert kims.post(f"{page}/redaction", data=form | {"do": "take"}).location == page
    for ending in ("", "/revisions/1", "/revisions/2", "/changes?from=1&to=2", ".md", ".json"):
        assert SECRET not in client.get(f"{page}{ending}").text
    assert "Words were taken out." in client.get(f"{page}/revisions").text
    assert CONTENT.problem in client.get(f"{page}.md").text


@pytest.mark.engines("sqlite")
def test_what_others_wrote_that_says_the_words_too_is_named(writing, signed_in):
    with writing():
        make_community()
        ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim", Role.CURATOR)
        pattern = proposed(ada, solution=f"Write to {SECRET}.")
        at = f"https://x.example/patterns/{pattern.slug}/revisions/{{}}".format
        other = adapting.adapt(pattern, at, by=ben.person, now=START)
        source, *others = standing_of(other).content.sources
        sources = (replace(source, changes="By post."), *others)
        revised(other, ben, title="Another Way", sources=sources)
        staging.propose(other, by=ben.person, now=START)
        collected(ben, pattern, title="Of An Evening", about=f"With *{SECRET}*.")
        collected(ben, pattern, title="Nobody Named")
        collected(ben, pattern, title="Mine Alone", about=SECRET, openness=Openness.PRIVATE)
        note = noted(pattern, ben, f"Is {SECRET.upper()} still there?")
        noted(pattern, ben, "Who is it now?")

    form = {"words": SECRET, "why": "They asked."}
    shown = signed_in(kim).post(f"/patterns/{pattern.slug}/redaction", data=form).text

    left = shown.partition("Where the words stay")[2].partition("</ul>")[0]
    assert (left.count("<li>"), "Another Way" in left, "Of An Evening" in left) == (3, True, True)
    assert f'href="/notes/{note.key}"' in left
    assert f'href="/patterns/{other.slug}/redaction"' in left


def test_short_words_taken_out_for_now_go_from_what_is_suggested_and_choices_stay(db_session):
    make_community()
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern = proposed(ada, solution="Ask Ann first.")
    row = suggested(pattern, ben, solution="Ask Ann twice.", dimensions=("labour", "trust"))

    redacting.redact_for_now(pattern, "Ann", by=ada.person, now=START)
    redacting.redact_for_now(pattern, "trust", by=ada.person, now=START)

    db_session.expire_all()
    query = select(SuggestedSection).where(SuggestedSection.suggestion_id == row.id)
    said = {one.section: json.loads(one.value) for one in db_session.scalars(query)}
    assert said == {"solution": f"Ask {BAR} twice.", "dimensions": ["labour", "trust"]}


@pytest.mark.engines("sqlite")
def test_what_was_suggested_before_words_went_is_read_again_before_it_is_taken(writing, signed_in):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern = proposed(ada, solution="Ask Ann. Do it.")
        row = suggested(pattern, ben, solution="Ask A[n](/x)n. Do it soon.")
        redacting.redact(
            pattern, "Ann", why="x", whole={"revision-1-solution"}, by=ada.person, now=START
        )
        slug, over = pattern.slug, pattern.revision
    adas, page = signed_in(ada), f"/pattern-suggestions/{row.id}"
    taken = adas.post(f"{page}/acceptance", data={"sections": "solution", "over": str(over)})
    assert (taken.status_code, "Words were taken out of this pattern" in taken.text) == (422, True)
    assert "/x" not in adas.get(f"/patterns/{slug}.md").text
    with writing():
        row = db.session.merge(row)
        content = replace(standing_of(row.pattern).content, solution="Do it soon.")
        taking = Taking(content, ("solution",), over, is_read=True)
        suggesting.accept(row, taking, by=db.session.merge(ada).person, now=START)
    assert "Do it soon." in adas.get(f"/patterns/{slug}.md").text
