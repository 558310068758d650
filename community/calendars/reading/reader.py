"""Reads a foreign calendar file into an import plan, in a process of its own that can be stopped.

`python -m community.calendars.reading ZONE DAY` is that process: the file on its standard input,
an answer in JSON on its standard output.
"""

import json
import logging
import math
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from community.calendars.characters import line as one_line
from community.calendars.plan import CalendarRefused, ImportPlan, Remarks
from community.clock import zone

from .bounds import check_size, text_lines
from .events import Reading
from .exceptions import check_amount
from .lines import Component, components
from .moments import Zones
from .proposals import Proposals, propose, propose_waiting
from .unread import remark_unread
from .walking import Allowance
from .wire import dump, load
from .wording import LONGEST_TITLE

SECONDS = 1.6
"""The processor time a file may take; with the request around it this stays under two seconds."""
_RESERVE = 0.4  # of it, for what is done after the rules that take long
PATIENCE = 10.0
"""How long we wait for it on a machine that is busy with other things, in seconds."""
_TOO_LONG = "This file takes too long to read, and was given up."
_MEMORY = 512 * 1024 * 1024
_ROOT = Path(__file__).parents[3]
_NOT_CALENDARS = ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH")
_log = logging.getLogger(__name__)


def read_calendar(data: bytes, *, default_zone: str, today: date) -> ImportPlan:
    """What an iCalendar file (RFC 5545) would bring in, and by line what it would not.

    `default_zone` is the IANA zone of times that name none, where the calendar names none either;
    what ended before `today` is marked. Reads in another process with bounds on time and memory.
    Raises `CalendarRefused` where the file as a whole is not read, `UnknownZone`.
    """
    zone(default_zone)
    check_size(data)
    module = [sys.executable, "-E", "-s", "-X", "utf8", "-m", "community.calendars.reading"]
    answer = json.loads(
        run_apart([*module, default_zone, today.isoformat()], data, seconds=PATIENCE)
    )
    if "refused" in answer:
        raise CalendarRefused(answer["refused"])
    return load(answer["plan"])


def run_apart(command: Sequence[str], data: bytes, *, seconds: float) -> bytes:
    """What `command` writes when given `data`. Raises `CalendarRefused` where it fails or where it
    takes longer than `seconds`, after which it is killed. It inherits no environment, so no secret.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own module, given two checked words
            command,
            input=data,
            capture_output=True,
            timeout=seconds,
            cwd=_ROOT,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CalendarRefused(_TOO_LONG) from None
    if done.returncode == -signal.SIGPROF:
        raise CalendarRefused(_TOO_LONG)
    if done.returncode:
        _log.error("reading a calendar failed with %s", done.returncode)  # never what it said
        raise CalendarRefused(
            "This file needs more memory or work than a calendar should, and is not read."
        )
    return done.stdout


def parse(data: bytes, *, default_zone: str, today: date, done_by: float = math.inf) -> ImportPlan:
    """The same as `read_calendar` in this process, held by the bounds of size alone.

    Rules that no series can have are worked out last, and given up when `time.process_time()` is
    `done_by`. Only in the main thread.
    """
    remarks, found = Remarks(), Proposals()
    calendars = components(text_lines(data, remarks), remarks)
    for calendar in calendars:
        if calendar.name == "VCALENDAR":
            _read(calendar, default_zone, today, remarks, found)
        else:
            remarks.left_out(f"{calendar.name} stands outside any calendar.", line=calendar.line)
    propose_waiting(found, Allowance(done_by))
    if not found.series and not found.calls:
        remarks.left_out("The file holds nothing that can be imported.")
    names = [
        one_line(calendar.text("X-WR-CALNAME") or calendar.text("NAME")) for calendar in calendars
    ]
    name = next(filter(None, names), "")[:LONGEST_TITLE]
    return ImportPlan(name, tuple(found.series), tuple(found.calls), remarks.all())


def _read(
    calendar: Component, default_zone: str, today: date, remarks: Remarks, found: Proposals
) -> None:
    method, version = calendar.word("METHOD"), calendar.text("VERSION")
    if version.startswith("1"):
        raise CalendarRefused(
            "This is a vCalendar 1.0 file, an older format: export the calendar as iCalendar 2.0."
        )
    if method in _NOT_CALENDARS:
        raise CalendarRefused(
            f"This file is an answer to an invitation (METHOD:{method}), not a calendar."
        )
    if method == "CANCEL":
        remarks.note("The file cancels what it holds (METHOD:CANCEL).", line=calendar.line)
    events = [part for part in calendar.children if part.name == "VEVENT"]
    check_amount([found for part in events for found in part.properties])
    reading = Reading(
        Zones(calendar, default_zone, remarks, today),
        remarks,
        today,
        is_cancelled=method == "CANCEL",
    )
    remark_unread(calendar, remarks)
    propose(events, reading, found)


def main() -> None:
    """Be the process that reads: within its limits, from standard input to standard output."""
    limit_work()
    default_zone, today = sys.argv[1:]
    try:
        plan = parse(
            sys.stdin.buffer.read(),
            default_zone=default_zone,
            today=date.fromisoformat(today),
            done_by=SECONDS - _RESERVE,
        )
        answer = {"plan": dump(plan)}
    except CalendarRefused as refusal:
        answer = {"refused": str(refusal)}
    sys.stdout.write(json.dumps(answer))


def limit_work(seconds: float = SECONDS) -> None:
    """Ask the system to stop this process at its bounds: of processor time, and of memory."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, 1 + int(SECONDS))):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue
