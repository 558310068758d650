"""Opening everything one can get to by links, and by addresses one may guess."""

import html
import re
from collections.abc import Iterable
from urllib.parse import urldefrag

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_LEAVE_ALONE = ("/static/", "/healthz", "/readyz")


def each_of(client: FlaskClient, addresses: Iterable[str]) -> dict[str, str]:
    """What each address says, headers first."""
    return {address: _said(client, address)[0] for address in addresses}


def everything(client: FlaskClient, also: Iterable[str] = (), most: int = 400) -> dict[str, str]:
    """What each address says, headers first: those reached from home by links, and `also`.

    Fails where there are more than `most`, so that no walk is endless.
    """
    waiting, found = ["/", *also], dict[str, str]()
    while waiting:
        address = waiting.pop(0)
        if address in found:
            continue
        assert len(found) < most, f"There is no end to it: {list(found)[-5:]}"
        found[address], response = _said(client, address)
        if response.location:
            waiting.append(_ours(response.location))
        if response.mimetype == "text/html":
            waiting += [_ours(a) for a in re.findall(r'href="([^"]*)"', found[address])]
        waiting = [address for address in waiting if _is_a_page(address)]
    return found


def _said(client: FlaskClient, address: str) -> tuple[str, TestResponse]:
    with client.get(address) as response:
        said = response.get_data().decode(errors="replace")  # some are files of bytes
        return f"{response.headers}\n{said}", response


def _ours(address: str) -> str:
    return urldefrag(html.unescape(address).removeprefix("http://localhost:8000"))[0]


def _is_a_page(address: str) -> bool:
    months_away = re.search(r"/calls/month/(?!2026-0[1-5])\d", address)
    return (
        address.startswith("/")
        and not address.startswith(("//", *_LEAVE_ALONE))
        and not months_away
    )


def who_sees(pages: dict[str, str], canary: str) -> set[str]:
    """The addresses of the pages that hold `canary`, folded lines of calendars joined."""
    return {address for address, text in pages.items() if canary in text.replace("\r\n ", "")}
