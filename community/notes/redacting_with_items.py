"""Words taken out of items for ever go from what is said of these as well."""

from community.access import Viewer
from community.agendas.events import ItemPurged, ItemRedacted

from .queries import thread_of_item
from .redacting import redact
from .redaction_queries import unsaid_in
from .redactions import GONE
from .repeat_queries import others_with
from .subject_queries import subject_of_item
from .unsaid import take_out_of


def item_redacted(event: ItemRedacted) -> None:
    """Take the words out of what is begun about the item, and where that was asked for out of every
    note on it.
    """
    thread = thread_of_item(event.item.id)
    for draft in unsaid_in(thread, [], subject_of_item(event.item)):
        take_out_of(draft, event.words, bounded=event.bounded)
    if not event.also or thread is None:
        return
    for note in others_with(event.words, thread.id):
        redact(note, event.words, why=event.why, by=Viewer(event.by), now=event.at)


def item_purged(event: ItemPurged) -> None:
    """Take what was said in an item out of what is begun about it and of the notes on it."""
    thread = thread_of_item(event.item.id)
    for draft in unsaid_in(thread, [], subject_of_item(event.item)):
        for words in event.pieces:
            take_out_of(draft, words)
    for words in event.pieces if thread else ():
        for note in others_with(words, thread.id if thread else 0):
            redact(note, words, why=GONE, by=Viewer(event.by), now=event.at)
