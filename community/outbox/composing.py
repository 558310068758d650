"""From a letter's facts to the message that is posted: read again, rendered, addressed."""

import hmac
import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from flask import current_app

from community import languages
from community.clock import zone
from community.text import line

from . import choices
from .addresses import absolute, host
from .kinds import Desk, Draft, Kind, Recipient
from .models import Group, Letter

_LONGEST_SUBJECT = 150
_POLICY = SMTP.clone(cte_type="7bit", utf8=False)


class UnknownKind(LookupError):
    """No feature knows letters of this kind."""


def compose(letter: Letter, desk: Desk, now: datetime) -> EmailMessage | None:
    """The message to post for `letter`; None where there is nothing left to say, or nobody to say
    it to. Only reads. Raises `UnknownKind`, and what templates and headers raise.
    """
    kind = desk.kinds.get(letter.kind)
    if kind is None:
        raise UnknownKind(letter.kind)
    recipient = _recipient(letter, desk)
    if recipient is None or not _is_wanted(letter, kind):
        return None
    with languages.speaking(recipient.language):
        draft = kind.write(letter, recipient, now)
        return None if draft is None else _message(letter, kind, draft, recipient, desk, now=now)


def message_id(letter: Letter) -> str:
    """The same at every try, and never that of another letter (RFC 5322 §3.6.4)."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    about = f"letter {letter.id} {letter.owed_at.isoformat()}".encode()
    return f"<letter-{letter.id}.{hmac.digest(key, about, 'sha256').hex()[:24]}@{host()}>"


def _recipient(letter: Letter, desk: Desk) -> Recipient | None:
    known = desk.recipient_of(letter.person_id) if letter.person_id is not None else None
    if letter.address is None:
        return known
    if known is not None:
        is_theirs = known.address.casefold() == letter.address.casefold()
        # Anybody may be called anything: at an address that is not theirs nobody reads it.
        name = known.name if is_theirs else ""
        return Recipient(name, letter.address, known.zone, known.language)
    if letter.address.casefold().endswith(".invalid"):  # RFC 2606 §2: nobody is there
        return None
    given = letter.facts
    place = desk.letterhead()
    return Recipient(
        str(given.get("name", "")),
        letter.address,
        str(given.get("zone", place.zone)),
        languages.known(given.get("language") or place.language),
    )


def _is_wanted(letter: Letter, kind: Kind) -> bool:
    return letter.person_id is None or choices.wants(letter.person_id, kind.group)


def _message(
    letter: Letter, kind: Kind, draft: Draft, recipient: Recipient, desk: Desk, *, now: datetime
) -> EmailMessage:
    place, settings = desk.letterhead(), current_app.config["SETTINGS"]
    leave = _leave(letter, kind)
    folder = f"emails/{draft.template or kind.name}"
    values: dict[str, Any] = {
        "place": place.name,
        "home": settings.base_url,
        "recipient": recipient,
        "reader_zone": zone(recipient.zone),
        "language": recipient.language,
        "leave": leave,
        **draft.values,
    }
    values["subject"] = line(_render(f"{folder}/subject.txt", values))[:_LONGEST_SUBJECT]
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(line(place.name), addr_spec=settings.sender)
    message["To"] = Address(line(recipient.name), addr_spec=recipient.address)
    message["Subject"] = values["subject"]
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(letter)
    message["Content-Language"] = recipient.language
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no robot answers it
    if draft.stop or leave:
        message["List-Unsubscribe"] = f"<{draft.stop or leave}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    message.set_content(_tidy(_render(f"{folder}/body.txt", values)), cte="quoted-printable")
    html = _render(f"{folder}/body.html", values)
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    return message


def _leave(letter: Letter, kind: Kind) -> str | None:
    """The address at which the person stops letters of this group; None where they always come."""
    if kind.group is Group.ACCOUNT or letter.person_id is None:
        return None
    token = choices.token_for(letter.person_id, kind.group)
    return absolute("accounts.show_unsubscription", token=token)


def _render(name: str, values: dict[str, Any]) -> str:
    """Without the processors of pages: there is no request and no viewer."""
    return current_app.jinja_env.get_template(name).render(values)


def _tidy(text: str) -> str:
    """No blanks at the ends of lines, but for the line above a signature (RFC 3676 §4.3)."""
    lines = re.sub(r"(?m)(?<!^--)[ \t]+$", "", text)
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"
