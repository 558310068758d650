"""What the database is asked when somebody looks something up: statements, put together once.

Each kind is looked up alone and in the order of its numbers, so that neither engine reads more than
it gives. PostgreSQL would read all of a kind backwards for words that hardly anything says: it is
asked first which those few are, by the index of words alone.
"""

from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from community.holdings import Audience
from community.notes.models import Note
from community.patterns.thread_models import PatternThread

from .engine_queries import WORDS, matches, number
from .models import Document, Kind, first_id, last_id

MOST_COUNTED = 1000
_RARE = 300  # texts that say something: so few are looked at one by one


@cache
def first_of(dialect: str, kinds: tuple[Kind, ...], *, is_member: bool) -> CompoundSelect[Any]:
    """The first few of some kinds."""
    each = [(kind, by_title) for kind in kinds for by_title in (True, False)]
    if dialect == "sqlite":
        pieces = [_listed(dialect, *one, is_member=is_member).subquery() for one in each]
        return union_all(*(select(piece) for piece in pieces)).limit(_MOST)
    hit = _hit(or_(*(_of(dialect, kind) for kind in kinds)), by_title=None)
    many = [
        _listed(dialect, *one, is_member=is_member).where(~_is_rare(hit)).subquery() for one in each
    ]
    few = _few(hit, kinds, is_member=is_member).subquery()
    return union_all(select(few), *(select(piece) for piece in many)).limit(_MOST)


@cache
def some(dialect: str, kind: Kind, *, is_member: bool, by_title: bool) -> Any:
    """The next few of a kind, below one of them."""
    below = number(dialect) < bindparam("below", type_=BigInteger())
    query = _listed(dialect, kind, by_title, is_member=is_member).where(below)
    if dialect == "sqlite":
        return query
    hit = _hit(_of(dialect, kind) & below, by_title=by_title)
    few = _few(hit, (kind,), is_member=is_member, by_title=by_title).subquery()
    many = query.where(~_is_rare(hit)).subquery()
    return union_all(select(few), select(many))


@cache
def number_of_all(dialect: str, kind: Kind, *, is_member: bool) -> Select[Any]:
    """How many of a kind there are, up to a number."""
    every = _matching(dialect, select(_DOCUMENT.c.id), is_member=is_member, by_title=None)
    every = every.where(_of(dialect, kind)).limit(MOST_COUNTED)
    return select(func.count()).select_from(every.subquery())


@cache
def saying(dialect: str, kind: Kind, *, is_member: bool) -> Select[Any]:
    """All of a kind: the `number` of each, what it says, and `by_title`: 1 where its title does."""
    its = number(dialect)
    titled = _says(dialect, by_title=True)
    if dialect == "sqlite":
        titled = its.in_(select(its).where(titled, _of(dialect, kind)).correlate(None))
    columns = (_DOCUMENT.c.number, _DOCUMENT.c.text, case((titled, 1), else_=0).label("by_title"))
    every = _matching(dialect, select(*columns), is_member=is_member, by_title=None)
    return every.where(_of(dialect, kind))


@cache
def of_patterns(dialect: str, *, is_member: bool) -> CompoundSelect[Any]:
    """The patterns that say it, as `saying` gives them, and those on which a note alone does: with
    no text, and `by_title` below both.
    """
    patterns = saying(dialect, Kind.PATTERN, is_member=is_member)
    columns: tuple[Any, ...] = (PatternThread.pattern_id, literal(""), literal(-1))
    notes = _matching(dialect, select(*columns).distinct(), is_member=is_member, by_title=None)
    notes = notes.join(Note, Note.id == _DOCUMENT.c.number)
    notes = notes.join(PatternThread, PatternThread.thread_id == Note.thread_id)
    known = patterns.with_only_columns(_DOCUMENT.c.number)
    only = PatternThread.pattern_id.not_in(known)
    return union_all(patterns, notes.where(_of(dialect, Kind.NOTE), only))


