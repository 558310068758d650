"""Who gets in where at the records of calls."""

from tests.architecture.roles import EVERYONE, MEMBERS, OWNER

TOOK_PART = frozenset({"member", "owner"})  # the member has written a note
RECORD_ROUTES: dict[str, frozenset[str]] = {
    "GET records.show_record": EVERYONE,
    "GET records.show_record_markdown": EVERYONE,
    "GET records.show_record_data": EVERYONE,
    "GET records.list_records": EVERYONE,
    "GET records.list_missing_records": MEMBERS,
    "GET records.edit_record": OWNER,  # not even stewards
    "POST records.keep_summary": OWNER,
    "POST records.write_summary": OWNER,
    "POST records.add_link": OWNER,
    "POST records.remove_link": OWNER,
    "POST records.put_link_back": OWNER,
    "GET records.show_steps": OWNER,
    "POST records.open_for_correction": OWNER,
    "POST records.close_to_corrections": OWNER,
    "POST records.publish": OWNER,
    "POST records.take_back": OWNER,
    "POST records.say_there_is_none": OWNER,
    "POST records.write_one_after_all": OWNER,
    "GET records.list_corrections": TOOK_PART,
    "GET records.new_correction": TOOK_PART,
    "POST records.ask_for_correction": TOOK_PART,
    "POST records.keep_correction": TOOK_PART,
    "POST records.take_correction_back": frozenset({"member"}),  # who asked for it
    "POST records.answer_correction": OWNER,
    "POST records.take_answer_back": OWNER,
}
