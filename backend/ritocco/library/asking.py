"""Asking a server for a file: timeouts, redirects under our own rules, and what answers mean.

httpx does connections, TLS, proxies and timeouts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from ritocco import __version__
from ritocco.errors import RitoccoError
from ritocco.library.troubles import Gone, Refused, TooMany
from ritocco.sentence import Sentence, one_after_another
from ritocco.sizes import time_text

MOST_REDIRECTS = 10
AGENT = f"ritocco/{__version__}"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How long to put up with what. Seconds.

    connect  for a connection
    stall    without a byte
    tries    that bring nothing, in a row
    refused  tries where nobody answers at all
    first    wait before the second try; each later one is twice as long
    longest  of those waits
    asked    longest wait that a source may ask for
    """

    connect: float = 15.0
    stall: float = 20.0
    tries: int = 6
    refused: int = 3
    first: float = 1.0
    longest: float = 30.0
    asked: float = 90.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where a file can be had.

    headers  sent to this host alone, never to another it redirects to
    page     where a person can accept its terms
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    page: str = ""

    @property
    def host(self) -> str:
        """Its host, for people."""
        return httpx.URL(self.url).host


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the file is known to be, as far as it is."""

    bytes: int | None = None
    sha256: str | None = None


class Passing(Exception):
    """A trouble that may pass: try again, after `wait` seconds if the source said so."""

    def __init__(self, words: str, wait: float | None = None, *, silent: bool = False) -> None:
        super().__init__(words)
        self.wait, self.silent = wait, silent


def new_client(retry: RetryPolicy) -> httpx.Client:
    """A client with our timeouts; proxies are those of the environment."""
    timeout = httpx.Timeout(retry.stall, connect=retry.connect)
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Accept": "*/*"}
    return httpx.Client(timeout=timeout, headers=headers, follow_redirects=False)


@contextmanager
def asked(
    client: httpx.Client,
    method: str,
    address: Address,
    headers: Mapping[str, str],
    *,
    enough: bool = False,
) -> Iterator[tuple[httpx.Response, Wanted]]:
    """The answer at the end of all redirects, and what the Hub told of the file on the way.

    enough  go no farther than to where the size is told

    `address.headers` go to its own origin alone. Raises Passing, Refused.
    """
    url, promised = httpx.URL(address.url), Wanted()
    home = _origin(url)
    for _ in range(MOST_REDIRECTS):
        own = address.headers if _origin(url) == home else {}
        with told_of_breaks():
            request = client.build_request(method, url, headers={**own, **headers})
            response = client.send(request, stream=True)
        try:
            promised = _hub_told(response, promised)
            there = response.status_code not in _MOVED or "Location" not in response.headers
            if there or (enough and promised.bytes is not None):
                yield response, promised
                return
            url = _next(url, response.headers["Location"], address)
        finally:
            response.close()
    raise Refused("{host} sends from one address to the next without an end.", host=address.host)


def _next(url: httpx.URL, location: str, address: Address) -> httpx.URL:
    try:
        following = url.join(location)
    except httpx.InvalidURL:
        raise Refused("{host} sends to an address that is none.", host=address.host) from None
    if following.scheme not in ("http", "https"):
        raise Refused("{host} sends to an address that is none of the web.", host=address.host)
    if url.scheme == "https" and following.scheme == "http":
        raise Refused(
            "{host} sends to an address that anyone could read and change.", host=address.host
        )
    return following


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _hub_told(response: httpx.Response, promised: Wanted) -> Wanted:
    """What the Hub's own headers say of the file behind a redirect."""
    size = whole_number(response.headers.get("X-Linked-Size"))
    mark = response.headers.get("X-Linked-Etag", "").strip('"')
    digest = mark if _SHA256.fullmatch(mark) else None
    return Wanted(promised.bytes if size is None else size, digest or promised.sha256)


@contextmanager
def told_of_breaks() -> Iterator[None]:
    """In here, what goes wrong on the line is a passing trouble."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout):
        raise Passing(Sentence("cannot be reached"), silent=True) from None
    except httpx.TimeoutException:
        raise Passing(Sentence("went silent")) from None
    except (httpx.TransportError, httpx.StreamError, httpx.DecodingError):
        raise Passing(Sentence("broke off")) from None
    except httpx.InvalidURL:
        raise Refused("This address is none of the web.") from None


def judge(response: httpx.Response, address: Address, retry: RetryPolicy) -> None:
    """Raise what a status that is none of success means."""
    status = response.status_code
    if status in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
        return
    code = response.headers.get("X-Error-Code", "")
    if status in (404, 410) or code in ("RepoNotFound", "EntryNotFound", "RevisionNotFound"):
        raise Gone(
            "{host} no longer has this file (answer {status}).", host=address.host, status=status
        )
    if status in (401, 403, 407, 451):
        raise _refusal(response, code, address)
    if status in (408, 425, 429) or status >= 500:
        raise _busy(status, response.headers.get("Retry-After"), address, retry)
    raise Refused(
        "{host} will not give this file (answer {status}).", host=address.host, status=status
    )


def _refusal(response: httpx.Response, code: str, address: Address) -> RitoccoError:
    said = "".join(c for c in response.headers.get("X-Error-Message", "") if c.isprintable())
    says = Sentence("It says: {said}", said=said[:120]) if said else ""
    if code == "GatedRepo" or address.page:
        what = Sentence("wants a login")
        if code == "GatedRepo":
            what = Sentence("wants its terms accepted")
        asks = Sentence(
            "{host} {what} first: open {page} in a browser, log in and accept, then make an "
            "access token there, set it as HF_TOKEN, and get the model again.",
            host=address.host,
            what=what,
            page=address.page or address.url,
        )
        return Refused(one_after_another(asks, says))
    closed = Sentence(
        "{host} does not let this file go (answer {status}).",
        host=address.host,
        status=response.status_code,
    )
    return Refused(one_after_another(closed, says))


def _busy(
    status: int, after: str | None, address: Address, retry: RetryPolicy
) -> Passing | TooMany:
    wait = _seconds(after)
    words = Sentence("has a trouble of its own (answer {status})", status=status)
    if status == 429:
        words = Sentence("is asked too often")
    if wait is not None and wait > retry.asked:
        return TooMany(
            "{host} {words} and wants to be left alone for {wait}. Try again then; what has "
            "come is kept.",
            host=address.host,
            words=words,
            wait=time_text(wait),
        )
    return Passing(words, wait)


def _seconds(after: str | None) -> float | None:
    """A Retry-After in seconds: a number, or a date."""
    if not after:
        return None
    if after.strip().isdecimal():
        return float(after)
    try:
        return max(0.0, (parsedate_to_datetime(after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def is_encoded(response: httpx.Response) -> bool:
    """Whether the body is squeezed, so that lengths and ranges are not those of the file."""
    return str(response.headers.get("Content-Encoding", "identity")).lower() != "identity"


def whole_number(text: str | None) -> int | None:
    """A header that counts something; None where it does not."""
    return int(text) if text and text.strip().isdecimal() else None
