"""The process that reads a foreign calendar: `python -m community.calendars.reading ZONE DAY`."""

from .reader import main

main()
