"""Writing a draft and publishing it: when a version holds, and what never changes again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from community.accounts.models import Role
from community.agreement import How
from community.conduct import publishing
from community.conduct.acceptances import accept, needs_to_accept
from community.conduct.content import ClauseText, digest
from community.conduct.default_text import default_code
from community.conduct.models import (
    Acceptance,
    Change,
    CodeClause,
    CodePublication,
    CodeRung,
    CodeSection,
    CodeVersion,
)
from community.conduct.publishing import CannotBePublished, SavedMeanwhile
from community.conduct.queries import (
    all_published,
    draft,
    latest,
    overtakers,
    text_of,
    version_in_force,
    version_in_force_at,
)
from tests.conduct.build import FAIR, KIND, SMALL, publish, with_clauses
from tests.factories import START, make_community, make_member

OTHER = with_clauses(KIND, ClauseText("expected-2", "Be fairer."))
SHORTER = with_clauses(KIND)


@pytest.fixture
def stella(db_session):
    """A steward of a community in Berlin."""
    make_community()
    return make_member("Stella", Role.STEWARD)


def test_a_draft_says_what_was_saved_and_is_in_force_for_nobody(stella):
    publishing.save(SMALL, by=stella, edits=0, now=START)
    publishing.save(OTHER, by=stella, edits=1, now=START)

    version = draft()
    assert (version.number, version.edits, text_of(version)) == (1, 2, OTHER)
    assert version_in_force(START) is None


def test_the_draft_of_somebody_else_is_not_written_over(stella):
    publishing.save(SMALL, by=stella, edits=0, now=START)

    with pytest.raises(SavedMeanwhile):
        publishing.save(OTHER, by=stella, edits=0, now=START)

    assert text_of(draft()) == SMALL


def test_what_is_published_is_not_what_somebody_has_just_changed(stella):
    version = publishing.save(SMALL, by=stella, edits=0, now=START)
    read = version.edits
    publishing.save(OTHER, by=stella, edits=read, now=START)
    how = publishing.Announcement(Change.MATERIAL, "First.", START.date())

    with pytest.raises(SavedMeanwhile):
        publishing.publish(how, edits=read, by=stella, now=START)


def test_a_version_holds_from_the_beginning_of_its_day_in_the_zone_of_the_community(stella):
    publish(stella)
    publish(stella, OTHER, change=Change.EDITORIAL, on=date(2026, 2, 1))
    midnight = datetime(2026, 1, 31, 23, tzinfo=UTC)

    assert version_in_force(START).number == 1
    assert version_in_force_at(midnight - timedelta(seconds=1)).number == 1
    assert version_in_force_at(midnight).number == 2
    assert version_in_force_at(START - timedelta(seconds=1)) is None


def test_publishing_ends_the_draft_and_keeps_the_digest_of_its_words(stella):
    publication = publish(stella)

    assert draft() is None
    assert publication.digest == digest(SMALL) == digest(text_of(publication.version))


@pytest.mark.parametrize(
    ("code", "given"),
    [
        (OTHER, {"on": date(2026, 1, 14)}),
        (SMALL, {}),
        (SHORTER, {"change": Change.EDITORIAL}),
    ],
    ids=["from yesterday", "nothing differs", "a clause less, called editorial"],
)
def test_what_cannot_be_published(stella, code, given):
    publish(stella)

    with pytest.raises(CannotBePublished):
        publish(stella, code, **given)

    assert latest().number == 1


def test_what_was_dated_too_late_is_overtaken_and_never_in_force(stella):
    publish(stella)
    publish(stella, OTHER, on=date(2026, 12, 1))
    with pytest.raises(CannotBePublished, match="takes the place of version 2"):
        publish(stella, SHORTER, change=Change.EDITORIAL, on=date(2026, 2, 1))

    publish(stella, OTHER, on=date(2026, 2, 1))

    assert overtakers(all_published()) == {2: 3}
    assert version_in_force(START).number == 1
    in_june, in_two_years = (START + timedelta(days=days) for days in (150, 700))
    assert [version_in_force(at).number for at in (in_june, in_two_years)] == [3, 3]
    bo = make_member("Bo").person
    accept(bo, version_in_force(in_june), how=How.PAGE, now=in_june)
    assert not needs_to_accept(bo.id, in_two_years)


def test_a_version_takes_effect_within_a_year(stella):
    with pytest.raises(CannotBePublished, match="within a year"):
        publish(stella, on=date(9999, 12, 31))


def test_the_first_version_is_never_only_editorial(stella):
    with pytest.raises(CannotBePublished):
        publish(stella, change=Change.EDITORIAL)


def test_our_own_code_is_adopted_once(stella):
    publishing.save(SMALL, by=stella, edits=0, now=START)
    publishing.publish_default(by=stella, now=START)
    publishing.publish_default(by=stella, now=START)

    assert latest().number == 1
    assert text_of(latest().version) == default_code()


def statements(version_id):
    """Every way to change what is published that SQL has."""
    clause = {"version_id": version_id, "position": 9, "text_source": "x", "text_html": "x"}
    section = {"version_id": version_id, "position": 9, "body_source": "", "body_html": ""}
    return {
        "other words": update(CodeVersion).values(intro_source="x"),
        "another number": update(CodeVersion).values(number=7),
        "no version": delete(CodeVersion),
        "another heading": update(CodeSection).values(heading="x"),
        "a section more": insert(CodeSection).values(key="x", heading="x", **section),
        "no clauses": delete(CodeClause),
        "another clause": update(CodeClause).values(text_html="x"),
        "another key": update(CodeClause).values(key="x").where(CodeClause.key == "expected-1"),
        "a clause more": insert(CodeClause).values(key="x", section_key="expected", **clause),
        "a longer rung": update(CodeRung).values(longest_days=999),
        "no ladder": delete(CodeRung),
        "another day": update(CodePublication).values(effective_on=date(2020, 1, 1)),
        "never published": delete(CodePublication),
        "another acceptance": update(Acceptance).values(digest="x"),
    }


@pytest.mark.parametrize("what", statements(1))
def test_the_database_itself_refuses_to_change_what_is_published(db_session, what):
    make_community()
    stella = make_member("Stella", Role.STEWARD)
    publication = publish(stella)
    db_session.add(
        Acceptance(
            person_id=stella.person_id,
            version_id=publication.version_id,
            digest=publication.digest,
            how="page",
            at=START,
        )
    )
    db_session.flush()

    with pytest.raises(IntegrityError, match=r"code_sealed|acceptance_kept"):
        db_session.execute(statements(publication.version_id)[what])


def test_the_database_keeps_the_order_too(db_session):
    make_community()
    stella = make_member("Stella", Role.STEWARD)
    publish(stella)
    version = publishing.save(OTHER, by=stella, edits=0, now=START)

    with pytest.raises(IntegrityError, match="code_order"):
        db_session.execute(
            text(
                "INSERT INTO code_publication (version_id, change, summary, effective_on, "
                "effective_at, digest, at) SELECT :id, change, summary, effective_on, "
                "'2026-01-01 00:00:00+00', digest, at FROM code_publication"
            ),
            {"id": version.id},
        )


def test_a_draft_can_still_be_changed_in_every_part(stella):
    publish(stella)
    publishing.save(OTHER, by=stella, edits=0, now=START)
    publishing.save(with_clauses(FAIR), by=stella, edits=1, now=START)
    publishing.discard()

    assert draft() is None
    assert text_of(latest().version) == SMALL


def test_setting_up_gives_a_community_our_code(app, writing, reading):
    from community.accounts import setting_up  # noqa: PLC0415 - only here
    from community.accounts.joining import Joiner  # noqa: PLC0415 - only here

    joiner = Joiner(name="Stella", email="s@example.org", email_key="s@example.org", zone="UTC")
    founding = setting_up.Founding("Friends", "UTC", joiner, with_sample=True)
    with writing():
        setting_up.set_up(founding, password_hash="!", now=START)

    with reading() as session:
        assert version_in_force(START).number == 1
        assert session.scalars(select(CodeVersion.number)).all() == [1]
