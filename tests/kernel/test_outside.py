"""Only public addresses are looked at, wherever an address leads."""

import socket

import pytest

from community.outside import MOST_STEPS, Seen, is_public, look

PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "224.0.0.1", "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::1", "2001:0:1::1", "::"),
    ],
)
def test_what_is_not_of_the_open_net_is_not_public(address):
    assert not is_public(address)
    assert look("https://x.example", resolve=lambda _: [PUBLIC, address]) == Seen(
        None, "not public"
    )


def test_an_address_of_the_open_net_is_public():
    assert is_public(PUBLIC)
    assert is_public("2606:2800:220:1::1")


@pytest.fixture
def answering():
    """A function: a way to dial that gives these answers in turn, and who was dialled."""
    far: list[socket.socket] = []

    def make(*answers: str):
        dialled: list[tuple[str, str]] = []
        left = list(answers)

        def dial(address: str, host: str) -> socket.socket:
            dialled.append((address, host))
            ours, theirs = socket.socketpair()
            theirs.sendall(left.pop(0).encode())
            theirs.shutdown(socket.SHUT_WR)
            far.append(theirs)
            return ours

        return dial, dialled

    yield make
    for line in far:
        line.close()


def led(to: str) -> str:
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\n\r\n"


def test_each_step_is_checked_before_anything_is_dialled(answering):
    names = {"a.example": [PUBLIC], "inside.example": ["10.0.0.1"]}
    dial, dialled = answering(led("https://inside.example/x"))

    seen = look("https://a.example/?q=1", resolve=names.__getitem__, dial=dial)

    assert (seen.fault, dialled) == ("not public", [(PUBLIC, "a.example")])
    for url in ("http://a.example", "https://a.example:22/", "https://me@a.example", "ftp://a"):
        assert look(url, resolve=names.__getitem__, dial=dial).fault == "not secure"
    assert len(dialled) == 1


@pytest.mark.parametrize(
    ("status", "answers"), [(200, True), (403, True), (404, False), (410, False), (503, False)]
)
def test_it_is_there_or_it_is_not(answering, status, answers):
    dial, _ = answering(led("/on"), f"HTTP/1.1 {status} So\r\n\r\n")

    seen = look("https://a.example", resolve=lambda _: [PUBLIC], dial=dial)

    assert (seen.status, seen.answers) == (status, answers)


def test_what_never_ends_or_says_nonsense_does_not_answer(answering):
    dial, dialled = answering(*[led("/again")] * 9)
    assert not look("https://a.example", resolve=lambda _: [PUBLIC], dial=dial).answers
    assert len(dialled) == MOST_STEPS
    dial, _ = answering("nonsense")
    assert look("https://a.example", resolve=lambda _: [PUBLIC], dial=dial).fault == "no answer"
