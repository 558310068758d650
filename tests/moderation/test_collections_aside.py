"""Collections that are set aside under the code: back by responders alone."""

from dataclasses import replace

import pytest

from community.access import Viewer
from community.conduct.state_models import Standing
from community.db import db
from community.marks import BAR
from community.moderation import setting_aside
from community.moderation.out_of_sight import content_at
from community.patterns.collection_models import Collection
from tests.factories import START
from tests.moderation.aside import HIDDEN
from tests.moderation.build import days
from tests.moderation.everywhere import make_place
from tests.patterns.build import collected


def aside(here, about, given, *, now=START):
    subject = content_at(Viewer(here["Rue"]), about, None)
    assert subject is not None
    return setting_aside.set_aside(subject, given, by=here["Rue"], now=now)


@pytest.mark.usefixtures("in_january")
def test_nobody_but_a_responder_puts_a_collection_back_nor_changes_it(signed_in, writing):
    with writing():
        place = make_place()
        other = collected(place["Mia"], title="An Okapi for Everybody")
        number, slug = other.id, other.slug
        state = aside(place, f"collection:{slug}", HIDDEN)
        key = state.key
    mia, kim, page = signed_in(place["Mia"]), signed_in(place["Kim"]), f"/collections/{slug}"
    gone = mia.get(page)
    assert (gone.status_code, "A collection was here" in gone.text) == (404, True)
    assert "You wrote it" in gone.text
    assert "You wrote it" not in kim.get(page).text
    for what in (f"{page}/removal/withdrawal", page):
        assert mia.post(what, data={"title": "Mine", "version": "2"}).status_code == 404
    assert kim.post(f"/desk/content/{key}/withdrawal").status_code == 303
    assert "An Okapi for Everybody" in kim.get(page).text
    with writing():
        purged = replace(HIDDEN, state=Standing.PURGED)
        aside(place, f"collection:{slug}", purged, now=days(1))
        row = db.session.get_one(Collection, number)
        assert (row.title, "okapi" in row.slug) == (BAR, False)
    assert mia.get(page).status_code == 404
