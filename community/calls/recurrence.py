"""Everything about repeating calls, in one place to import from; pure, values in and values out.

`rules` says what a rule is, `expansion` gives its dates, `grammar` reads and writes it, `choices`
fills the form, `wording` and `preview` explain it, `walltime` finds the instants, `shifts` is for
readers elsewhere, and `matching` is for when the rule changes.
"""

from .choices import Choices, choices_from_rule, rule_from_choices
from .expansion import date_before, dates, last_date, reaching_back, starting, with_until
from .grammar import parse_rule, rule_text, split_times, stored_text
from .matching import match_dates
from .preview import Mark, PreviewDate, PreviewStart, preview
from .rules import ByDay, Frequency, Rule, RuleRefused, Slot, Weekday
from .shifts import Shift, shifts_for
from .walltime import as_shown, instant, kind_of_local, local_start, start_instant, zone_words
from .wording import describe

__all__ = [
    "ByDay",
    "Choices",
    "Frequency",
    "Mark",
    "PreviewDate",
    "PreviewStart",
    "Rule",
    "RuleRefused",
    "Shift",
    "Slot",
    "Weekday",
    "as_shown",
    "choices_from_rule",
    "date_before",
    "dates",
    "describe",
    "instant",
    "kind_of_local",
    "last_date",
    "local_start",
    "match_dates",
    "parse_rule",
    "preview",
    "reaching_back",
    "rule_from_choices",
    "rule_text",
    "shifts_for",
    "split_times",
    "start_instant",
    "starting",
    "stored_text",
    "with_until",
    "zone_words",
]
