"""An address belongs to one pattern for good, and none comes back with words taken out of it."""

import io

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.calls.slugs import is_secret
from community.db import db
from community.exchange.library_importing import import_library
from community.exchange.library_prospects import prospect_of
from community.exchange.library_reading import read_library
from community.patterns import (
    readdressing,
    redacting,
    relating,
    seeding,
    setting_aside,
    sharing,
    staging,
)
from community.patterns.citation_models import PatternCitation
from community.patterns.facets import Stage
from community.patterns.models import Pattern, PatternRelation, Relation, StageChange
from tests.exchange.library_scene import packed
from tests.factories import START, make_call, make_community, make_member
from tests.notes.saying import say
from tests.patterns.build import DAY, draft, emerging, here, invited, proposed, revised


def test_the_address_of_what_was_public_waits_for_it(client, signed_in, writing):
    with writing():
        make_community()
        ada, ben, cyd = make_member("Ada"), make_member("Ben"), make_member("Cyd")
        pattern, call = proposed(ada, title="Ask First"), make_call(ben)
        say(call, ben, "We tried [[ask-first]] today.")
        staging.take_back(pattern, by=ada.person, now=START)
        sharing.share(pattern, now=START)
        secret = pattern.slug
        say(call, ben, "And [[ask-first]] again.")
        other = proposed(ben, title="Ask First")
        invited(pattern, cyd)
    assert other.slug == "ask-first-2"

    at = "/patterns/ask-first"
    for reader in (client, signed_in(ben)):
        assert {reader.get(at).status_code, reader.get(f"{at}/revisions/1").status_code} == {404}
    for reader in (signed_in(ada), signed_in(cyd)):
        led = reader.get(at)
        assert (led.status_code, led.location) == (302, f"/patterns/{secret}")
        assert reader.get(f"{at}/revisions/1").status_code == 200
    assert client.get(f"/patterns/{secret}").status_code == 200

    with writing():
        pattern, ada = here(pattern, ada)
        revised(pattern, ada, title="Ask Very First")
        staging.propose(pattern, by=ada.person, now=START + DAY)
        cited = select(PatternCitation.pattern_id).order_by(PatternCitation.note_id)
        assert list(db.session.scalars(cited)) == [pattern.id, pattern.id]
    assert pattern.slug == "ask-first"
    assert client.get(f"{at}/revisions/1").status_code == 200
    assert client.get(f"/patterns/{secret}").location == at


def _titled(words: str) -> list[str]:
    return [title for title in db.session.scalars(select(Pattern.title)) if words in title]


@pytest.mark.usefixtures("db_session")
@pytest.mark.engines("sqlite")
def test_what_was_taken_out_of_a_title_comes_back_by_no_file(db_session):
    make_community(name="There")
    ada, ben = make_member("Ada", Role.STEWARD), make_member("Ben", Role.CURATOR)
    seeding.write(now=START)
    seed = db_session.scalars(select(Pattern).where(Pattern.slug == "carbon-line")).one()
    named, purged = emerging(ada, title="Ask Zanzibar Quux Now"), emerging(ada, title="Plain Spam")
    shown = proposed(ada, title="Tell Zanzibar Quux")
    leads = emerging(ada, title="It Leads On")
    relating.relate(leads, Relation.USES, named, by=ada.person, now=START)
    how = {"why": "Old.", "successor": named, "by": ben.person, "now": START}
    staging.move(leads, Stage.RETIRED, **how)
    file = packed("https://there.example")
    leads.slug = "it-led-on"  # so that it comes once more
    staging.take_back(shown, by=ada.person, now=START)
    sharing.share(shown, now=START)
    gone = ((named, "Zanzibar Quux"), (shown, "Zanzibar Quux"), (seed, "Carbon Line"))
    for pattern, words in gone:
        redacting.redact(pattern, words, why="It names somebody.", by=ben.person, now=START)
    setting_aside.purge(purged, "", by=ben, now=START)
    staging.propose(shown, by=ada.person, now=START)
    assert (named.slug, shown.slug) == ("ask-now", "tell-taken-out")

    assert seeding.write(now=START + DAY) == 0
    found = read_library(io.BytesIO(file))
    assert prospect_of(found).given_up == 4
    for _ in range(2):
        came = import_library(found, by=ada.person, now=START + DAY)
        assert (came.given_up, came.awaited) == (4, ())
    assert list(db_session.scalars(select(PatternRelation.awaited).distinct())) == [None]
    assert list(db_session.scalars(select(StageChange.awaited).distinct())) == [None]
    assert _titled("Zanzibar") == _titled("Spam") == []
    again = draft(ada, title="Ask Zanzibar Quux Now")
    staging.propose(again, by=ada.person, now=START + DAY)
    assert again.slug == "ask-zanzibar-quux-now-2"


@pytest.mark.usefixtures("db_session")
@pytest.mark.engines("sqlite")
def test_no_word_that_was_taken_out_is_left_in_an_address_that_a_pattern_may_have():
    make_community()
    ada, ben = make_member("Ada"), make_member("Ben")
    now = {"by": ben.person, "now": START}
    twice, page = proposed(ada, title="Acme Acme Tools"), proposed(ada, title="Acme Map")
    for pattern in (twice, page):
        redacting.redact(pattern, "Acme", why="It names a firm.", **now)
    assert (twice.slug, is_secret(page.slug)) == ("tools", True)

    within = proposed(ada, title="Say Acme Big Tools")
    readdressing.take_out_of_address(within, ["Acme Tools", "Big"])
    counted = [proposed(ada, title="Tell Nobody"), proposed(ada, title="Tell 2 Nobody 2")][1]
    readdressing.take_out_of_address(counted, ["2"])

    assert (within.slug, is_secret(counted.slug)) == ("say", True)
