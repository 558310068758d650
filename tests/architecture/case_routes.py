"""Who gets in where to keep others at a distance, to report, and where cases are handled."""

from tests.architecture.roles import EVERYONE, MEMBERS, NOBODY, OWNER, RESPONDERS, STEWARDS

CASE_ROUTES: dict[str, frozenset[str]] = {
    "GET distance.show": MEMBERS,
    "POST distance.keep": MEMBERS,
    "POST distance.let_near": MEMBERS,
    "GET moderation.new_report": EVERYONE,
    "GET transparency.show_how_it_is_run": EVERYONE,
    "GET transparency.list_reports": EVERYONE,
    "GET transparency.show_report": EVERYONE,  # a draft: responders and stewards
    "GET transparency.show_sheet": EVERYONE,
    "POST transparency.draft_report": RESPONDERS | STEWARDS,
    "POST transparency.approve_report": RESPONDERS | STEWARDS,
    "POST transparency.take_approval_back": RESPONDERS | STEWARDS,
    "POST moderation.make_report": EVERYONE,
    "GET moderation.ask_for_code": EVERYONE,
    "GET moderation.show_messages": EVERYONE,
    "POST moderation.show_report": EVERYONE,
    "POST moderation.write_to_responders": EVERYONE,
    "GET moderation.show_standing": MEMBERS,
    "POST moderation.answer_responders": MEMBERS,
    "POST moderation.appeal_ruling": NOBODY,  # whom it concerns
    "POST moderation.ask_readmission": NOBODY,  # the same
    "GET moderation.show_guest_standing": NOBODY,  # who has the link of a letter
    "POST moderation.answer_as_guest": NOBODY,
    "POST moderation.appeal_as_guest": NOBODY,
    "POST moderation.appeal_content_as_guest": NOBODY,
    "POST moderation.ask_as_guest": NOBODY,
    # those who hold the call, responders, and conduct contacts, whom none of these roles is
    "GET moderation.show_safety": OWNER | RESPONDERS,
    "GET moderation.ask_at_once": OWNER | RESPONDERS,
    "POST moderation.do_at_once": OWNER | RESPONDERS,
    "POST moderation.let_in": OWNER | RESPONDERS,  # nobody waits there: nothing is done
    "POST moderation.lift_at_once": NOBODY,  # none stands in the call
    # responders alone, not even a steward; and of a case, who is asked about it: nobody here
    "GET moderation.show_desk": RESPONDERS,
    "POST moderation.take_leave": RESPONDERS,
    "POST moderation.end_leave": NOBODY,
    "POST moderation.answer_case": NOBODY,
    "GET moderation.show_case": NOBODY,
    "POST moderation.write_message": NOBODY,
    "POST moderation.read_message": NOBODY,
    "POST moderation.move_case": NOBODY,
    "POST moderation.tick_steps": NOBODY,
    "POST moderation.hand_over": NOBODY,
    "POST moderation.purge_in_case": NOBODY,
    "POST moderation.ratify_at_once": NOBODY,
    "POST moderation.lift_in_case": NOBODY,
    "POST moderation.name_person": NOBODY,
    "POST moderation.name_no_more": NOBODY,
    "POST moderation.ask_colleague": NOBODY,
    "POST moderation.join_cases": NOBODY,
    "POST moderation.take_apart": NOBODY,
    "GET moderation.download_file": NOBODY,
    "GET moderation.new_ruling": NOBODY,
    "POST moderation.draft_ruling": NOBODY,
    "POST moderation.agree_to_ruling": NOBODY,
    "POST moderation.discard_ruling": NOBODY,
    "POST moderation.send_ruling": NOBODY,
    "POST moderation.hear_appeal": NOBODY,
    "POST moderation.decide_appeal": NOBODY,
    "POST moderation.answer_readmission": NOBODY,
    "POST moderation.judge_condition": NOBODY,
    "POST moderation.look_at_ban": NOBODY,
    "GET moderation.list_content": RESPONDERS,
    "GET moderation.list_first_notes": RESPONDERS,
    "GET moderation.ask_about_content": NOBODY,
    "POST moderation.set_content_aside": NOBODY,
    "GET moderation.show_content": NOBODY,
    "POST moderation.bring_content_back": NOBODY,
    "POST moderation.pass_words_on": NOBODY,  # who did not write them: nobody here
    "POST moderation.write_words_anew": NOBODY,
    "POST moderation.hear_content_appeal": NOBODY,
    "POST moderation.let_note_through": NOBODY,  # what waits: see tests/notes/test_waiting.py
    "POST moderation.take_note_for_spam": NOBODY,
    "POST moderation.appeal_content": NOBODY,  # whom it concerns
}
