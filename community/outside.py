"""Looking whether addresses of other places answer: public ones alone, briefly, over TLS, with
nothing of ours sent along. For the worker; no page waits for it.
"""

import re
import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import quote, urljoin, urlsplit

MOST_STEPS = 4
_MOST_ADDRESSES = 4  # of one host, each of its own family or place
_SECONDS = 10.0  # for one step, whatever the other side does
_PORT = 443
_LED_ON = frozenset({301, 302, 303, 307, 308})
_THERE = frozenset({401, 403, 405, 406, 429})  # somebody is there and does not like programs
_NAT64 = ip_network("64:ff9b::/96")

Resolve = Callable[[str], Sequence[str]]
Dial = Callable[[str, str], socket.socket]


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a look: a status of HTTP, or what stood in the way."""

    status: int | None
    fault: str = ""

    @property
    def answers(self) -> bool:
        """Whether there is something at the address."""
        return self.status is not None and (self.status < 400 or self.status in _THERE)  # noqa: PLR2004


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open net, and hides none that is not."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is not None:
            return is_public(str(inner))
        if found.teredo is not None or found in _NAT64:
            return False
    return found.is_global and not found.is_multicast


def _resolve(host: str) -> Sequence[str]:
    found = socket.getaddrinfo(host, _PORT, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def _dial(address: str, host: str) -> socket.socket:
    """A connection to the very address that was looked at, for the name that was asked for."""
    plain = socket.create_connection((address, _PORT), timeout=_SECONDS)
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def look(url: str, *, resolve: Resolve = _resolve, dial: Dial = _dial) -> Seen:
    """Ask for `url` and follow where it leads, a few steps. Each step is checked anew: https, the
    usual port, and a name all of whose addresses are public; nothing else is connected to.
    """
    for _ in range(MOST_STEPS):
        try:
            parts = urlsplit(url)
            is_fine = parts.scheme == "https" and parts.hostname and parts.port in (None, _PORT)
            if not is_fine or parts.username is not None:
                return Seen(None, "not secure")
            host = (parts.hostname or "").encode("idna").decode()
            addresses = resolve(host)
            if not addresses or not all(is_public(address) for address in addresses):
                return Seen(None, "not public")
            wish = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
            query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
            wish = f"{wish}?{query}".rstrip("?")
            status, onward = _ask_one_of(dict.fromkeys(addresses), host, wish, dial)
        except (OSError, HTTPException, ValueError):
            return Seen(None, "no answer")
        if status not in _LED_ON or not onward:
            return Seen(status)
        url = urljoin(url, onward)
    return Seen(None, "too many steps")


def _ask_one_of(addresses: Iterable[str], host: str, wish: str, dial: Dial) -> tuple[int, str]:
    """What the first of a few addresses says that says anything; else why the last did not."""
    fault: OSError | HTTPException = OSError("no address")
    for address in list(addresses)[:_MOST_ADDRESSES]:
        try:
            return _ask(dial(address, host), host, wish)
        except (OSError, HTTPException) as failed:
            fault = failed
    raise fault


def _ask(line: socket.socket, host: str, wish: str) -> tuple[int, str]:
    """The status and where it leads; of the rest nothing is read."""
    end = Timer(_SECONDS, _cut, [line])
    end.daemon = True
    end.start()
    try:
        name = re.sub(r"[^\w.:-]", "", host)
        head = f"GET {wish} HTTP/1.1\r\nHost: {name}\r\nAccept: */*\r\nConnection: close\r\n\r\n"
        line.sendall(head.encode("ascii"))
        answer = HTTPResponse(line, method="HEAD")
        with closing(answer):
            answer.begin()
            return answer.status, answer.getheader("Location", "") or ""
    finally:
        end.cancel()
        line.close()


def _cut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
