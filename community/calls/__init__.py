"""What is scheduled: series, slots, calls and their sittings."""
