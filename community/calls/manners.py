"""What is agreed about recording, automatic note-takers, captions and access, in sentences: the
same in calendars and in letters. Values in, values out.
"""

from .models import Call, NoteTakers, Recording, Series

UNCONDITIONAL = "You can take part without agreeing to be recorded."
_RECORDING = {
    Recording.NO: "This call is not recorded.",
    Recording.YES: "This call is recorded.",
    Recording.PARTS: "Parts of this call are recorded.",
}
_NOTE_TAKERS = {
    NoteTakers.WELCOME: "Automatic note-takers are welcome.",
    NoteTakers.ASK: "Ask before you bring an automatic note-taker.",
    NoteTakers.NO: "Please bring no automatic note-taker.",
}


def manners(of: Series | Call) -> str:
    """Everything that is agreed about a series or a call, as one line."""
    told = (("Captions", of.captions), ("Access", of.access))
    known = [f"{what}: {words.rstrip('.')}." for what, words in told if words]
    recorded = [_RECORDING[of.recording]]
    recorded += [UNCONDITIONAL] if of.recording is not Recording.NO else []
    return " ".join([*recorded, _NOTE_TAKERS[of.note_takers], *known])
