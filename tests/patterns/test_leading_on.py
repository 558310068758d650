"""What keeps hold of a pattern once it has another address, is a draft again or is set aside."""

import pytest
from sqlalchemy import select

from community.access import Viewer
from community.accounts.models import Role
from community.conduct.state_models import Standing
from community.db import db
from community.moderation import setting_aside as putting_aside
from community.moderation.content_spans import Aside
from community.moderation.subject_queries import subject_at
from community.notes import settling, sorting
from community.notes.models import Kind
from community.notes.outcomes import Outcome
from community.notes.settling import SettledByOthers
from community.notes.tasks import Decision
from community.patterns import redacting, setting_aside, sharing, staging
from community.patterns.collecting import entries_in_order
from community.patterns.collection_models import Openness
from community.patterns.holdings import HOLDINGS
from community.patterns.listing_queries import drafts
from community.patterns.models import Pattern
from community.patterns.redaction_queries import spots_of
from community.patterns.suggestion_queries import suggested_by
from tests.conduct.build import KIND, publish, with_clauses
from tests.exchange.scene import files_in, make_scene, taken
from tests.factories import START, make_call, make_community, make_member
from tests.notes.saying import say
from tests.patterns.build import (
    DAY,
    collected,
    draft,
    invited,
    noted,
    proposed,
    revised,
    suggested,
)
from tests.patterns.test_writing_pages import typed

pytestmark = pytest.mark.engines("sqlite")
CANARY = "zebra-quill"


def test_decisions_go_on_to_the_new_address_of_a_pattern_and_no_file_has_the_old(db_session):
    scene = make_scene()
    ada = make_member("Ada")
    pattern = proposed(ada, title="Ask Zebra Quill First")
    row = db.session.scalars(select(Decision).where(Decision.follows.is_not(None))).one()
    row.follows = pattern.slug
    db.session.flush()
    assert CANARY in "\n".join(files_in(taken(scene.series)).values())

    redacting.redact(pattern, "Zebra Quill", why="Private.", by=ada.person, now=START)
    db.session.expire_all()
    assert row.follows == pattern.slug
    text = "\n".join(files_in(taken(scene.series)).values())
    assert CANARY not in text
    assert pattern.slug in text

    staging.take_back(pattern, by=ada.person, now=START)
    sharing.share(pattern, now=START)
    db.session.flush()
    db.session.expire_all()
    assert row.follows == pattern.slug == pattern.drafted_as
    assert pattern.slug not in "\n".join(files_in(taken(scene.series)).values())
    staging.propose(pattern, by=ada.person, now=START)
    db.session.expire_all()
    assert row.follows == pattern.slug != pattern.drafted_as

    setting_aside.purge(pattern, "", by=ada, now=START)
    db.session.expire_all()
    assert row.follows is None


def test_who_takes_words_out_reads_neither_private_suggestions_nor_private_whys(db_session):
    ada, ben = make_member("Ada"), make_member("Ben")
    pattern = draft(ada)
    suggested(pattern, ben, why="Canary why", solution="Canary solution")
    revised(pattern, ada, problem="They learn of it late.")
    staging.propose(pattern, by=ada.person, now=START + DAY)
    suggested(pattern, ben, why="Open why", solution="Open solution")
    for openness in Openness:
        shelf = collected(ben, pattern, openness=openness)
        entries_in_order(shelf)[0].why = f"Canary {openness.value}"

    known = {spot.text: spot.is_open for spot in spots_of(pattern)}
    found = {text: known[text] for text in known if text.startswith(("Canary", "Open"))}
    assert found == {
        "Canary why": False,
        "Canary solution": False,
        "Open why": True,
        "Open solution": True,
        "Canary private": False,
        "Canary link": False,
        "Canary public": True,
    }


def test_what_somebody_said_themselves_they_may_take_back(db_session):
    ada = make_member("Ada")
    ben = make_member("Ben")
    note = noted(proposed(ada), ada)
    settling.settle(note, Outcome.DECLINED, why="No.", by=ada, now=START)
    settling.settle(note, Outcome.WITHDRAWN, by=ada, now=START)
    settling.reopen(note, by=ada, now=START)
    settling.settle(note, Outcome.DECLINED, why="No.", by=ben, now=START)
    with pytest.raises(SettledByOthers):
        settling.settle(note, Outcome.WITHDRAWN, by=ada, now=START)


def test_a_pattern_set_aside_is_no_draft_and_stays_when_its_author_goes(db_session):
    make_community()
    rue, ada = make_member("Rue", Role.RESPONDER), make_member("Ada")
    publish(make_member("Stella", Role.STEWARD), with_clauses(KIND))
    pattern, other = draft(ada), draft(ada, title="A draft")
    invited(pattern, rob := make_member("Rob"))
    suggested(pattern, rob)
    staging.propose(pattern, by=ada.person, now=START)
    subject = subject_at(Viewer(rue), f"pattern:{pattern.slug}")
    given = Aside(Standing.HIDDEN, KIND.key, "It is unkind.")
    putting_aside.set_aside(subject, given, by=rue, now=START)

    assert drafts(ada.person_id) == [(other, "en")]
    assert [row.title for row in suggested_by(rob.person_id, None).rows] == [None]
    for holding in reversed(HOLDINGS):
        holding.erase(ada.person_id, START)
    assert list(db.session.scalars(select(Pattern.title))) == ["Ask Who Is Missing"]


def test_what_is_not_sent_or_shown_is_left_as_it_is(signed_in, writing):
    with writing():
        make_community()
        ada, cyd = make_member("Ada"), make_member("Cyd", Role.CURATOR)
        pattern, kept = proposed(ada, language="de"), proposed(ada, title="Kept")
        slug = pattern.slug
        note = say_of(pattern, ada, kept)
    far = {"seen": "9" * 20, "verdict": "ready", "interest": "None.", "word": "Yes.", "once": "k"}
    for what in ("reviews", "curator-word", "check"):
        assert signed_in(cyd).post(f"/patterns/{slug}/{what}", data=far).status_code == 409

    form = typed(over=1, problem="Something else, and why it matters.")
    del form["language"]
    mine = signed_in(ada)
    assert 'value="en"' in mine.get("/patterns/new").text
    assert mine.post(f"/patterns/{slug}/revisions", data=form).status_code == 303
    assert '"language": "de"' in mine.get(f"/patterns/{slug}.json").text.replace('":"', '": "')

    for follows, left in (("", "kept"), (slug, slug), ("", None)):
        sent = {"kind": "decision", "follows": follows, "version": "1"}
        assert mine.post(f"/notes/{note}/kind", data=sent).status_code == 303
        with writing():
            assert db.session.scalars(select(Decision.follows)).one() == left


def say_of(pattern, ada, kept):
    """A decision that follows a pattern which is a draft again."""
    note = say(make_call(ada), ada, "So we do.", kind=Kind.DECISION, now=START)
    sorting.sort(note, Kind.DECISION, follows=kept.slug, by=ada, now=START)
    staging.take_back(kept, by=ada.person, now=START)
    return note.key
