"""Whether whoever sends something to a route agrees to the code of conduct first: every route that
is written to. Add a line for a new one: under `ASKS` where others read what is written, or reach
somebody by it; else under the reason why nobody is asked.
"""


def _each(*groups: str) -> frozenset[str]:
    """The endpoints that some lists name."""
    return frozenset(endpoint for group in groups for endpoint in group.split())


ASKS = _each(
    """
    agendas.add_item agendas.claim_role agendas.decline_item agendas.keep_template
    agendas.park_item agendas.propose agendas.publish agendas.reword_item
    agendas.take_guest_proposal agendas.vote
    attendance.accept_offer attendance.answer attendance.answer_series
    calendars.confirm_import
    calls.accept_invitation calls.add_date calls.cancel calls.change_call calls.change_series
    calls.invite_to_call calls.invite_to_series calls.move calls.schedule_call calls.start_series
    exchange.confirm_import
    facilitation.add_item facilitation.come facilitation.look_back facilitation.raise_hand
    ledger.add_line ledger.confirm
    notes.answer notes.change_text notes.finish notes.restore_revision notes.settle_note
    notes.sort_note notes.write_on_call notes.write_on_item notes.write_on_part
    patterns.accept_suggestion patterns.adapt_pattern patterns.add_objection patterns.add_review
    patterns.add_suggestion patterns.add_use patterns.answer_objection patterns.begin_collection
    patterns.begin_from_note patterns.begin_pattern patterns.change_collection
    patterns.change_entry patterns.change_use patterns.check_pattern patterns.collect_pattern
    patterns.decline_suggestion patterns.invite_to_draft patterns.mark_use patterns.mend_link
    patterns.propose_pattern patterns.put_in_collection patterns.relate_pattern
    patterns.restore_revision patterns.retire_pattern patterns.revise_pattern
    patterns.share_draft patterns.speak_for patterns.suggest_relation patterns.take_draft_on
    patterns.leave_held patterns.show_held
    patterns.take_reworded patterns.verify_use patterns.write_about_suggestion
    records.add_link records.answer_correction records.ask_for_correction records.publish
    records.say_there_is_none records.write_summary
    """
)

# A visitor agrees in the form itself.
IN_ITS_FORM = "accounts.finish_sign_up attendance.ask_as_guest attendance.change_guest_answer"
IN_ITS_FORM += " accounts.set_up agendas.propose_as_guest"

# One's own account, letters, addresses and distance to others: no place to keep anybody out of.
ONES_OWN = """
    accounts.ask_for_address accounts.change_address accounts.change_password
    accounts.change_profile accounts.choose_letters accounts.confirm accounts.end_sign_in
    accounts.end_sign_ins accounts.erase accounts.make_join_invitation accounts.reset_password
    accounts.send_reset accounts.send_sign_in_link accounts.sign_in accounts.sign_in_by_link
    accounts.sign_out accounts.sign_up accounts.take_address_back accounts.unsubscribe
    attendance.change_guest_name attendance.confirm_guest_answer attendance.accept_guest_offer
    attendance.follow attendance.forget_guest
    calendars.rotate_address calendars.show_address
    conduct.accept
    distance.keep distance.let_near notes.keep_author_off notes.mute notes.unmute
    notes.stop_thread_letters
    patterns.take_name_off patterns.put_name_back
"""

# What is read by nobody else yet: drafts, files to look at. What comes of it asks.
UNSEEN = """
    calls.keep_details_of_call calls.keep_details_of_series calls.keep_new_call
    calls.keep_new_series
    agendas.keep_item agendas.keep_proposal agendas.keep_words records.keep_summary
    records.keep_correction
    notes.keep patterns.keep_what_is_typed patterns.show_import
    calendars.put_up exchange.put_up exchange.preview_patterns
"""

