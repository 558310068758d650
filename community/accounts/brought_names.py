"""Names that came with a file of another place: told from those of people here by what stands
behind them. Pure.
"""

LONGEST_NAME = 80  # letters of one that somebody has here, or that a file gives
BROUGHT = ", from an import"
LONGEST_KEPT = LONGEST_NAME + len(BROUGHT)


def name_brought(name: str) -> str:
    """A name that came with a file, so that it is taken for nobody's here."""
    return name[:LONGEST_NAME] + BROUGHT


def own_name(name: str) -> str:
    """The name as the file had it."""
    return name.removesuffix(BROUGHT)
