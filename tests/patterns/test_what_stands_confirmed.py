"""What is called proven is confirmed as it stands, by people who wrote none of it."""

import pytest

from community.access import Viewer, may
from community.accounts.models import Role
from community.db import db
from community.patterns import curating, known_uses, objecting, settling, suggesting
from community.patterns.content import Check
from community.patterns.curation_models import Verdict
from community.patterns.facets import Stage
from community.patterns.known_uses import OwnUse
from community.patterns.policies import Permission
from community.patterns.queries import stages_of, standing_of
from community.patterns.retired import KeptForTheRecord
from community.patterns.stage_queries import evidence_of
from community.patterns.suggesting import Taking
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, emerging, proposed, revised, suggested, used

pytestmark = pytest.mark.engines("sqlite")
ANOTHER = {"solution": "Something else that nobody has ever used or seen."}


def told(pattern, ben, cleo, kim):
    """Everything that *proven* asks for: Ben told of three uses, Cleo verified them."""
    uses = [used(pattern, ben, name, limits="Not by post.") for name in ("One", "Two", "Three")]
    for use in uses:
        known_uses.verify_use(use, by=cleo.person, now=START)
    curating.speak_for(pattern, by=kim.person, now=START)
    return uses


def test_a_curator_who_has_written_some_of_it_since_speaks_for_it_no_more(signed_in, writing):
    with writing():
        make_community()
        ada, ben, cleo = make_member("Ada"), make_member("Ben"), make_member("Cleo")
        kim, lou = make_member("Kim", Role.CURATOR), make_member("Lou", Role.CURATOR)
        pattern = emerging(ada)
        told(pattern, ben, cleo, kim)
        settling.settle(pattern, now=START + 7 * DAY)
        assert pattern.stage is Stage.PROVEN
        revised(pattern, kim, now=START + 8 * DAY, forces="Time is short.")
        assert not evidence_of(pattern).has_curator
        assert stages_of(pattern)[-1].became is Stage.EMERGING

    at = f"/patterns/{pattern.slug}"
    page = signed_in(lou).get(at).text
    assert "They have written some of it since, so this counts no more until another" in page
    assert f"{at}/curator-word" in page
    with writing():
        pattern, lou = db.session.merge(pattern), db.session.merge(lou)
        curating.speak_for(pattern, by=lou.person, now=START + 9 * DAY)
        settling.settle(pattern, now=START + 16 * DAY)
        assert pattern.stage is Stage.PROVEN


@pytest.mark.usefixtures("db_session")
def test_nobody_verifies_uses_of_what_they_wrote_and_who_writes_later_has_verified_nothing():
    ada, ben, cleo, kim = (make_member(name) for name in ("Ada", "Ben", "Cleo", "Kim"))
    pattern = emerging(ada)
    uses = told(pattern, ben, cleo, kim)
    with pytest.raises(OwnUse):
        known_uses.verify_use(uses[0], by=ada.person, now=START)
    assert not may(Viewer(ada), Permission.VERIFY_USE, uses[0])
    settling.settle(pattern, now=START + 7 * DAY)
    assert pattern.stage is Stage.PROVEN

    row = suggested(pattern, cleo, avoid="Not at night.")
    content = standing_of(revised_with(row)).content
    assert stages_of(pattern)[-1].became is Stage.EMERGING
    assert (content.avoid, evidence_of(pattern).verified_uses) == ("Not at night.", 0)
    for use in uses:
        known_uses.verify_use(use, by=make_member("Dot").person, now=START + 8 * DAY)
    assert evidence_of(pattern).verified_uses == 3


def revised_with(row):
    """The pattern with what was suggested of what not to do."""
    pattern = row.pattern
    content = standing_of(pattern).content.with_text("avoid", "Not at night.")
    taking = Taking(content, ["avoid"], pattern.revision)
    suggesting.accept(row, taking, by=pattern.author, now=START + 8 * DAY)
    return pattern


@pytest.mark.usefixtures("db_session")
@pytest.mark.parametrize("is_proven", [False, True])
def test_a_curators_word_ends_where_much_of_what_it_was_about_is_other_words(is_proven):
    ada, ben, cleo, kim = (make_member(name) for name in ("Ada", "Ben", "Cleo", "Kim"))
    pattern = emerging(ada)
    told(pattern, ben, cleo, kim)
    revised(pattern, ada, now=START + DAY, solution="Name them, and ask them before the day.")
    assert evidence_of(pattern).complete_at == START  # a slip of the pen
    if is_proven:
        settling.settle(pattern, now=START + 7 * DAY)
        assert pattern.stage is Stage.PROVEN

    revised(pattern, ada, now=START + 8 * DAY, **ANOTHER)
    assert pattern.stage is Stage.EMERGING
    assert ("changed since" in stages_of(pattern)[-1].why) is is_proven
    settling.settle(pattern, now=START + 30 * DAY)
    known = evidence_of(pattern)
    assert (pattern.stage, known.has_curator) == (Stage.EMERGING, False)
    curating.speak_for(pattern, by=cleo.person, now=START + 31 * DAY)
    assert evidence_of(pattern).complete_at == START + 31 * DAY
    revised(pattern, ada, now=START + 32 * DAY, checks=(Check("Who was there, and who was not?"),))
    assert not evidence_of(pattern).has_curator


