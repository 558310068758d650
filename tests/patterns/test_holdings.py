"""What the library holds of a person is taken along, and their drafts go with them."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app import HOLDINGS
from community.access import Viewer, may_see
from community.accounts.models import Member
from community.db import db
from community.holdings import erase_all
from community.notes.models import Note
from community.patterns import inviting, sharing, staging, suggesting
from community.patterns.begun_from_notes import begin_from
from community.patterns.collecting import entries_in_order
from community.patterns.collection_queries import entries_of
from community.patterns.content import from_json
from community.patterns.draft_models import PatternDraft
from community.patterns.drafting import (
    keep_draft,
    place_of,
    place_to_reword,
    place_to_suggest,
)
from community.patterns.facets import Stage
from community.patterns.holdings import erase, export
from community.patterns.invitation_models import MayDo
from community.patterns.models import Pattern, PatternRelation, PatternRevision, Relation
from community.patterns.queries import standing_of
from community.patterns.suggested import with_values
from community.patterns.suggesting import Taking
from community.patterns.suggestion_models import Suggestion
from community.patterns.suggestion_queries import values_of_suggestion
from community.patterns.taking import content_facts
from tests.factories import START, make_call, make_member
from tests.notes.saying import say
from tests.patterns.build import (
    CONTENT,
    DAY,
    collected,
    draft,
    invited,
    noted,
    proposed,
    revised,
    suggested,
)

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.engines("sqlite")]


def test_everything_somebody_wrote_is_taken_along_and_drafts_go():
    ada, ben = make_member("Ada"), make_member("Ben")
    mine, theirs = proposed(ada), proposed(ben, title="Of Ben")
    closed = draft(ada, title="My draft")
    sharing.share(closed, now=START)
    sharing.stop(closed)  # its link is kept, and goes with it
    revised(theirs, ada, solution="Ada's words")
    given = {"kind": Relation.TENSION, "note": "They pull.", "by_id": ada.person_id, "at": START}
    db.session.add(PatternRelation(pattern_id=mine.id, other_id=theirs.id, **given))
    db.session.flush()

    taken = export(ada.person_id)

    assert [row["title"] for row in taken["patterns begun"]] == ["Ask Who Is Missing", "My draft"]
    assert taken["revisions of patterns"][1]["solution"] == "Ada's words"
    first = taken["revisions of patterns"][0]
    assert {name: first[name] for name in content_facts(CONTENT)} == content_facts(CONTENT)
    assert [row["note"] for row in taken["relations of patterns added"]] == ["They pull."]
    assert [row["became"] for row in taken["stages of patterns"]] == ["draft", "proposed", "draft"]

    erase(ada.person_id, START)
    erase(ada.person_id, START)
    titles = set(db.session.scalars(select(Pattern.title)))
    assert titles == {"Ask Who Is Missing", "Of Ben"}
    assert db.session.scalar(select(func.count()).select_from(PatternRevision)) == 3


def test_what_was_theirs_alone_goes_and_what_refers_to_it_stays_readable():
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern = draft(ada, problem="A secret.", solution="A secret way.")
    row = suggested(pattern, ben)
    revised(pattern, ada, problem="Open.", solution="An open way.")
    staging.propose(pattern, by=ada.person, now=START)
    shelf = collected(ben, pattern)
    entries_in_order(shelf)[0].pinned = 1

    for _ in range(2):
        erase(ada.person_id, START)
    db.session.expire_all()

    texts = select(PatternRevision.content, PatternRevision.html)
    assert ["ecret" in str(row) for row in db.session.execute(texts)] == [False, False]
    assert [entry.content.problem for entry in entries_of(shelf)] == ["Open."]
    old = from_json(db.session.get_one(PatternRevision, (pattern.id, row.number)).content)
    suggestion = with_values(old, values_of_suggestion(db.session.get_one(Suggestion, row.id)))
    assert suggestion.solution.startswith("Name them, write")
    assert pattern.revision == 2


def _restored(person_id: int) -> None:
    for _ in range(2):
        erase_all(HOLDINGS, person_id, now=START + 9 * DAY)
    db.session.expire_all()


def test_what_others_wrote_or_read_stays_by_a_former_member_without_what_was_private():
    ada, ben, cyd = make_member("Ada"), make_member("Ben"), make_member("Cyd")
    public, shared = proposed(ada), draft(ada, title="Ours")
    begun = begin_from(say(make_call(cyd), cyd, "Ask aloud."), "", by=ada, now=START)
    own = begin_from(say(make_call(ada), ada, "Of Ada."), "", by=ada, now=START)
    note = noted(public, cyd, "Cyd's question.")
    staging.take_back(public, by=ada.person, now=START + DAY)
    revised(public, ada, now=START + 2 * DAY, title="Canary", problem="A canary.")
    invited(shared, ben, MayDo.WRITE)
    revised(shared, ben, problem="Ben's problem.")

    _restored(ada.person_id)

    kept = db.session.get_one(Pattern, public.id)
    assert (kept.stage, kept.title) == (Stage.DRAFT, "Ask Who Is Missing")
    texts = select(PatternRevision.content, PatternRevision.html)
    assert not any("anary" in str(row) for row in db.session.execute(texts))
    assert db.session.get_one(Note, note.id).text_source == "Cyd's question."
    assert standing_of(db.session.get_one(Pattern, shared.id)).content.problem == "Ben's problem."
    assert may_see(Viewer(ben), db.session.get_one(Pattern, shared.id))
    assert standing_of(db.session.get_one(Pattern, begun.id)).content.title == "Ask aloud"
    assert db.session.get(Pattern, own.id) is None


def _taken_back(by: Member, title: str) -> Pattern:
    pattern = proposed(by, title=title)
    staging.take_back(pattern, by=by.person, now=START + DAY)
    return pattern


def test_what_others_read_or_gave_words_to_in_a_draft_is_not_written_over():
    ada, ben = make_member("Ada"), make_member("Ben")
    after, late = START + 2 * DAY, START + 4 * DAY
    never = draft(ada, title="Never public")
    linked, read = _taken_back(ada, "By a link"), _taken_back(ada, "Read")
    left, given = _taken_back(ada, "Read no more"), _taken_back(ada, "With words of Ben")
    invited(never, ben, MayDo.WRITE)
    noted(never, ben)
    sharing.share(linked, now=after)
    invited(read, ben, now=after)
    ended = invited(left, ben, now=after)
    for pattern in (never, linked, read, left):
        revised(pattern, ada, now=after, problem="It was read.")
    inviting.withdraw(ended, now=START + 3 * DAY)
    row = suggested(given, ben, now=after, solution="Ben's solution.")
    content = replace(standing_of(given).content, solution="Ben's solution.")
    taking = Taking(content, ["solution"], given.revision)
    suggesting.accept(row, taking, by=ada.person, now=after)
    for pattern in (left, given):
        revised(pattern, ada, now=late, title="Canary", problem="A canary.", solution="Canary.")

    _restored(ada.person_id)

    patterns = [db.session.get_one(Pattern, one.id) for one in (never, linked, read, left, given)]
    said = [standing_of(pattern).content for pattern in patterns]
    assert [content.problem for content in said[:4]] == ["It was read."] * 4
    assert said[4].solution == "Ben's solution."
    assert [one.title for one in patterns[3:]] == ["Read no more", "With words of Ben"]
    texts = select(PatternRevision.content, PatternRevision.html)
    assert not any("anary" in str(row) for row in db.session.execute(texts))


def test_what_somebody_wrote_or_read_before_it_was_opened_is_not_written_over():
    ada, ben = make_member("Ada"), make_member("Ben")
    read, written = draft(ada, title="Read early"), draft(ada, title="Written early")
    ended = invited(read, ben)
    inviting.withdraw(invited(written, ben, MayDo.WRITE), now=START)
    revised(written, ben, problem="Ben's problem.", now=START + DAY)
    inviting.withdraw(ended, now=START + DAY)
    for pattern in (read, written):
        revised(pattern, ada, problem="A canary.", now=START + 2 * DAY)
        revised(pattern, ada, problem="Open.", now=START + 3 * DAY)
        staging.propose(pattern, by=ada.person, now=START + 3 * DAY)

    _restored(ada.person_id)

    query = select(PatternRevision).order_by(PatternRevision.number)
    said = {
        pattern.title: [
            from_json(row.content).problem
            for row in db.session.scalars(query.where(PatternRevision.pattern_id == pattern.id))
        ]
        for pattern in (read, written)
    }
    first = CONTENT.problem
    assert said == {
        "Read early": [first, "Open.", "Open."],
        "Written early": [first, "Ben's problem.", "Open.", "Open."],
    }


def test_nothing_begun_over_what_goes_turns_up_over_another():
    ada, ben = make_member("Ada"), make_member("Ben")
    other = proposed(ben, title="Of Ben")
    left = suggested(other, ada)
    mine = draft(ada)
    noted(mine, ada, "Ada's secret.")
    places = place_of(mine.id), place_to_suggest(mine.id), place_to_reword(left.id)
    for place in places:
        keep_draft(ben, place, [("problem", "Private words.")], now=START)

    _restored(ada.person_id)

    assert db.session.get(Pattern, mine.id) is None
    assert list(db.session.scalars(select(PatternDraft.place))) == []
    assert "secret" not in str(db.session.scalars(select(Note.text_source)).all())
    assert draft(ben).id > mine.id
    assert suggested(other, make_member("Cyd")).id > left.id
