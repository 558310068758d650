"""The table of the README, written again from what was measured."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .load import Outcome
from .servers import Memory

README = Path(__file__).with_name("README.md")
_BEGIN, _END = "<!-- measured -->", "<!-- end -->"
_HEADS = "| scene | requests/s | p99, ms | compared with | its requests/s | ratio | at least |"
_RULE = "|---|---:|---:|---|---:|---:|---:|"


@dataclass(frozen=True, slots=True)
class Measured:
    """One scene with the rounds of either side."""

    name: str
    bare: str
    least: float | None
    ours: Sequence[Outcome]
    theirs: Sequence[Outcome]

    @property
    def ratio(self) -> float:
        """Requests a second to those of the bare application: the median of the rounds."""
        pairs = zip(self.ours, self.theirs, strict=True)
        return median(our.per_second / their.per_second for our, their in pairs)

    @property
    def wrong(self) -> int:
        """Answers that were not what they should be."""
        return sum(each.wrong for each in (*self.ours, *self.theirs))

    @property
    def line(self) -> str:
        """As it stands in the table."""
        rate, slow, bare = (
            median(each.per_second for each in self.ours),
            median(each.p99 for each in self.ours),
            median(each.per_second for each in self.theirs),
        )
        least = "" if self.least is None else f"{self.least:g}"
        failed = f" ({self.wrong} wrong answers)" if self.wrong else ""
        return (
            f"| {self.name}{failed} | {rate:,.0f} | {slow:.1f} | {self.bare} | {bare:,.0f}"
            f" | {self.ratio:.2f} | {least} |"
        )


def table(engine: str, lines: Sequence[Measured], memory: Memory, about: str) -> str:
    """One engine's part: its heading, its lines, what the processes keep in memory."""
    answering, working = (
        " and ".join(f"{each:.0f} MB" for each in kept)
        for kept in (memory.answering, memory.working)
    )
    rows = "\n".join(each.line for each in lines)
    return (
        f"### {engine}\n\n{about}\n\n{_HEADS}\n{_RULE}\n{rows}\n\n"
        f"Memory after all of this: {answering} for the processes that answer, {working} for the"
        f" worker.\n"
    )


def write(parts: Mapping[str, str]) -> None:
    """Put the parts in place of the ones the README holds for the same engines."""
    text = README.read_text()
    before, rest = text.split(_BEGIN)
    inside, after = rest.split(_END)
    kept = {}
    for part in inside.split("### ")[1:]:
        kept[part.split("\n", 1)[0].strip()] = "### " + part.strip() + "\n"
    inside = "\n".join((kept | dict(parts)).values())
    README.write_text(f"{before}{_BEGIN}\n\n{inside}\n{_END}{after}")
