"""Pages hold long words, other scripts and large letters without breaking."""

import pytest
import sqlalchemy as sa

from community.accounts.models import Community, Person
from community.calls.models import Call, Series, Topic
from tests.axe import complaints
from tests.browser import DESKTOP, PHONE, Look, too_wide

ADDRESSES = (
    "/",
    "/calls",
    "/calls/month/2026-03",
    "/calls/{full}",
    "/series",
    "/series/{own}",
    "/my-calls",
    "/people",
)
TITLES = {
    "one word": "Zusammenarbeitsvereinbarungsbesprechung" * 3 + "!",
    "a long title": "How we look after the people who look after what everybody uses " * 2 + "now",
    "Arabic": "كيف نحافظ على العقد الإنساني في المصادر المفتوحة؟ (2026)",
    "Japanese": "オープンソースにおける人間の契約をどのように守り続けるか" * 4,
    "Devanagari": "खुले स्रोत में मानवीय अनुबंध को हम कैसे बनाए रखें",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_titles_of_every_kind_fit(visit, place, writing, title):
    with writing() as session:
        for column in (Call.own_title, Series.title):
            session.execute(sa.update(column.class_).values({column: title[:150]}))
        session.execute(sa.update(Person).values(name=title[:80]))
        session.execute(sa.update(Community).values(name=title[:80], wordmark=None))
        for topic in session.scalars(sa.select(Topic)):
            topic.name = title[:60]

    page = visit("member")
    found = []
    for address in ADDRESSES:
        page.goto(place.at(address))
        for look in (PHONE, DESKTOP):
            page.set_viewport_size(look.context["viewport"])
            found += [(address, str(look), what) for what in too_wide(page)]

    assert sorted(set(found)) == []


@pytest.mark.parametrize(
    ("who", "addresses"),
    [
        ("member", ("/", "/calls/month/2026-03", "/calls/{full}", "/series/{own}")),
        ("facilitator", ("/series/new", "/calls/{full}/sittings/1/answers", "/import/{file}")),
    ],
)
@pytest.mark.parametrize("large", [False, True], ids=["320 pixels", "twice the letters"])
def test_pages_flow_into_a_narrow_window(visit, place, who, addresses, large):
    page = visit(who, Look(phone=False, dark=False))
    page.set_viewport_size({"width": 640 if large else 320, "height": 512})
    found = []
    for address in addresses:
        page.goto(place.at(address))
        if large:  # the browser's own setting for letters, where lengths follow them
            page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        found += [(address, what) for what in too_wide(page)]
        found += [(address, what) for what in complaints(page, ["target-size"])]

    assert sorted(set(found)) == []