# It takes something back, takes it out or brings it back as it was, or says that one cannot come.
TAKES_BACK = """
    accounts.withdraw_join_invitation
    agendas.give_role_up agendas.leave_guest_proposal agendas.lift_empty_rule
    agendas.reconsider_guest_proposal
    agendas.put_template_back agendas.redact_item agendas.take_guest_proposal_back
    agendas.remove_template agendas.send_item_back agendas.take_vote_back agendas.undo_state
    agendas.carry_item_again agendas.remove_item agendas.withdraw_guest_proposal
    agendas.withdraw_proposal
    attendance.decline_guest_offer attendance.decline_offer attendance.unfollow
    attendance.withdraw attendance.withdraw_guest_answer attendance.withdraw_series_answer
    calls.decline_invitation calls.leave_call calls.leave_series calls.remove_call
    calls.remove_series calls.restore_call calls.restore_series calls.uncancel
    calls.withdraw_invitation
    facilitation.go facilitation.lower facilitation.put_look_back_back
    facilitation.remove_look_back facilitation.take_look_back
    ledger.consider_again ledger.decline ledger.put_back ledger.take_back ledger.take_off
    notes.leave_out notes.open_note_again notes.put_note_back notes.redact_note
    notes.remove_note notes.reopen
    patterns.leave_draft patterns.put_back patterns.put_entry_back patterns.redact_pattern
    patterns.remove_collection patterns.restore_collection patterns.stop_sharing
    patterns.take_answer_back patterns.take_check_back patterns.take_mark_back
    patterns.take_out_of_collection patterns.take_proposal_back patterns.take_relation_away
    patterns.take_verification_back patterns.take_word_back patterns.withdraw_draft_invitation
    patterns.withdraw_objection patterns.withdraw_review patterns.withdraw_suggestion
    patterns.take_held_back patterns.wait_no_longer patterns.withdraw_use
    records.close_to_corrections records.put_link_back records.remove_link records.take_answer_back
    records.take_back records.take_correction_back records.write_one_after_all
"""

# The order and the hours of a call that is held, without words: a call goes on meanwhile.
STEERS = """
    agendas.accept_item agendas.begin_agenda agendas.confirm_role agendas.discuss_item
    agendas.hand_role_over agendas.order_items agendas.place_item agendas.set_empty_rule
    calls.change_place calls.change_times
    facilitation.call_on facilitation.end facilitation.move facilitation.resume
    facilitation.park facilitation.start facilitation.take_down facilitation.take_on
    facilitation.thank
    patterns.order_collection patterns.place_entry
    records.open_for_correction
"""

# Reports, answers and appeals are open to everybody at any time; so is what responders do.
SAFETY = """
    moderation.agree_to_ruling moderation.answer_case moderation.answer_responders
    moderation.appeal_content moderation.appeal_ruling moderation.ask_colleague
    moderation.bring_content_back moderation.decide_appeal moderation.discard_ruling
    moderation.do_at_once moderation.draft_ruling moderation.end_leave moderation.hand_over
    moderation.hear_appeal moderation.hear_content_appeal moderation.join_cases moderation.let_in
    moderation.let_note_through moderation.lift_at_once moderation.lift_in_case
    moderation.make_report moderation.move_case moderation.name_no_more moderation.name_person
    moderation.pass_words_on
    moderation.purge_in_case moderation.ratify_at_once moderation.read_message
    moderation.send_ruling
    moderation.set_content_aside moderation.show_report moderation.take_apart
    moderation.take_leave moderation.take_note_for_spam moderation.tick_steps
    moderation.write_message moderation.write_to_responders moderation.write_words_anew
    moderation.answer_as_guest moderation.answer_readmission moderation.appeal_as_guest
    moderation.ask_as_guest moderation.ask_readmission moderation.judge_condition
    moderation.look_at_ban moderation.appeal_content_as_guest
"""

# Whoever looks after the place, the code itself among it; a file cannot go on from the page that
# asks.
STEWARDS = """
    accounts.change_settings accounts.grant_role accounts.revoke_role accounts.send_again
    accounts.send_all_again
    conduct.add_contact conduct.adopt conduct.change_contact conduct.discard_draft
    conduct.paste_text conduct.publish conduct.remove_contact conduct.save_draft
    exchange.import_patterns
    transparency.approve_report transparency.draft_report transparency.take_approval_back
"""

DOES_NOT_ASK = _each(IN_ITS_FORM, ONES_OWN, UNSEEN, TAKES_BACK, STEERS, SAFETY, STEWARDS)
