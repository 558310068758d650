"""What was decided, asked and answered stays as it was said: in each table a trigger lets a bar in
where words are purged, and nothing else.
"""

import sqlalchemy as sa

from community.conduct.measure_models import Measure
from community.conduct.state_models import ContentAppeal, ContentState
from community.db import db
from community.marks import BAR
from community.moderation.appeal_models import Appeal, AppealOutcome, AppealWord
from community.moderation.case_models import Case, CaseState
from community.moderation.merging_models import CaseMerging
from community.moderation.purge_models import IN_NO_CASE, WordPurge
from community.moderation.readmission_models import (
    Readmission,
    ReadmissionWord,
    RulingCondition,
    RulingLook,
)
from community.moderation.ruling_models import Ruling
from tests.factories import START, make_call
from tests.moderation.aside import PURGED, hide
from tests.moderation.build import days, refuses
from tests.moderation.test_purged_rulings import PHONE, Place
from tests.notes.saying import say

HELD = (
    *(Ruling, RulingCondition, RulingLook, Measure, Appeal, AppealWord, AppealOutcome, Readmission),
    *(ReadmissionWord, CaseMerging, CaseState, ContentState, ContentAppeal),
)


def test_what_is_decided_changes_by_a_bar_alone_and_only_while_something_is_purged(db_session):
    place = Place()
    place.hide_for_reasons()
    _refuse({one: [{_text_of(one): _barred(one)}] for one in HELD})
    other = say(make_call(place.people["Lou"]), place.ada, "Something else.")
    state = hide(other, place.people["Kim"], PURGED, now=days(11))
    allowed = {"state_id": state.id, "at": START}
    db.session.execute(sa.insert(WordPurge).values(case_id=IN_NO_CASE, **allowed))
    in_cases = [one for one in HELD if one not in {ContentState, ContentAppeal}]
    _refuse({one: [{_text_of(one): _barred(one)}] for one in in_cases})  # no case is named
    for number in db.session.scalars(sa.select(Case.id)):
        db.session.execute(sa.insert(WordPurge).values(case_id=number, **allowed))
    _refuse({one: _wrong(one) for one in HELD})
    for model in HELD:
        changed = _change(model, {_text_of(model): _barred(model)})
        assert (model, changed) > (model, 0)


def _refuse(changes):
    """The database refuses each of some changes of the rows that tell the number."""
    for model, some in changes.items():
        stays = f"{model.__tablename__}_(proposed_)?stays"
        for given in some:
            with refuses(db.session, stays), db.session.begin_nested():
                _change(model, given)


def _change(model, given):
    """How many rows changed that tell the number."""
    rows = sa.update(model).where(getattr(model, _text_of(model)).contains(PHONE))
    return db.session.execute(rows.values(given)).rowcount  # type: ignore[attr-defined]


def _wrong(model):
    """What may not become of a text that tells the number, nor of what stands beside it."""
    name, barred = _text_of(model), _barred(model)
    told = ("It says nothing.", f"{BAR} it.", barred + "!", sa.func.lower(barred))
    beside = {"position": 7} if model is RulingCondition else {"at": days(12)}
    beside = {"starts_at": days(12)} if model is Measure else beside
    return *({name: one} for one in told), {name: barred, **beside}


def _text_of(model):
    names = ("rationale", "facts", "words", "words_source", "why")
    return next(name for name in names if name in model.__table__.columns)


def _barred(model):
    return sa.func.replace(getattr(model, _text_of(model)), PHONE, BAR)
