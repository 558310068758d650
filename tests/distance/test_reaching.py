"""Whom somebody mutes or blocks causes them no letter, and reaches them by nothing when blocked."""

from datetime import timedelta

import pytest

from community.agendas import claiming, proposing
from community.agendas.call_roles import CallRole
from community.agendas.drafts import ItemDraft
from community.agendas.mention_models import ItemMention
from community.agendas.role_queries import roles_at
from community.calls import sharing
from community.calls.queries import invitations_of, open_invitations
from community.db import db
from community.distance import distancing
from community.distance.models import Keeping
from community.notes.models import Kind, NoteMention
from community.notes.task_queries import open_for
from community.outbox.models import Letter
from community.patterns.suggestion_queries import number_waiting, open_with
from tests.agendas.build import make_evening
from tests.factories import START, make_community, make_member
from tests.notes.saying import say
from tests.patterns.build import proposed, suggested

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("in_january")


class Scene:
    """A call that Bo holds, a note and a pattern of Ada's, who keeps Bo off."""

    def __init__(self, kind: Keeping | None) -> None:
        make_community()
        self.ada, self.bo = make_member("Ada"), make_member("Bo")
        self.call = make_evening(self.bo)
        self.note = say(self.call, self.ada, "Good evening.", now=START)
        self.pattern = proposed(self.ada)
        if kind is not None:
            distancing.keep_off(self.ada, Keeping.MUTE, by=self.bo, now=START)  # not the other way
            distancing.keep_off(self.bo, kind, by=self.ada, now=START)

    def reach(self) -> None:
        """Everything by which Bo can have Ada written to."""
        name = f"@{self.ada.handle}"
        say(self.call, self.bo, f"Look, {name}.", now=START)
        say(self.call, self.bo, "No.", parent=self.note, now=START)
        say(self.call, self.bo, "You.", kind=Kind.ACTION, owner=self.ada, now=START)
        draft = ItemDraft(title="You", body=f"{name} again.")
        proposing.propose(self.call, draft, leads=False, by=self.bo, now=START)
        sharing.invite(self.call, self.ada, by=self.bo, now=START)
        given = {"to": self.ada, "by": self.bo, "confirms": True, "now": START}
        claiming.hand_over(self.call, CallRole.NOTES, **given)
        suggested(self.pattern, self.bo, now=START)

    def reached(self) -> list[int]:
        """What of it Ada is shown as hers."""
        return [
            len(invitations_of(self.ada)),
            len(open_for(self.ada)),
            len(roles_at(self.call.id)),
            number_waiting(self.ada.person_id, curates=False),
            len(open_with(self.pattern, self.ada.person_id, decides=True, since=1)),
        ]


@pytest.mark.parametrize(
    ("kind", "letters", "shown"),
    # A role is held by whoever it is handed to, so that it tells nobody who blocks them.
    [(None, 5, [1] * 5), (Keeping.MUTE, 0, [1] * 5), (Keeping.BLOCK, 0, [0, 0, 1, 0, 0])],
)
def test_no_letter_comes_of_them_and_what_the_blocked_ask_is_not_there(
    writing, reading, at, post, mailbox, kind, letters, shown
):
    with at(START), writing():
        scene = Scene(kind)
        scene.reach()
        assert scene.reached() == shown
        assert db.session.query(ItemMention).count() == 1  # also of who is not told, for the limits
    with at(START + HOUR):
        post()

    assert len(mailbox.to(scene.ada.email)) == letters
    with reading():
        owed = db.session.query(Letter).filter_by(person_id=scene.ada.person_id).count()
        assert owed == max(letters, 1)  # the one that asks to facilitate is looked at when it goes
        scene.call = db.session.merge(scene.call, load=False)
        assert [each.member_id for each in open_invitations(scene.call)] == [scene.ada.id]


@pytest.mark.engines("sqlite")
def test_who_is_muted_before_the_letters_go_causes_none(writing, at, post, mailbox):
    with at(START), writing():
        scene = Scene(None)
        scene.reach()
        distancing.keep_off(scene.bo, Keeping.MUTE, by=scene.ada, now=START)
    with at(START + HOUR):
        post()

    assert [one.subject for one in mailbox.to(scene.ada.email)] == []


@pytest.mark.engines("sqlite")
def test_a_note_that_names_who_blocks_its_author_reads_as_any_other(writing):
    with writing():
        scene = Scene(Keeping.BLOCK)
        names = [f"@{who.handle}, no." for who in (scene.ada, scene.bo)]
        notes = [say(scene.call, who, text) for who in (scene.ada, scene.bo) for text in names]

        assert [one.text_html for one in notes[:2]] == [one.text_html for one in notes[2:]]
        assert db.session.query(NoteMention).count() == 4
