"""Agendas as Markdown to take along. Pure."""

import pytest

from community.agendas.exports import closed


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("Words", []),
        ("```\ncode\n```", []),
        ("```python\ncode", ["```"]),
        ("~~~~\ncode\n~~~", ["~~~~"]),
        ("```\n~~~\n```", []),
        ("``` is `no` fence", []),
        ("```\ncode\n``` more", ["```"]),
    ],
)
def test_a_block_of_code_that_is_left_open_ends_with_its_text(text, end):
    assert list(closed(text)) == [text, *end]
