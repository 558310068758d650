"""A link that does not answer on several days asks for a look."""

import pytest

from community.db import db
from community.outside import Seen
from community.patterns.known_use_models import KnownUse
from community.patterns.known_use_queries import uses_of
from community.patterns.link_looking import look_at_links
from tests.factories import START, make_community, make_member
from tests.patterns.build import DAY, proposed, used


def test_failures_on_three_days_ask_for_a_look_until_it_answers(app, writing, client):
    with writing():
        make_community()
        ada = make_member("Ada")
        pattern = proposed(ada)
        use = used(pattern, ada, url="https://example.org/a")
        used(pattern, ada, "Without a link")
    looked = []

    def nothing(url):
        looked.append(url)
        return Seen(404)

    def look(day, how):
        with app.app_context():
            look_at_links(START + day * DAY, how)

    def asks():
        return "has not answered" in client.get(f"/patterns/{pattern.slug}").text

    for day in (0, 0, 1):
        look(day, nothing)
    assert (looked, asks()) == (["https://example.org/a"] * 2, False)
    look(2, nothing)
    assert asks()
    look(3, lambda _: Seen(200))
    assert not asks()
    look(4, nothing)
    assert len(looked) == 3

    with writing():
        db.session.get_one(KnownUse, use.id).url = "https://example.org/b"
    look(4, nothing)
    assert looked[-1] == "https://example.org/b"
    with app.app_context():
        assert [line.link_fails for line in uses_of(pattern.id)] == [False, False]


pytestmark = pytest.mark.engines("sqlite")
