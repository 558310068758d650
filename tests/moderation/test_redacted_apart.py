"""Bars that look alike: each field, and each version, has its own words put back and no others."""

import pytest

from community.access import Viewer
from community.agendas import redacting, templating
from community.agendas.redaction_queries import own_spots_of
from community.conduct.state_models import Content, Standing
from community.conduct.taking_out import Back
from community.marks import BAR
from community.moderation import setting_aside
from community.moderation.content_spans import Aside
from community.moderation.out_of_sight import content_at
from community.moderation.subject_queries import subject_at, subject_numbered
from community.patterns import redacting as redacting_patterns
from community.patterns.content import from_json
from community.patterns.redaction_queries import revisions_whole
from community.patterns.use_redacting import own_spots_of_use
from tests.agendas.build import make_evening, on_agenda, publish_agenda
from tests.conduct.build import KIND
from tests.factories import START
from tests.moderation.aside import people_and_note
from tests.moderation.build import days
from tests.patterns.build import emerging, revised, used


@pytest.fixture
def people(db_session):
    return people_and_note()[0]


def _without(subject, words, by):
    aside = Aside(Standing.REDACTED, KIND.key, "It is unkind.", words)
    return setting_aside.set_aside(subject, aside, by=by, now=START)


def _back(state, by):
    return setting_aside.bring_back(state, by=by, now=days(1))


def test_a_whole_name_comes_back_where_there_is_no_link_and_a_link_by_itself(people, db_session):
    rue = people["Rue"]
    use = used(emerging(people["Ola"]), people["Mia"], "Acme House", place=BAR, url="")
    subject = content_at(Viewer(rue), f"use:{use.id}", None)
    name = _without(subject, "Acme House", rue)
    link = own_spots_of_use(use)[-1]
    assert _back(name, rue) is Back.NOW
    db_session.flush()
    assert (use.organisation, use.place, use.url, link.text) == ("Acme House", BAR, "", "")

    name, use.url = _without(subject, "Acme House", rue), "https://house.example/"
    link = _without(subject, "house.example", rue)
    assert (use.organisation, use.url) == (BAR, "")
    assert [_back(state, rue) for state in (name, link)] == [Back.NOW] * 2
    assert (use.organisation, use.place, use.url) == ("Acme House", BAR, "https://house.example/")


def test_what_is_gone_for_ever_reads_no_other_field_and_copies_made_since_are_right(people):
    rue, ola = people["Rue"], people["Ola"]
    call = make_evening(ola)
    (item,) = on_agenda(call, ola, "Acme House", body="Phone 0123456", for_people="Acme House")
    redacting.redact(item, "Phone 0123456", why="private", by=Viewer(ola), now=START)
    state = _without(subject_numbered(Content.ITEM, item.id), "Acme House", rue)
    publish_agenda(call, ola)
    templating.keep(call, name="Ours", about="", by=ola, now=START)
    assert (item.title, item.body_source) == (BAR, BAR)
    assert _back(state, rue) is Back.NOW
    said = {spot.name: spot.text for spot in own_spots_of(item, Viewer(ola)) if spot.text}
    assert sorted({name.split("-")[0] for name in said}) == ["edition", "item", "template"]
    assert {text for name, text in said.items() if "-body" in name} == {BAR}
    assert {text for name, text in said.items() if "-body" not in name} == {"Acme House"}


def test_a_version_that_read_a_bar_before_has_no_words_of_another_version(people):
    rue, ola = people["Rue"], people["Ola"]
    pattern = emerging(ola, context="Ask Ann.", tags=("ann", "bea"))
    revised(pattern, ola, context="Ask Bea.", tags=("bea",))
    redacting_patterns.redact(pattern, "Ask Bea.", why="private", by=ola.person, now=START)
    revised(pattern, ola, solution="Ask Ann.")
    state = _without(subject_at(Viewer(rue), f"pattern:{pattern.slug}"), "Ask Ann.", rue)
    revised(pattern, ola, title="How to ask somebody")
    assert _back(state, rue) is Back.NOW
    revisions = [from_json(row.content) for row in reversed(revisions_whole(pattern))]
    first, *others = [content.context for content in revisions]
    assert (first, set(others)) == ("Ask Ann.", {BAR})
    assert revisions[-1].solution == "Ask Ann."
