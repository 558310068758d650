"""A code as values: its digest, what makes a change material, and how many must decide."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from community.conduct.content import (
    TAKEN_KEYS,
    ClauseText,
    Effect,
    Quorum,
    digest,
    needed,
    why_material,
)
from community.conduct.default_text import default_code
from community.conduct.marking import KEY
from tests.conduct.build import FAIR, KIND, SMALL, with_clauses


def test_the_digest_is_of_everything_a_code_says():
    ladder = SMALL.ladder
    others = [
        replace(SMALL, intro="Other words."),
        with_clauses(FAIR, KIND),
        with_clauses(KIND, ClauseText("expected-2", "Be fair!")),
        with_clauses(KIND, ClauseText("expected-3", "Be fair.")),
        *(
            replace(SMALL, ladder=(replace(ladder[0], **change), *ladder[1:]))
            for change in (
                {"name": "x"},
                {"event": "x"},
                {"consequence": "x"},
                {"repair": "x"},
                {"longest_days": None},
                {"quorum": Quorum.TWO_THIRDS},
                {"effects": (Effect.NO_ACCOUNT,)},
            )
        ),
    ]

    assert len({digest(code) for code in (SMALL, *others)}) == 1 + len(others)


def test_anybody_can_work_the_digest_out_again():
    from dataclasses import asdict  # noqa: PLC0415 - as somebody outside would

    said = json.dumps(asdict(SMALL), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert sha256(said.encode()).hexdigest() == digest(SMALL)


def test_other_words_of_a_clause_are_no_reason_to_ask_again():
    assert why_material(SMALL, with_clauses(KIND, ClauseText("expected-2", "Be very fair."))) == []


def test_a_clause_more_or_less_or_another_weight_of_a_rung_is():
    ladder = SMALL.ladder
    heavier = replace(SMALL, ladder=(replace(ladder[0], longest_days=90), *ladder[1:]))

    assert why_material(SMALL, with_clauses(KIND)) == ["The clause “expected-2” is left out."]
    assert why_material(with_clauses(KIND), SMALL) == ["The clause “expected-2” is new."]
    assert why_material(SMALL, heavier) == ["Rung 0 lasts, is decided or bites differently."]


@pytest.mark.parametrize(
    ("quorum", "people", "how_many"),
    [
        (Quorum.ONE, 5, 1),
        (Quorum.TWO, 5, 2),
        (Quorum.TWO_THIRDS, 3, 2),
        (Quorum.TWO_THIRDS, 4, 3),
        (Quorum.TWO_THIRDS, 6, 4),
        (Quorum.TWO_THIRDS, 1, 2),
    ],
)
def test_how_many_must_decide(quorum, people, how_many):
    assert needed(quorum, people) == how_many


def test_our_own_code_has_everything_a_code_needs():
    code = default_code()

    assert [rung.level for rung in code.ladder] == [0, 1, 2, 3, 4]
    assert [rung.quorum for rung in code.ladder] == [
        Quorum.ONE,
        Quorum.ONE,
        Quorum.TWO,
        Quorum.TWO,
        Quorum.TWO_THIRDS,
    ]
    assert [len(section.clauses) > 0 for section in code.sections] == [
        False,
        True,
        True,
        True,
        False,
        False,
    ]
    assert len(set(code.keys())) == len(code.keys())
    assert all(KEY.fullmatch(key) and key not in TAKEN_KEYS for key in code.keys())  # noqa: SIM118
