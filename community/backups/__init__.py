"""Backups: one file that either engine can be restored from, read back before it counts."""
