"""What the database is asked when somebody looks something up: statements, put together once.

Each kind is looked up alone and in the order of its numbers, so that neither engine reads more than
it gives. PostgreSQL would read all of a kind backwards for words that hardly anything says: of a
list it is asked first which those few are, by the index of words alone. Where the first few are
enough it looks through the latest of a kind, and only then asks the index: both are written so that
they are read in that way whatever it takes the words for, and planned once.
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
    bindparam,
    case,
    func,
    literal,
    literal_column,
    select,
    union_all,
)

from community.notes.models import Note
from community.patterns.thread_models import PatternThread

from .engine_queries import WORDS, number
from .models import UNTITLED, Kind, first_id, last_id
from .piece_queries import DOCUMENT, SHOWN, matching, of_kind, offered, says, says_in, seen_by

MOST_COUNTED = 1000
_RARE = 300  # texts that say something: so few are looked at one by one
_LATEST = 100  # texts of a kind that are looked through first


@cache
def first_of(dialect: str, kinds: tuple[Kind, ...], *, is_member: bool) -> CompoundSelect[Any]:
    """The first few of some kinds."""
    each = [(kind, by_title) for kind in kinds for by_title in (True, False)]
    if dialect == "sqlite":
        pieces = [_listed(dialect, *one, is_member=is_member).subquery() for one in each]
        return union_all(*(select(piece) for piece in pieces)).limit(_MOST)
    some = [
        piece(kind, by_title, is_member=is_member).subquery()
        for kind, by_title in each
        if not (by_title and kind in UNTITLED)
        for piece in (_among_latest, _before_them)
    ]
    return union_all(*(select(piece) for piece in some)).limit(_MOST)


@cache
def some(dialect: str, kind: Kind, *, is_member: bool, by_title: bool) -> Any:
    """The next few of a kind, below one of them."""
    below = number(dialect) < bindparam("below", type_=BigInteger())
    query = _listed(dialect, kind, by_title, is_member=is_member).where(below)
    if dialect == "sqlite":
        return query
    hit = _hit(of_kind(dialect, kind) & below, by_title=by_title)
    few = _few(hit, kind, is_member=is_member, by_title=by_title).subquery()
    many = query.where(~_is_rare(hit)).subquery()
    return union_all(select(few), select(many))


@cache
def number_of_all(dialect: str, kind: Kind, *, is_member: bool) -> Select[Any]:
    """How many of a kind there are, up to a number."""
    every = matching(dialect, select(DOCUMENT.c.id), is_member=is_member, by_title=None)
    every = every.where(of_kind(dialect, kind), offered(kind)).limit(MOST_COUNTED)
    return select(func.count()).select_from(every.subquery())


@cache
def saying(dialect: str, kind: Kind, *, is_member: bool) -> Select[Any]:
    """All of a kind: the `number` of each, what it says, and `by_title`: 1 where its title does."""
    its = number(dialect)
    titled = says(dialect, by_title=True)
    if dialect == "sqlite":
        titled = its.in_(select(its).where(titled, of_kind(dialect, kind)).correlate(None))
    columns = (DOCUMENT.c.number, DOCUMENT.c.text, case((titled, 1), else_=0).label("by_title"))
    every = matching(dialect, select(*columns), is_member=is_member, by_title=None)
    return every.where(of_kind(dialect, kind))


@cache
def of_patterns(dialect: str, *, is_member: bool) -> CompoundSelect[Any]:
    """The patterns that say it, as `saying` gives them, and those on which a note alone does: with
    no text, and `by_title` below both.
    """
    patterns = saying(dialect, Kind.PATTERN, is_member=is_member)
    columns: tuple[Any, ...] = (PatternThread.pattern_id, literal(""), literal(-1))
    notes = matching(dialect, select(*columns).distinct(), is_member=is_member, by_title=None)
    notes = notes.join(Note, Note.id == DOCUMENT.c.number)
    notes = notes.join(PatternThread, PatternThread.thread_id == Note.thread_id)
    known = patterns.with_only_columns(DOCUMENT.c.number)
    only = PatternThread.pattern_id.not_in(known)
    return union_all(patterns, notes.where(of_kind(dialect, Kind.NOTE), only))


@cache
def on_patterns(dialect: str, *, is_member: bool) -> Select[Any]:
    """The latest note that says it on each of some patterns, by the number of its `pattern`."""
    columns: tuple[Any, ...] = (PatternThread.pattern_id, func.max(DOCUMENT.c.id).label("last"))
    each = matching(dialect, select(*columns), is_member=is_member, by_title=None)
    each = each.join(Note, Note.id == DOCUMENT.c.number)
    each = each.join(PatternThread, PatternThread.thread_id == Note.thread_id)
    some = PatternThread.pattern_id.in_(bindparam("patterns", expanding=True))
    last = (
        each.where(of_kind(dialect, Kind.NOTE), some).group_by(PatternThread.pattern_id).subquery()
    )
    shown = select(last.c.pattern_id.label("pattern"), *SHOWN)
    return shown.join(last, last.c.last == DOCUMENT.c.id).order_by(DOCUMENT.c.id)


def _listed(dialect: str, kind: Kind, by_title: bool, *, is_member: bool) -> Select[Any]:  # noqa: FBT001 - one of a pair
    columns = select(*SHOWN, literal(by_title).label("is_by_title"))
    query = matching(dialect, columns, is_member=is_member, by_title=by_title)
    query = query.where(of_kind(dialect, kind), offered(kind))
    return query.order_by(number(dialect).desc()).limit(_MOST)


def _among_latest(kind: Kind, by_title: bool, *, is_member: bool) -> Select[Any]:  # noqa: FBT001 - one of a pair
    """Those of the latest of a kind that say it: read one by one, for what much says is there."""
    latest = select(*WORDS["postgresql"].c).where(of_kind("postgresql", kind))
    latest = latest.order_by(number("postgresql").desc()).limit(literal_column(str(_LATEST)))
    return _shown_of(latest, kind, by_title, is_member=is_member)


def _before_them(kind: Kind, by_title: bool, *, is_member: bool) -> Select[Any]:  # noqa: FBT001 - one of a pair
    """Those before the latest: by the index of words, for no more than little says it then. Nothing
    of it is done where enough was found: PostgreSQL takes what it puts together one by one.
    """
    words, its = WORDS["postgresql"], number("postgresql")
    last = select(its).where(of_kind("postgresql", kind)).order_by(its.desc()).limit(1)
    edge = last.offset(literal_column(str(_LATEST - 1))).correlate(None).cte()
    reached = select(edge.c.id).scalar_subquery()
    beside = its + literal_column("0")  # so that words lead to it, and no range of numbers
    saying = select(*words.c).where(says("postgresql", by_title=by_title))
    saying = saying.where(beside.between(first_id(kind), last_id(kind)), beside < reached)
    saying = saying.where(reached.is_not(None))  # of a kind with few the words are not asked for
    some = saying.offset(literal_column("0"))
    return _shown_of(some, kind, by_title, is_member=is_member)


def _shown_of(some: Select[Any], kind: Kind, by_title: bool, *, is_member: bool) -> Select[Any]:  # noqa: FBT001 - one of a pair
    words = some.subquery("search_words")  # read as it is: nothing of what follows is asked in it
    columns = select(*SHOWN, literal(by_title).label("is_by_title"))
    query = columns.select_from(words).join(DOCUMENT, DOCUMENT.c.id == words.c.id)
    query = query.where(says_in(words, by_title=by_title), seen_by(is_member=is_member))
    return query.where(offered(kind)).order_by(words.c.id.desc()).limit(_MOST)


def _hit(where: ColumnElement[bool], *, by_title: bool) -> CTE:
    """What says it, up to as many as are few."""
    said = says("postgresql", by_title=by_title)
    return select(number("postgresql")).where(said, where).limit(_RARE).cte()


def _is_rare(hit: CTE) -> ColumnElement[bool]:
    return select(func.count()).select_from(hit).scalar_subquery() < _RARE


def _few(hit: CTE, kind: Kind, *, is_member: bool, by_title: bool) -> Select[Any]:
    """Where what says it is few: of those the latest."""
    words, its = WORDS["postgresql"], number("postgresql")
    return (
        select(*SHOWN, literal(by_title).label("is_by_title"))
        .select_from(words)
        .join(DOCUMENT, DOCUMENT.c.id == its)
        .where(its.in_(select(hit.c.id)), _is_rare(hit), seen_by(is_member=is_member))
        .where(offered(kind))
        .order_by(its.desc())
        .limit(_MOST)
    )


_MOST: BindParameter[int] = bindparam("most", type_=Integer())
