"""Over the wire: what is private stays so, what a server says is understood, dots stay dots."""

import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from community.outbox.carriers import Folder, NeverTaken, NobodyThere, NotNow
from community.outbox.smtp import Smtp
from tests.mailbox import Mailbox, free_port, open_mailbox

PAPERS = Path(__file__).parent / "fixtures" / "mail-server.pem"  # a certificate for 127.0.0.2
ELSEWHERE = "127.0.0.2"


@pytest.fixture
def server() -> Iterator[Mailbox]:
    """A mail server, without any application."""
    with open_mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def guarded():
    """A function that starts a server on another host, which asks for a password, over TLS or not;
    gives its address and the passwords it was told.
    """
    running: list[Controller] = []

    def start(*, offers_tls: bool) -> tuple[str, list[bytes]]:
        told: list[bytes] = []

        def check(_server, _session, _envelope, _mechanism, data) -> AuthResult:
            told.append(data.password)
            return AuthResult(success=data.password == b"p@ss word")

        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(PAPERS)
        controller = Controller(
            Mailbox(),
            hostname=ELSEWHERE,
            port=free_port(ELSEWHERE),
            authenticator=check,
            auth_require_tls=False,
            tls_context=context if offers_tls else None,
        )
        controller.start()
        running.append(controller)
        return f"smtp://u:p%40ss%20word@{ELSEWHERE}:{controller.port}", told

    yield start
    for controller in running:
        controller.stop()


def letter(body: str = "Hello.") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "calls@example.org", "ada@example.org"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(body)
    return message


def deliver(url: str, *messages: EmailMessage) -> None:
    with Smtp(url) as line:
        for message in messages or (letter(),):
            line.be_ready()
            line.deliver(message, "letter-1")


def test_lines_that_begin_with_a_dot_arrive_as_they_were(server):
    deliver(server.url, letter(".\n..two\n.end\n"))

    assert server.only("ada@example.org").text == ".\n..two\n.end\n"


def test_one_line_carries_many_letters(server):
    deliver(server.url, *(letter(f"{n}\n") for n in range(3)))

    assert [each.text for each in server.to("ada@example.org")] == ["0\n", "1\n", "2\n"]


def test_a_line_that_the_server_ended_is_opened_again(server):
    with Smtp(server.url) as line:
        line.be_ready()
        line.deliver(letter("0\n"), "letter-1")
        server.stop()
        server.start()
        line.be_ready()
        line.deliver(letter("1\n"), "letter-2")

    assert [each.text for each in server.to("ada@example.org")] == ["0\n", "1\n"]


def test_a_refused_sender_is_not_held_against_the_letter(server):
    server.refuse_sender = lambda _address: "530 who are you"

    with pytest.raises(NobodyThere, match="sender refused"):
        deliver(server.url)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("450 busy", NotNow),
        ("550 gone", NeverTaken),
        ("550 5.1.1 gone", NeverTaken),
        ("550 5.7.1 relaying denied", NotNow),
        ("554 5.3.2 not accepting messages", NotNow),
    ],
)
def test_a_refusal_is_understood_and_the_next_letter_goes_on(server, reply, kind):
    server.refuse_recipient = lambda _address: reply
    with Smtp(server.url) as line:
        line.be_ready()
        with pytest.raises(kind):
            line.deliver(letter(), "letter-1")
        server.refuse_recipient = lambda _address: None
        line.deliver(letter(), "letter-1")

    assert server.only("ada@example.org")


def test_a_password_never_goes_over_an_open_line(guarded):
    url, told = guarded(offers_tls=False)

    with pytest.raises(NobodyThere, match="no TLS"):
        deliver(url)
    assert told == []


def test_a_password_goes_over_a_private_line(guarded, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(PAPERS))
    url, told = guarded(offers_tls=True)

    deliver(url)

    assert told == [b"p@ss word"]


def test_a_server_that_cannot_show_its_papers_is_not_trusted(guarded):
    url, told = guarded(offers_tls=True)

    with pytest.raises(NobodyThere):
        deliver(url)
    assert told == []


def test_a_letter_that_cannot_be_written_leaves_nothing_of_itself(tmp_path):
    folder = Folder(tmp_path)
    folder.be_ready()
    (tmp_path / "letter-1.eml").mkdir()

    with pytest.raises(NotNow):
        folder.deliver(letter(), "letter-1")

    assert [file.name for file in tmp_path.iterdir()] == ["letter-1.eml"]


def test_the_same_letter_is_one_file(tmp_path):
    folder = Folder(tmp_path / "letters")
    for body in ("first\n", "second\n"):
        folder.be_ready()
        folder.deliver(letter(body), "letter-1")

    (file,) = (tmp_path / "letters").iterdir()
    assert "second" in file.read_text()
