"""Letters leave once, whatever servers and workers do; what fails is tried again and seen."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts import entering, stewardship
from community.accounts.models import Purpose, Role
from community.db import db
from community.outbox import composing, files, posting
from community.outbox.models import Letter, Outcome
from community.outbox.owing import owe
from tests.engines import ENGINES
from tests.factories import START, make_member

pytestmark = pytest.mark.engines(*ENGINES)

LATER = START + timedelta(days=30)


@pytest.fixture
def letters(reading):
    """A function that gives every letter as it stands."""

    def read() -> list[Letter]:
        with reading() as session:
            return list(session.scalars(select(Letter).order_by(Letter.id)))

    return read


def test_a_letter_arrives_once_and_says_what_happened(owed, post, mailbox, at, letters):
    with at(START):
        assert (post(), post()) == (1, 0)

    letter = mailbox.only(owed.email)
    assert letter.subject == "You are a curator of Open Source Practitioners now"
    assert "Stu entrusted a role to you: curator." in letter.text
    assert "Stu entrusted a role to you: curator." in letter.html
    assert str(letter.message["From"]) == "Open Source Practitioners <calls@localhost>"
    assert [one.outcome for one in letters()] == [Outcome.SENT]


def test_the_people_of_the_sample_are_not_written_to(owed, post, at, writing):
    with writing() as session:
        session.get(type(owed), owed.id).email_key = "ada@sample.invalid"

    with at(START):
        assert post() == 0


def test_a_letter_says_how_to_have_no_more_of_its_kind(owed, post, mailbox, at, client):
    with at(START):
        post()
    message = mailbox.only(owed.email).message
    assert b"\nList-Unsubscribe: <http://localhost:8000/letters/choices/" in mailbox.raw[0]
    assert b"\n-- \r\nOpen Source Practitioners" in mailbox.raw[0].replace(b"=20", b" ")
    address = str(message["List-Unsubscribe"]).strip("<>")

    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address.startswith("http://localhost:8000/letters/choices/")
    assert client.get(address).status_code == 200
    assert client.get(address).status_code == 200


def test_a_change_that_is_undone_owes_no_letter(writing, letters):
    def change_and_fail() -> None:
        with writing():
            ada, stu = make_member("Ada"), make_member("Stu", Role.STEWARD)
            stewardship.grant_role(ada, Role.CURATOR, by=stu, now=START)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()

    assert letters() == []


def test_a_letter_for_one_event_and_person_is_owed_once(writing, letters):
    with writing():
        ada = make_member("Ada")
        for _ in range(3):
            owe("role_granted", person_id=ada.person_id, about="grant 1", now=START)
        owe("role_granted", person_id=ada.person_id, about="grant 2", now=START)

    assert [letter.about for letter in letters()] == ["grant 1", "grant 2"]


def test_what_is_no_longer_so_is_not_written(owed, post, mailbox, at, writing, letters):
    with writing():
        stu = make_member("Sue", Role.STEWARD)
        ada = db.session.get(type(owed), owed.id)
        stewardship.revoke_role(ada, Role.CURATOR, by=stu, now=START)
    with at(START):
        assert post() == 0

    assert mailbox.letters == []
    assert [letter.outcome for letter in letters()] == [Outcome.NOT_NEEDED]


def test_a_letter_put_off_is_tried_again_after_growing_pauses(owed, post, mailbox, at, letters):
    mailbox.refuse_letter = lambda _letter: "451 later"
    now, pauses = START, []
    while (letter := letters()[0]).is_open:
        pauses.append(letter.due_at - now)
        now = letter.due_at
        with at(now):
            post()

    minutes = [int(pause.total_seconds() // 60) for pause in pauses]
    assert minutes == [0, 1, 5, 15, 60, 180, 360, 720, *[1440] * 4]
    assert (letter.outcome, letter.fault) == (Outcome.GIVEN_UP, "letter put off (451)")


def test_a_letter_put_off_keeps_its_message_id(owed, post, mailbox, at):
    seen: list[str] = []

    def refuse_once(letter) -> str | None:
        seen.append(letter.id)
        return "451 later" if len(seen) == 1 else None

    mailbox.refuse_letter = refuse_once
    for minutes in (0, 1):
        with at(START + timedelta(minutes=minutes)):
            post()

    assert (len(seen), len(set(seen))) == (2, 1)


def test_an_address_that_is_refused_holds_nobody_else_up(grant, post, mailbox, at, letters):
    bad, good = grant("Bad", "Good")
    mailbox.refuse_recipient = lambda address: "550 no" if address == bad.email else None
    with at(START):
        assert post() == 1

    assert mailbox.only(good.email)
    assert {letter.outcome: letter.fault for letter in letters()} == {
        Outcome.GIVEN_UP: "recipient refused (550)",
        Outcome.SENT: None,
    }


def test_a_letter_that_cannot_be_written_holds_nobody_else_up(grant, post, mailbox, at, writing):
    bad, good = grant("Bad", "Good")
    with writing():
        owe("nobody knows", person_id=bad.person_id, about="x", now=START - timedelta(days=1))
    with at(START):
        assert post() == 2

    assert mailbox.only(good.email)


def test_given_up_letters_are_sent_again_when_a_steward_says_so(
    owed, post, mailbox, at, letters, writing
):
    mailbox.refuse_recipient = lambda _address: "550 no"
    with at(START):
        post()
    mailbox.refuse_recipient = lambda _address: None
    with writing():
        assert posting.post_all_again(now=LATER) == 1
        assert posting.post_all_again(now=LATER) == 0
    with at(LATER):
        assert post() == 1

    assert mailbox.only(owed.email)


def test_posting_ends_after_a_while_so_that_other_work_has_its_turn(grant, app, at, settings):
    grant("Ada", "Bo", "Cy")

    with app.app_context(), at(START):
        assert [posting.post_due(longest=0) for _ in range(4)] == [1, 1, 1, 0]


@pytest.mark.parametrize("smtp_url", ["", "smtp://localhost"])
def test_files_of_letters_that_are_no_more_are_deleted(
    owed, app, at, writing, another_app, smtp_url
):
    with app.app_context(), at(START):
        posting.post_due()
        folder = app.config["SETTINGS"].instance_path / "letters"
    for name in ("letter-7.part", "letter-x.eml", "mine.eml"):
        (folder / name).write_bytes(b"")
    with writing() as session:
        session.delete(session.scalars(select(Letter)).one())

    with another_app(smtp_url=smtp_url).app_context():
        files.forget_files()

    assert {file.name for file in folder.iterdir()} == {"letter-x.eml", "mine.eml"}


def test_subject_and_names_cannot_add_headers(owed, post, mailbox, at, writing):
    with writing() as session:
        session.get(type(owed), owed.id).person.name = "Ada\r\nBcc: eve@example.org"
        session.flush()
    with at(START):
        assert post() == 1

    letter = mailbox.only(owed.email)
    assert (letter.message["Bcc"], len(mailbox.letters)) == (None, 1)


def test_without_a_mail_server_letters_are_files(app, owed, at, letters, settings):
    with app.app_context(), at(START):
        assert posting.post_due() == 1
    assert posting.file_name(letters()[0]).startswith(f"letter-{letters()[0].id}-")
    file = settings.instance_path / "letters" / f"{posting.file_name(letters()[0])}.eml"

    assert b"Stu entrusted a role to you" in file.read_bytes()
    assert (file.stat().st_mode & 0o77, file.parent.stat().st_mode & 0o77) == (0, 0)


def test_the_message_id_of_a_row_made_again_is_another(app):
    letters = [Letter(id=1, owed_at=START), Letter(id=1, owed_at=LATER)]
    with app.app_context():
        assert len({composing.message_id(letter) for letter in letters}) == 2


def test_letters_about_an_account_go_first(owed, post, mailbox, at, writing):
    ada = owed
    with writing():
        entering.send_link(Purpose.SIGN_IN, ada.email_key, now=START + timedelta(seconds=1))
    with at(START + timedelta(minutes=1)):
        assert post() == 2

    assert [letter.subject.split()[0] for letter in mailbox.letters] == ["Your", "You"]
