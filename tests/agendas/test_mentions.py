"""Whom an item names is linked and told, once it may be read, as they chose for notes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.agendas import proposing, publishing, states
from community.agendas import writing as writing_items
from community.agendas.drafts import ItemDraft
from community.agendas.models import Item
from community.agendas.queries import version_of
from community.db import db
from community.outbox import choices
from community.outbox.models import Group
from tests.agendas.build import make_evening
from tests.factories import START, make_community, make_member

pytestmark = pytest.mark.engines("sqlite")
SOON = START + timedelta(minutes=6)


@pytest.fixture
def scene(writing):
    with writing():
        make_community()
        ola, mia, ned = make_member("Ola"), make_member("Mia"), make_member("Ned")
        return ola, mia, ned, make_evening(ola)


@pytest.fixture
def posted(post, at, mailbox):
    """Post what is due soon; gives the addresses and the texts of what came."""

    def go(now=SOON):
        before = len(mailbox.letters)
        with at(now):
            post()
        return [(letter.recipient, letter.text) for letter in mailbox.letters[before:]]

    return go


def propose(call, by, body, **more) -> Item:
    draft = ItemDraft(title="Licences", body=body, **more)
    return proposing.propose(call, draft, leads=False, by=db.session.merge(by), now=START)


def test_a_proposal_names_members_who_are_linked_and_told_once(scene, writing, posted):
    _, mia, ned, call = scene
    text = f"Ask @{ned.handle} and @nobody-at-all, see [[both-columns]]."
    with writing():
        item = propose(db.session.merge(call), mia, text)
        assert f'<a href="/people/{ned.handle}"' in item.body_html
        assert "/people/nobody" not in item.body_html
        assert 'href="/patterns/both-columns"' in item.body_html
        again = ItemDraft(title="Licences", body=f"{text} Really.")
        mia = db.session.merge(mia)
        writing_items.change(item, again, version=item.version, by=mia, now=START)

    ((to, words),) = posted()

    assert to == ned.email
    assert "Mia mentions you in an item for" in words
    assert "Really." in words
    with writing():
        item, by = db.session.merge(item), db.session.merge(mia)
        for body in ("Nobody.", f"@{ned.handle} again"):
            draft = ItemDraft(title="Licences", body=body)
            writing_items.change(item, draft, version=item.version, by=by, now=SOON)
    assert posted(SOON + timedelta(hours=1)) == []


def test_a_draft_names_nobody_until_it_is_published_and_off_the_record_never(
    scene, writing, posted
):
    ola, mia, ned, call = scene
    with writing():
        evening, ola = db.session.merge(call), db.session.merge(ola)
        draft = ItemDraft(title="Licences", body=f"With @{ned.handle}.")
        writing_items.add(evening, draft, by=ola, now=START)
        secret = ItemDraft(title="Secret", body=f"About @{mia.handle}.", is_off_record=True)
        writing_items.add(evening, secret, by=ola, now=START)
    assert posted() == []

    with writing():
        evening, ola = db.session.merge(call), db.session.merge(ola)
        given = {"version": version_of(evening), "said": None, "by": ola}
        publishing.publish(evening, **given, now=SOON)
        item = db.session.scalars(select(Item).where(Item.title == "Licences")).one()
        later = ItemDraft(title="Draft canary", body=f"Draft canary with @{ned.handle}.")
        writing_items.change(item, later, version=item.version, by=ola, now=SOON)

    told = dict(posted(SOON + timedelta(minutes=6)))
    assert set(told) == {ned.email}
    assert f"With @{ned.handle}." in told[ned.email]
    assert "canary" not in told[ned.email]


def test_what_was_told_at_once_is_not_told_again_with_the_daily_ones(scene, writing, posted):
    _, mia, ned, call = scene
    for title, wanted, now in (("Morning", False, START), ("Soon", True, SOON)):
        with writing():
            choices.choose(ned.person_id, Group.NOTES, is_wanted=wanted, now=now)
            choices.choose(ned.person_id, Group.NOTES_DAILY, is_wanted=True, now=now)
            draft = ItemDraft(title=title, body=f"With @{ned.handle}.")
            by = db.session.merge(mia)
            proposing.propose(db.session.merge(call), draft, leads=False, by=by, now=now)

    ((_, soon),) = posted(SOON + timedelta(minutes=6))
    ((_, daily),) = posted(START + timedelta(hours=30))

    assert [("Morning" in text, "Soon" in text) for text in (soon, daily)] == [
        (False, True),
        (True, False),
    ]


def test_what_is_withdrawn_is_not_told_and_nobody_hears_who_does_not_want_to(
    scene, writing, posted
):
    _, mia, ned, call = scene
    with writing():
        item = propose(db.session.merge(call), mia, f"@{ned.handle}")
        states.withdraw(item, by=db.session.merge(mia), now=START)
    assert posted() == []

    with writing():
        choices.choose(ned.person_id, Group.NOTES, is_wanted=False, now=SOON)
        propose(db.session.merge(call), mia, f"Again @{ned.handle}")
    assert posted(SOON + timedelta(hours=30)) == []
