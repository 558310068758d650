"""Reads the program as text and as trees, so that rules about its shape can be tests."""

import ast
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

FEATURES = (
    "accounts",
    "drafts",
    "disclosures",
    "conduct",
    "distance",
    "calls",
    "attendance",
    "agendas",
    "notes",
    "patterns",
    "facilitation",
    "ledger",
    "records",
    "calendars",
    "exchange",
    "moderation",
    "transparency",
    "search",
    "front",
    "api",
)


@dataclass(frozen=True)
class Source:
    """One file of ours: its path from the top of the house, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The file as Python reads it."""
        return ast.parse(self.text, self.path)

    @property
    def module(self) -> str:
        """The dotted name of a Python file: `community.calls.models`."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        """The package that relative imports of the file start from."""
        return self.module if self.path.endswith("/__init__.py") else self.module.rpartition(".")[0]

    @property
    def feature(self) -> str | None:
        """The feature the file belongs to; the kernel and `app.py` belong to none."""
        parts = self.module.split(".")
        return parts[1] if parts[0] == "community" and parts[1:2] and parts[1] in FEATURES else None

    @property
    def room(self) -> str:
        """The last word of the module's name, such as `models`."""
        return self.module.rpartition(".")[2]

    def imports(self) -> list[tuple[int, str]]:
        """Each import as (line, dotted name); `from a import b` gives `a.b`."""
        return self._imports

    @cached_property
    def _imports(self) -> list[tuple[int, str]]:
        return list(self._find_imports())

    def _find_imports(self) -> Iterator[tuple[int, str]]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                start = self._start_of(node)
                yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)

    def _start_of(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        parts = self.package.split(".")
        above = parts[: len(parts) - (node.level - 1)]
        return ".".join([*above, node.module] if node.module else above)

    def at(self, line: int) -> str:
        """`path:line`, as an editor opens it."""
        return f"{self.path}:{line}"


@lru_cache(maxsize=1)
def kept_files() -> tuple[Source, ...]:
    """Every text file that is or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return tuple(_read(sorted(name for name in listed if (ROOT / name).is_file())))


def program() -> list[Source]:
    """The Python files of the program itself."""
    return [s for s in python_files() if s.path == "app.py" or s.path.startswith("community/")]


def python_files() -> list[Source]:
    """Every Python file, tests and migrations included."""
    return [s for s in kept_files() if s.path.endswith(".py")]


def templates() -> list[Source]:
    """Every template."""
    return [s for s in kept_files() if s.path.startswith("templates/")]


def migrations() -> list[Source]:
    """The migration scripts."""
    return [s for s in python_files() if s.path.startswith("migrations/versions/")]


def _read(names: Sequence[str]) -> Iterator[Source]:
    for name in names:
        try:
            yield Source(name, (ROOT / name).read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue  # a font or an image
