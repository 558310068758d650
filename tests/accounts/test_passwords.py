"""Which passwords are good enough, and how they are compared."""

import pytest
from argon2 import PasswordHasher, extract_parameters

from community.accounts import passwords

pytestmark = pytest.mark.real_hashes

GOOD = "a quiet river at dawn"
OWN = ("Ada Lovelace", "ada@example.org", "ada-l", "River Menders")


@pytest.mark.parametrize(
    "password", [GOOD, "größer als gestern", "河川のほとりで静かに朝を待つ", "x" * 1020 + "yzab"]
)
def test_a_good_password_has_no_weakness(password):
    assert passwords.weakness(password, OWN) is None


@pytest.mark.parametrize(
    "password",
    [
        "",
        "ninechars",
        "\uff10" * 9,
        "x" * 1022 + "yza",
        "ü" * 511 + "abc",
        "aaaaaaaaaaaa",
        "abababababab",
    ],
)
def test_too_short_too_long_or_too_even_a_password_is_refused(password):
    assert passwords.weakness(password) is not None


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "qwertyuiop",
        "Password123",
        "password2024!",
        "sunshinesunshine",
        "QWERTYUIOP",
        "!!!!princess",
    ],
)
def test_a_common_password_is_refused_also_dressed_up(password):
    assert "Many people" in (passwords.weakness(password) or "")


@pytest.mark.parametrize(
    "password",
    ["AdaLovelace1", "ada@example.org", "rivermenders river", "lovelace-menders", "ada-l ada-l!"],
)
def test_ones_own_words_do_not_make_a_password(password):
    assert "without your name" in (passwords.weakness(password, OWN) or "")


def test_own_words_in_a_long_enough_password_do_no_harm():
    assert passwords.weakness("lovelace met a quiet river", OWN) is None


def test_a_password_fits_its_own_hash_alone():
    kept = passwords.hash_password(GOOD)

    assert kept.startswith("$argon2id$")
    assert GOOD not in kept
    assert passwords.fits(GOOD, kept)
    assert not passwords.fits(GOOD + " ", kept)


def test_a_hash_is_as_dear_as_the_library_advises():
    made = extract_parameters(passwords.hash_password(GOOD))

    assert made == extract_parameters(PasswordHasher().hash(GOOD))
    assert made.memory_cost >= 64 * 1024


def test_every_hash_is_salted():
    assert passwords.hash_password(GOOD) != passwords.hash_password(GOOD)


def test_a_password_typed_on_another_keyboard_is_the_same():
    assert passwords.fits("cafe\u0301 am fluss", passwords.hash_password("caf\u00e9 am fluss"))


def test_no_password_fits_where_there_is_no_hash_or_a_broken_one():
    assert not passwords.fits("nobody has this password", None)
    assert not passwords.fits(GOOD, "!")


def test_an_endless_password_is_not_hashed_whole():
    assert not passwords.fits("x" * 5_000_000, passwords.hash_password(GOOD))
