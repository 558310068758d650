"""Who gets in where at letters: those that are owed, and which of them people want."""

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
}
