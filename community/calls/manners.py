"""What is agreed about recording, automatic note-takers and captions, in sentences: the same in
calendars and in letters. Values in, values out.
"""

from .models import NoteTakers, Recording

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


def manners(recording: Recording, note_takers: NoteTakers, captions: str = "") -> str:
    """Everything that is agreed, as one line."""
    said = [_RECORDING[recording], _NOTE_TAKERS[note_takers]]
    return " ".join([*said, f"Captions: {captions.rstrip('.')}."] if captions else said)
