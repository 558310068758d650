"""Who gets in where in threads of notes, and at decisions and actions."""

from tests.architecture.roles import EVERYONE, MEMBERS, NOBODY, OWNER, OWNERS, STEWARDS, WRITERS

NOTE_ROUTES: dict[str, frozenset[str]] = {
    "GET notes.show_notes_of_call": EVERYONE,
    "GET notes.show_thread": EVERYONE,
    "GET notes.show_thread_markdown": EVERYONE,
    "GET notes.show_thread_data": EVERYONE,
    "GET notes.show_note": EVERYONE,
    "GET notes.list_revisions": EVERYONE,
    "GET notes.list_decisions": EVERYONE,
    "GET notes.list_actions": EVERYONE,
    "GET notes.show_notes_of_item": EVERYONE,
    "GET notes.show_notes_of_part": EVERYONE,
    "POST notes.write_on_part": MEMBERS,
    "POST notes.write_on_call": MEMBERS,
    "POST notes.write_on_item": MEMBERS,
    "GET notes.new_answer": MEMBERS,
    "POST notes.answer": MEMBERS,
    "POST notes.keep": MEMBERS,
    "GET notes.edit_note": WRITERS,
    "POST notes.change_text": WRITERS,
    "POST notes.sort_note": WRITERS,
    "POST notes.remove_note": WRITERS | STEWARDS,
    "POST notes.put_note_back": WRITERS | STEWARDS,
    "GET notes.ask_what_to_redact": OWNERS,
    "POST notes.redact_note": OWNERS,
    "POST notes.restore_revision": WRITERS,
    "GET notes.ask_how": WRITERS,
    "POST notes.finish": WRITERS,
    "POST notes.reopen": WRITERS,
    "POST notes.leave_out": OWNER,
    "GET notes.list_my_actions": MEMBERS,
    "GET notes.ask_what_became": NOBODY,  # of a note on a call: see tests/patterns/test_notes.py
    "POST notes.settle_note": NOBODY,
    "POST notes.open_note_again": NOBODY,
    "POST notes.mute": MEMBERS,
    "POST notes.unmute": MEMBERS,
    "POST notes.keep_author_off": NOBODY,  # of a note: see tests/distance/test_pages.py
    "GET notes.show_thread_letters": NOBODY,
    "POST notes.stop_thread_letters": NOBODY,
}