def test_the_page_says_that_a_word_counts_no_more_and_lets_a_curator_say_so_again(
    signed_in, writing
):
    with writing():
        make_community()
        ada, ben, cleo = make_member("Ada"), make_member("Ben"), make_member("Cleo")
        kim = make_member("Kim", Role.CURATOR)
        pattern = emerging(ada)
        told(pattern, ben, cleo, kim)
        revised(pattern, ada, now=START + DAY, **ANOTHER)
        revised(pattern, cleo, now=START + DAY, avoid="Not at night.")
    hers, page = signed_in(kim), f"/patterns/{pattern.slug}"
    shown = hers.get(page).text
    assert "this counts no more until a curator says so again" in shown
    assert shown.count("They wrote some of the pattern, so this does not count") == 3
    assert shown.count("I can verify this") == 3
    assert "I can verify this" not in signed_in(ada).get(page).text
    assert hers.post(f"{page}/curator-word", data={"seen": "3"}).status_code == 303
    assert "counts no more" not in hers.get(page).text


@pytest.mark.usefixtures("db_session")
def test_what_is_retired_is_kept_as_it_is():
    ada, ben, kim = make_member("Ada"), make_member("Ben"), make_member("Kim")
    pattern, other = proposed(ada), proposed(ada, title="Other")
    use, row = used(pattern, ben), suggested(pattern, ben)
    curating.retire(pattern, why="Old.", successor=other, by=kim.person, now=START)
    given = {"by": kim.person, "now": START}
    taking = Taking(standing_of(pattern).content, ["solution"], 1)
    acts = {
        "review": lambda: curating.review(pattern, Verdict.READY, interest="None.", **given),
        "objection": lambda: objecting.object_to(pattern, "No.", **given),
        "word": lambda: curating.speak_for(pattern, **given),
        "check": lambda: curating.check(pattern, **given),
        "use": lambda: used(pattern, ben, "Another"),
        "verification": lambda: known_uses.verify_use(use, **given),
        "edit": lambda: revised(pattern, ada, solution="Other."),
        "suggestion": lambda: suggested(pattern, kim),
        "acceptance": lambda: suggesting.accept(row, taking, by=ada.person, now=START),
    }
    for act in acts.values():
        with pytest.raises(KeptForTheRecord):
            act()
    curates = Viewer(kim, frozenset({Role.CURATOR}))
    for one in (Permission.EDIT_PATTERN, Permission.REVIEW_PATTERN, Permission.ADD_USE):
        assert not may(curates, one, pattern)
        assert not may(Viewer(ada), one, pattern)
    assert may(curates, Permission.RETIRE_PATTERN, pattern)
    assert not may(Viewer(ben), Permission.CHANGE_USE, use)
    assert may(Viewer(ben), Permission.WITHDRAW_USE, use)
    suggesting.decline(row, "It is retired.", by=ada.person, now=START)


def test_the_page_of_a_retired_pattern_offers_nothing_but_taking_back(signed_in, writing):
    with writing():
        make_community()
        ada, ben = make_member("Ada"), make_member("Ben")
        pattern = proposed(ada)
        used(pattern, ben)
    his, page = signed_in(ben), f"/patterns/{pattern.slug}"
    assert his.post(f"{page}/use", data={"using": "using", "shown": "counted"}).status_code == 303
    with writing():
        held = db.session.merge(pattern)
        curating.retire(held, why="Old.", successor=None, by=ada.person, now=START)
    again = his.post(f"{page}/use", data={"using": "stopped", "shown": "counted"})
    assert (again.status_code, "it is kept as it is, for the record" in again.text) == (409, True)
    shown = his.get(page).text
    for words in ("Review it", "Add a known use", "Suggest an edit", "Object, with", "Change it"):
        assert words not in shown
    assert "Take back what I said" in shown
    assert his.post(f"{page}/use/withdrawal").status_code == 303
    assert "Change it" not in signed_in(ada).get(page).text
