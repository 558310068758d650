"""Work that hangs is ended, and its test fails; work that is slow on a busy machine is not."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Hangs(BaseException):
    """The work took the processor longer than anything sound can; no handler may swallow it."""


@contextmanager
def ends_within(seconds: int) -> Iterator[None]:
    """End what is inside with `Hangs` once it has had `seconds` of the processor."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise Hangs(f"Not done after {seconds} seconds of the processor.")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
