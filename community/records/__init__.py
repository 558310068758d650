"""What a call leaves behind: its record, from the first draft to the published page."""
