"""Who gets in where at letters: those owed, those people want, what the link of one is for."""

from tests.architecture.roles import MEMBERS, NOBODY, STEWARDS

LETTER_ROUTES: dict[str, frozenset[str]] = {
    "GET accounts.list_letters": STEWARDS,
    "GET accounts.show_letter": STEWARDS,
    "POST accounts.send_again": STEWARDS,
    "POST accounts.send_all_again": STEWARDS,
    "GET accounts.show_letter_choices": MEMBERS,
    "POST accounts.choose_letters": MEMBERS,
    "GET accounts.show_unsubscription": NOBODY,
    "POST accounts.unsubscribe": NOBODY,
    "GET agendas.show_guest_proposals": NOBODY,
    "POST agendas.propose_as_guest": NOBODY,
    "POST agendas.take_guest_proposal_back": NOBODY,
    # Of a guest: see tests/agendas/test_guests.py and test_guests_who_join.py.
    **{
        f"POST agendas.{do}_guest_proposal": NOBODY
        for do in ("take", "leave", "reconsider", "withdraw")
    },
}