@cache
def on_patterns(dialect: str, *, is_member: bool) -> Select[Any]:
    """The latest note that says it on each of some patterns, by the number of its `pattern`."""
    columns: tuple[Any, ...] = (PatternThread.pattern_id, func.max(_DOCUMENT.c.id).label("last"))
    each = _matching(dialect, select(*columns), is_member=is_member, by_title=None)
    each = each.join(Note, Note.id == _DOCUMENT.c.number)
    each = each.join(PatternThread, PatternThread.thread_id == Note.thread_id)
    some = PatternThread.pattern_id.in_(bindparam("patterns", expanding=True))
    last = each.where(_of(dialect, Kind.NOTE), some).group_by(PatternThread.pattern_id).subquery()
    shown = select(last.c.pattern_id.label("pattern"), *_SHOWN)
    return shown.join(last, last.c.last == _DOCUMENT.c.id).order_by(_DOCUMENT.c.id)


def _listed(dialect: str, kind: Kind, by_title: bool, *, is_member: bool) -> Select[Any]:  # noqa: FBT001 - one of a pair
    columns = select(*_SHOWN, literal(by_title).label("is_by_title"))
    query = _matching(dialect, columns, is_member=is_member, by_title=by_title)
    return query.where(_of(dialect, kind)).order_by(number(dialect).desc()).limit(_MOST)


def _hit(where: ColumnElement[bool], *, by_title: bool | None) -> CTE:
    """What says it, up to as many as are few."""
    says = _says("postgresql", by_title=by_title)
    return select(number("postgresql")).where(says, where).limit(_RARE).cte()


def _is_rare(hit: CTE) -> ColumnElement[bool]:
    return select(func.count()).select_from(hit).scalar_subquery() < _RARE


def _few(
    hit: CTE, kinds: tuple[Kind, ...], *, is_member: bool, by_title: bool | None = None
) -> Select[Any]:
    """Where what says it is few: of those, in the order of kinds, by title first, the latest."""
    words, its = WORDS["postgresql"], number("postgresql")
    order: list[Any] = [its.desc()]
    titled: ColumnElement[bool] = literal(by_title)
    if by_title is None:
        titled = _says("postgresql", by_title=True)
        of = case(*((_of("postgresql", kind), place) for place, kind in enumerate(kinds)))
        order = [of, titled.desc(), *order]
    return (
        select(*_SHOWN, titled.label("is_by_title"))
        .select_from(words)
        .join(_DOCUMENT, _DOCUMENT.c.id == its)
        .where(its.in_(select(hit.c.id)), _is_rare(hit), _for(is_member=is_member))
        .order_by(*order)
        .limit(_MOST)
    )


def _matching(
    dialect: str, query: Select[Any], *, is_member: bool, by_title: bool | None
) -> Select[Any]:
    """Documents that somebody may find, that say what is asked for: in their title, not there but
    elsewhere, or anywhere.
    """
    return (
        query.select_from(WORDS[dialect])
        .join(_DOCUMENT, _DOCUMENT.c.id == number(dialect))
        .where(_says(dialect, by_title=by_title), _for(is_member=is_member))
    )


def _of(dialect: str, kind: Kind) -> ColumnElement[bool]:
    between: ColumnElement[bool] = number(dialect).between(first_id(kind), last_id(kind))
    return between


def _for(*, is_member: bool) -> ColumnElement[bool]:
    if not is_member:
        return _DOCUMENT.c.audience == Audience.PUBLIC
    mine = _DOCUMENT.c.author_id == bindparam("person_id", type_=Integer())
    return or_(_DOCUMENT.c.audience.in_([Audience.PUBLIC, Audience.MEMBERS]), mine)


def _says(dialect: str, *, by_title: bool | None) -> ColumnElement[bool]:
    if dialect == "sqlite":
        name = {None: "anywhere", True: "in_title", False: "elsewhere"}[by_title]
        return matches(bindparam(name, type_=String()))
    words = WORDS[dialect]
    sought = func.to_tsquery("simple", bindparam("anywhere", type_=String()))
    by_its_title: ColumnElement[bool] = words.c.title.op("@@")(sought)
    anywhere: ColumnElement[bool] = words.c.words.op("@@")(sought)
    if by_title:
        return by_its_title
    return anywhere if by_title is None else anywhere & ~by_its_title


_DOCUMENT = Document.__table__
_SHOWN = tuple(
    _DOCUMENT.c[name]
    for name in ("id", "kind", "number", "key", "call_id", "language", "at", "title", "text")
)
_MOST: BindParameter[int] = bindparam("most", type_=Integer())
