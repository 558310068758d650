"""Reads a foreign calendar file into an import plan: bytes in, values out, nothing saved."""

from .reader import limit_work, parse, read_calendar, run_apart

__all__ = ["limit_work", "parse", "read_calendar", "run_apart"]
