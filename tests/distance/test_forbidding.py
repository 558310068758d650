"""While a measure forbids contact, nothing that reaches the other is taken, and it is said why."""

from datetime import timedelta

import pytest

from community.agendas import claiming, proposing
from community.agendas import writing as item_writing
from community.agendas.call_roles import CallRole
from community.agendas.drafts import ItemDraft
from community.agreement import How
from community.calls import sharing
from community.conduct import imposing
from community.conduct.acceptances import accept
from community.conduct.content import Effect
from community.conduct.imposing import MeasureDraft
from community.db import db
from community.distance.forbidding import ContactForbidden
from community.notes import editing, sorting
from community.notes.models import Kind, Note
from community.patterns import suggesting
from tests.agendas.build import make_evening
from tests.conduct.build import KIND, RESTRICTING, publish
from tests.factories import START, make_community, make_member
from tests.notes.saying import NO_TOOL, say
from tests.patterns.build import noted, proposed, suggested

WEEK = timedelta(days=7)
pytestmark = [pytest.mark.usefixtures("in_january"), pytest.mark.engines("sqlite")]


class Scene:
    """Bo holds a call and may not contact Ada for a week; both have said something."""

    def __init__(self) -> None:
        make_community()
        self.stella, self.ada, self.bo = (make_member(n) for n in ("Stella", "Ada", "Bo"))
        code = publish(self.stella, RESTRICTING)
        accept(self.bo.person, code, how=How.RSVP, now=START)
        self.call = make_evening(self.bo)
        self.note = say(self.call, self.ada, "Good evening.")
        self.own = say(self.call, self.bo, f"As @{self.ada.handle} said.")
        self.pattern = proposed(self.ada)
        self.edit = suggested(self.pattern, self.bo)
        draft = MeasureDraft(
            version_id=code.version_id,
            clause_key=KIND.key,
            level=2,
            effects=(Effect.NO_CONTACT,),
            starts_at=START,
            ends_at=START + WEEK,
            facts="It was said.",
            other_person_id=self.ada.person_id,
        )
        self.measure = imposing.impose(draft, on=self.bo.person, now=START)

    @property
    def name(self) -> str:
        """How Ada is named in a text."""
        return f"@{self.ada.handle}"


def propose(scene, now, **given):
    draft = ItemDraft(title="You", **given)
    return proposing.propose(scene.call, draft, leads=False, by=scene.bo, now=now)


def let_lead(scene, now):
    draft = ItemDraft(title="You", owners=(scene.ada.id,))
    return item_writing.add(scene.call, draft, by=scene.bo, now=now)


def give_task(scene, now):
    sorting.sort(scene.own, Kind.ACTION, owner_id=scene.ada.id, by=scene.bo, now=now)


ACTS = {
    "answer": lambda s, now: say(s.call, s.bo, "No.", parent=s.note, now=now),
    "name": lambda s, now: say(s.call, s.bo, f"{s.name}, no.", now=now),
    "task": lambda s, now: say(s.call, s.bo, "Do.", kind=Kind.ACTION, owner=s.ada, now=now),
    "task later": give_task,
    "name in an item": lambda s, now: propose(s, now, body=f"What {s.name} says."),
    "let lead": let_lead,
    "role": lambda s, now: claiming.hand_over(s.call, CallRole.NOTES, to=s.ada, by=s.bo, now=now),
    "invite": lambda s, now: sharing.invite(s.call, s.ada, by=s.bo, now=now),
    "suggest": lambda s, now: suggested(s.pattern, s.bo, solution="Ask again.", now=now),
    "note on a pattern": lambda s, now: noted(s.pattern, s.bo, "Why?", now=now),
    "write": lambda s, now: suggesting.say(s.edit, "Well?", by=s.bo.person, now=now),
}


@pytest.mark.parametrize("act", ACTS)
def test_while_it_stands_nothing_reaches_the_other_and_then_all_does(db_session, act):
    scene = Scene()

    with pytest.raises(ContactForbidden, match=r"until 22\.01\.2026"):
        ACTS[act](scene, START + WEEK / 2)

    ACTS[act](scene, START + WEEK)


def test_others_and_what_was_said_before_are_left_alone(db_session):
    scene, now = Scene(), START + WEEK / 2

    say(scene.call, scene.bo, f"@{scene.stella.handle}, hello.", now=now)
    say(scene.call, scene.ada, f"@{scene.bo.handle}, hello.", parent=scene.own, now=now)
    text = f"As {scene.name} said then."
    editing.change(scene.own, text, base=1, said=NO_TOOL, by=scene.bo, now=now)
    imposing.lift(scene.measure, why="They have talked.", now=now)
    ACTS["answer"](scene, now)


def test_it_is_said_plainly_and_what_was_typed_is_not_lost(writing, signed_in, at, reading):
    with writing():
        scene = Scene()
    sent = {"text": "You are <b>wrong</b>.", "kind": "note", "disclosure-degree": "none"}

    with at(START + WEEK / 2):
        answer = signed_in(scene.bo).post(f"/notes/{scene.note.key}/answers", data=sent)

    assert answer.status_code == 403
    assert "A measure under the code of conduct stands in the way" in answer.text
    assert "You are &lt;b&gt;wrong&lt;/b&gt;." in answer.text
    with reading():
        assert db.session.query(Note).count() == 2
