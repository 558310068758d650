"""What a change of measures stands for among the revisions: what anybody may not do."""

from community.revisions import along

STANDING = "standing"
_TABLES = (
    *("measure", "measure_effect", "measure_lifting"),
    *("emergency", "emergency_admission", "emergency_left_out"),
    *("emergency_lifting", "emergency_measure", "emergency_ratification"),
)


def connect() -> None:
    """Let each statement that writes what stands against anybody tell that it does."""
    for table in _TABLES:
        along(table, STANDING)
