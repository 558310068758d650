"""Who gets in where at the labour ledger."""

from tests.architecture.roles import EVERYONE, MEMBERS, OWNERS

WHOSE = frozenset({"member"})  # the line is about the member; not even stewards
LABOUR_ROUTES: dict[str, frozenset[str]] = {
    "GET ledger.show_call_labour": EVERYONE,
    "POST ledger.add_line": MEMBERS,
    "POST ledger.take_off": OWNERS,
    "POST ledger.put_back": OWNERS,
    "GET ledger.show_series_labour": EVERYONE,
    "GET ledger.show_series_sheet": EVERYONE,
    "GET ledger.show_series_data": EVERYONE,
    "GET ledger.show_my_labour": MEMBERS,
    "GET ledger.show_my_sheet": MEMBERS,
    "GET ledger.show_my_data": MEMBERS,
    "POST ledger.confirm": MEMBERS,
    "POST ledger.decline": MEMBERS,
    "POST ledger.take_back": WHOSE,
    "POST ledger.consider_again": WHOSE,
}
