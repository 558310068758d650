"""Handles and addresses: what may be one, and what looks like another."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.accounts.handles import proposals, read_address, read_handle, skeleton


@pytest.mark.parametrize(
    ("text", "handle"), [("ada", "ada"), (" @Ada-L ", "ada-l"), ("ａｄａ", "ada"), ("x9", "x9")]
)
def test_a_handle_is_read_as_it_was_meant(text, handle):
    assert read_handle(text) == handle


@pytest.mark.parametrize(
    "text",
    ["", "a", "a" * 31, "ada_l", "ada--l", "-ada", "ada-", "аda", "ada\u202e", "a da", "ada/l"],
)
def test_what_is_no_handle_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="Use 2 to 30 letters"):
        read_handle(text)


@pytest.mark.parametrize(
    "text", ["admin", "adm1n", "st3ward".replace("3", "e"), "sign-in", "s1gn-ln", "api"]
)
def test_the_places_own_names_are_kept_also_in_disguise(text):
    with pytest.raises(ValueError, match="kept for the place itself"):
        read_handle(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal", "paypa1"),
        ("modern", "modem"),
        ("bob", "b0b"),
        ("vvanda", "wanda"),
        ("ada-l", "adal"),
    ],
)
def test_handles_that_look_alike_have_one_skeleton(one, other):
    assert skeleton(one) == skeleton(other)


def test_handles_that_do_not_look_alike_have_different_skeletons():
    assert skeleton("ada") != skeleton("bob")


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ada Lovelace", "ada-lovelace"),
        ("Søren Weiß", "soren-weiss"),
        ("Ångström É.", "angstrom-e"),
        ("Admin", "admin-member"),
        ("李", "member-2"),
        ("X", "x-member"),
    ],
)
def test_a_handle_is_proposed_from_the_name(name, first):
    assert next(proposals(name)) == first


@given(st.text(max_size=80))
def test_every_proposal_is_a_handle_that_may_be_had(name):
    for handle in islice(proposals(name), 12):
        assert read_handle(handle) == handle


@pytest.mark.parametrize(
    ("text", "address", "key"),
    [
        ("ada@example.org", "ada@example.org", "ada@example.org"),
        (" Ada.L+x@Example.ORG ", "Ada.L+x@example.org", "ada.l+x@example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_kept_as_written_and_found_by_its_key(text, address, key):
    assert read_address(text) == (address, key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@localhost",
        "a b@example.org",
        "ada@exam ple.org",
        "ada@example.org\nBcc: x@example.org",
        "ada..l@example.org",
        "ada@example..org",
        "ada@-x.org",
        "a" * 65 + "@example.org",
        "ada@" + "a." * 130 + "org",
        '"a"@example.org',
        "ada@1.2.3.4",
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="Write an e-mail address such as"):
        read_address(text)
