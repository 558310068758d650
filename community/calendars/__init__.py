"""Calendars: feeds that say the same in every reader, their secrets, and importing."""
