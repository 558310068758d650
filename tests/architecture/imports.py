"""The rules about which way imports go: each function names the places that break one."""

import ast
from collections.abc import Sequence

from tests.architecture.source import FEATURES, Source

# Within a feature a room imports only rooms with a number no greater than its own.
_RANK = {
    "models": 1,
    "events": 1,
    "queries": 2,
    "policies": 2,
    "forms": 4,
    "views": 5,
    "notices": 6,
}
_VERBS = 3
_EVERYWHERE = {"app", "community.reactions", "community.cli"}
_EDGE = {
    *("views", "access", "origin", "errors", "jinja", "compression", "keeping", "logs", "metrics"),
    *("outbox", "sent"),
}
_OF_THE_EDGE = {
    "flask.request",
    "flask.session",
    "flask.url_for",
    "flask_login.current_user",
    "flask_login.login_user",
    "flask_login.logout_user",
}
_NO_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers"} | {
    "service",
    "services",
    "misc",
}


def upward_between_features(sources: Sequence[Source]) -> list[str]:
    """Imports of a feature that stands below one's own in the list."""
    return [
        f"{source.at(line)} {source.feature} imports {name}"
        for source in sources
        if source.feature and source.module not in _EVERYWHERE
        for line, name in source.imports()
        if (other := _feature_of(name)) and FEATURES.index(other) > FEATURES.index(source.feature)
    ]


def unknown_features(sources: Sequence[Source]) -> list[str]:
    """Folders in `community/` that are not in the list of features."""
    known = {*FEATURES, "backups", "outbox"}
    return sorted(
        {
            f"community/{parts[1]}/ is not in the list of features"
            for source in sources
            if len(parts := source.path.split("/")) > 2
            and parts[0] == "community"
            and parts[1] not in known
        }
    )


def features_in_the_kernel(sources: Sequence[Source]) -> list[str]:
    """Imports of a feature by the kernel."""
    return [
        f"{source.at(line)} the kernel imports {name}"
        for source in sources
        if source.path.startswith("community/")
        and source.feature is None
        and source.module not in _EVERYWHERE
        for line, name in source.imports()
        if _feature_of(name)
    ]


def imports_of_app(sources: Sequence[Source]) -> list[str]:
    """Imports of `app.py`, `reactions.py` or `cli.py`, which know everything."""
    return [
        f"{source.at(line)} imports {name}"
        for source in sources
        if source.module != "app"
        for line, name in source.imports()
        if name == "app" or name.startswith(("app.", "community.reactions", "community.cli"))
    ]


def backward_within_a_feature(sources: Sequence[Source]) -> list[str]:
    """Imports against `models ◄ queries, policies ◄ verbs ◄ forms ◄ views`, and of notices."""
    rank = _ranks(sources)
    found = []
    for source in sources:
        for line, name in source.imports():
            target = _module(name, rank)
            if source.feature is None or target is None or _feature_of(target) != source.feature:
                continue
            if rank[target] > rank[source.module] and target != source.module:
                found.append(f"{source.at(line)} {source.room} imports {target}")
    return found


def rooms_of_others(sources: Sequence[Source]) -> list[str]:
    """Imports of another feature's views, forms or notices."""
    private = {"views", "forms", "notices"}
    return [
        f"{source.at(line)} imports {name}"
        for source in sources
        if source.module not in _EVERYWHERE
        for line, name in source.imports()
        if (other := _feature_of(name))
        and other != source.feature
        and name.split(".")[2:3]
        and name.split(".")[2] in private
    ]


def requests_away_from_the_edge(sources: Sequence[Source]) -> list[str]:
    """`request`, `session`, `url_for` and the current user anywhere but at the edge."""
    found = []
    for source in sources:
        if _is_edge(source):
            continue
        found += [
            f"{source.at(line)} {name}" for line, name in source.imports() if name in _OF_THE_EDGE
        ]
        found += [
            f"{source.at(node.lineno)} {ast.unparse(node)}"
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Attribute) and ast.unparse(node) in _OF_THE_EDGE
        ]
    return found


def nameless_modules(sources: Sequence[Source]) -> list[str]:
    """Modules whose name says nothing."""
    return [
        source.path
        for source in sources
        if _NO_NAMES & set(source.path.removesuffix(".py").split("/"))
    ]


def migrations_that_import_us(sources: Sequence[Source]) -> list[str]:
    """Migrations that import the application; they must run as they were written, for ever."""
    return [
        f"{source.at(line)} imports {name}"
        for source in sources
        for line, name in source.imports()
        if name.split(".")[0] in {"app", "community", "tests"}
    ]


def _is_edge(source: Source) -> bool:
    parts = source.module.split(".")
    return bool(_EDGE & set(parts)) or source.room.endswith("_views")


def _feature_of(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if parts[0] == "community" and parts[1:2] and parts[1] in FEATURES else None


def _module(name: str, rank: dict[str, int]) -> str | None:
    """The module behind an imported name: the name itself, or what it was taken from."""
    return next((n for n in (name, name.rpartition(".")[0]) if n in rank), None)


def _ranks(sources: Sequence[Source]) -> dict[str, int]:
    """A number for each module of a feature, outwards from 0, the core of values alone.

    A verb that touches neither database nor web, and the face of a folder, stand as far out as
    what they import.
    """
    named = {s.module: s for s in sources if s.feature}
    rank = {name: _rank_of(source) for name, source in named.items()}
    plain = [name for name in rank if rank[name] == _VERBS and _is_plain(named[name])]
    rank |= dict.fromkeys(plain, 0)
    settled = False
    while not settled:
        settled = True
        for name in plain:
            needed = max((rank[t] for t in _targets(named[name], rank)), default=0)
            if rank[name] < min(needed, _VERBS):
                rank[name], settled = min(needed, _VERBS), False
    return rank


def _rank_of(source: Source) -> int:
    kind = next((kind for kind in _RANK if _ends(source, kind)), None)
    if kind:
        return _RANK[kind]
    return 1 if "__tablename__" in source.text else _VERBS


def _ends(source: Source, kind: str) -> bool:
    """Whether the module is of a kind by its last word (`date_forms`) or by its folder."""
    return source.room.endswith(f"_{kind}") or kind in source.module.split(".")


def _is_plain(source: Source) -> bool:
    outside = ("sqlalchemy", "flask", "flask_", "community.db")
    return not any(name.startswith(outside) for _, name in source.imports())


def _targets(source: Source, rank: dict[str, int]) -> set[str]:
    """The modules of its own feature that a module imports."""
    found = {_module(name, rank) for _, name in source.imports()}
    return {n for n in found if n and n != source.module and _feature_of(n) == source.feature}
