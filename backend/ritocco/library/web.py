"""One file over HTTP into a part: it goes on where it stopped, waits where it is asked to, and
follows redirects without taking a secret along.

httpx does connections, TLS, proxies and timeouts. What it does not do is here: ranges, retries,
and redirects under our own rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TypeVar

import httpx

from ritocco import __version__
from ritocco.errors import RitoccoError
from ritocco.library.course import Course
from ritocco.library.part import Part, Said
from ritocco.library.sizes import size_text, time_text
from ritocco.library.troubles import CannotReach, Gone, Refused, TooMany, WrongFile

MOST_REDIRECTS = 10
AGENT = f"ritocco/{__version__}"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_Answer = TypeVar("_Answer")
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Patience:
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


class _Passing(Exception):
    """A trouble that may pass: try again, after `wait` seconds if the source said so."""

    def __init__(self, words: str, wait: float | None = None, *, silent: bool = False) -> None:
        super().__init__(words)
        self.wait, self.silent = wait, silent


def new_client(patience: Patience) -> httpx.Client:
    """A client with our timeouts; proxies are those of the environment."""
    timeout = httpx.Timeout(patience.stall, connect=patience.connect)
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Accept": "*/*"}
    return httpx.Client(timeout=timeout, headers=headers, follow_redirects=False)


def measure(client: httpx.Client, address: Address, course: Course, patience: Patience) -> Wanted:
    """Size and sum of a file as its source tells them, without fetching it.

    Raises CannotReach, Refused, Gone, TooMany.
    """

    def once() -> Wanted:
        with _asked(client, "HEAD", address, {}, enough=True) as (response, told):
            if told.bytes is not None:
                return told
            _judge(response, address, patience)
            total = told.bytes
            if total is None and not _encoded(response):
                total = _whole_number(response.headers.get("Content-Length"))
            return Wanted(total, told.sha256)

    return _persist(once, lambda: 0, address, course, patience)


def download(
    client: httpx.Client,
    address: Address,
    wanted: Wanted,
    part: Part,
    course: Course,
    patience: Patience,
    room: Callable[[int], object] = lambda total: None,
) -> Wanted:
    """Bring a part to its full length. Its sum is for the caller to check.

    room  is told the size of the whole as soon as the source tells it, and may raise

    What was known and what the source told of the file comes back. Raises CannotReach, Refused,
    Gone, TooMany, WrongFile (another size there), NoSpace, CannotWrite, Cancelled.
    """

    def once() -> Wanted:
        return _once(client, address, wanted, part, course, patience, room)

    return _persist(once, lambda: part.length, address, course, patience)


def _persist(
    once: Callable[[], _Answer],
    progress: Callable[[], int],
    address: Address,
    course: Course,
    patience: Patience,
) -> _Answer:
    """Try until it works, or until trying has brought nothing for a while."""
    fruitless, best, wait = 0, progress(), patience.first
    while True:
        try:
            return once()
        except _Passing as trouble:
            if progress() > best:
                fruitless, best, wait = 0, progress(), patience.first
            fruitless += 1
            if fruitless >= (patience.refused if trouble.silent else patience.tries):
                raise CannotReach(
                    f"{address.host} {trouble}, {fruitless} times in a row. Look at your network "
                    "connection and try again later; what has come is kept."
                ) from None
            sat = trouble.wait if trouble.wait is not None else wait
            wait = min(wait * 2, patience.longest)
            course.wait(sat, f"{address.host} {trouble}; trying again in {time_text(sat)}")


def _once(
    client: httpx.Client,
    address: Address,
    wanted: Wanted,
    part: Part,
    course: Course,
    patience: Patience,
    room: Callable[[int], object],
) -> Wanted:
    have = _usable(part, address, wanted)
    if wanted.bytes is not None and have == wanted.bytes:
        return wanted
    headers = {}
    if have:
        headers["Range"] = f"bytes={have}-"
        if part.said.url == address.url and _is_strong(part.said.etag):
            headers["If-Range"] = part.said.etag
    with _asked(client, "GET", address, headers) as (response, told):
        if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            if _total_of(response) == have:
                return Wanted(have, wanted.sha256 or told.sha256)
            part.restart(Said())
            raise _Passing("has another file than before")
        _judge(response, address, patience)
        total = _fitting(response, told, wanted, address)
        wanted = Wanted(wanted.bytes or total, wanted.sha256 or told.sha256)
        said = Said(address.url, response.headers.get("ETag", ""), total)
        if have and _goes_on(response, have, total):
            part.note(said)
        else:
            part.restart(said)
            have = 0
        if total is not None:
            room(total)
        _read(response, part, have, total, course)
        return wanted


def _read(
    response: httpx.Response, part: Part, have: int, total: int | None, course: Course
) -> None:
    """The body into the part. Raises what `_Passing` says when it breaks off."""
    pieces = response.iter_bytes() if _encoded(response) else response.iter_raw()
    course.at(have)
    with part.open() as write, _told_of_breaks():
        for piece in pieces:
            if total is not None and have + len(piece) > total:
                write(piece[: total - have])
                have = total
                break  # more than it said: the sum decides
            write(piece)
            have += len(piece)
            course.at(have)
    if total is not None and have < total:
        raise _Passing("broke off")
    if total is None and not _ended_by_protocol(response):
        raise _Passing("does not say how large the file is")


def _usable(part: Part, address: Address, wanted: Wanted) -> int:
    """How many bytes of the part can be kept: none where nothing vouches for them.

    A sum vouches for bytes of any source, in the end; without one, only the same address with a
    mark of the file's state does.
    """
    have = part.length
    vouched = wanted.sha256 or (part.said.url == address.url and _is_strong(part.said.etag))
    too_many = wanted.bytes is not None and have > wanted.bytes
    return 0 if not vouched or too_many else have


def _goes_on(response: httpx.Response, have: int, total: int | None) -> bool:
    """Whether the body begins where the part ends. Raises _Passing for another range."""
    if response.status_code != HTTPStatus.PARTIAL_CONTENT:
        return False
    match = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if match is None or int(match[1]) != have:
        raise _Passing("sent another part of the file than it was asked for")
    return True


def _fitting(
    response: httpx.Response, told: Wanted, wanted: Wanted, address: Address
) -> int | None:
    """The size of the whole as the source tells it. Raises WrongFile for another than wanted."""
    total = _total_of(response)
    if total is None:
        total = told.bytes
    if wanted.bytes is not None and total not in (None, wanted.bytes):
        page = "text/html" in response.headers.get("Content-Type", "")
        what = "a web page" if page else f"a file of {size_text(total)}"
        raise WrongFile(
            f"{address.host} has {what} in place of the one of {size_text(wanted.bytes)} "
            f"({wanted.bytes} bytes)."
        )
    if told.sha256 and wanted.sha256 and told.sha256 != wanted.sha256:
        raise WrongFile(f"{address.host} says that its file has another sha256 than it should.")
    return wanted.bytes if total is None else total


def _total_of(response: httpx.Response) -> int | None:
    """The size of the whole file, by Content-Range or Content-Length."""
    ranged = re.fullmatch(r"bytes (?:\d+-\d+|\*)/(\d+)", response.headers.get("Content-Range", ""))
    if ranged:
        return int(ranged[1])
    if response.status_code != HTTPStatus.OK or _encoded(response):
        return None
    return _whole_number(response.headers.get("Content-Length"))


@contextmanager
def _asked(
    client: httpx.Client,
    method: str,
    address: Address,
    headers: Mapping[str, str],
    *,
    enough: bool = False,
) -> Iterator[tuple[httpx.Response, Wanted]]:
    """The answer at the end of all redirects, and what the Hub told of the file on the way.

    enough  go no farther than to where the size is told

    `address.headers` go to its own origin alone. Raises _Passing, Refused.
    """
    url, told = httpx.URL(address.url), Wanted()
    home = _origin(url)
    for _ in range(MOST_REDIRECTS):
        own = address.headers if _origin(url) == home else {}
        with _told_of_breaks():
            request = client.build_request(method, url, headers={**own, **headers})
            response = client.send(request, stream=True)
        try:
            told = _hub_told(response, told)
            there = response.status_code not in _MOVED or "Location" not in response.headers
            if there or (enough and told.bytes is not None):
                yield response, told
                return
            url = _next(url, response.headers["Location"], address)
        finally:
            response.close()
    raise Refused(f"{address.host} sends from one address to the next without an end.")


def _next(url: httpx.URL, location: str, address: Address) -> httpx.URL:
    try:
        following = url.join(location)
    except httpx.InvalidURL:
        raise Refused(f"{address.host} sends to an address that is none.") from None
    if following.scheme not in ("http", "https"):
        raise Refused(f"{address.host} sends to an address that is none of the web.")
    if url.scheme == "https" and following.scheme == "http":
        raise Refused(f"{address.host} sends to an address that anyone could read and change.")
    return following


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _hub_told(response: httpx.Response, told: Wanted) -> Wanted:
    """What the Hub's own headers say of the file behind a redirect."""
    size = _whole_number(response.headers.get("X-Linked-Size"))
    mark = response.headers.get("X-Linked-Etag", "").strip('"')
    digest = mark if _SHA256.fullmatch(mark) else None
    return Wanted(told.bytes if size is None else size, digest or told.sha256)


@contextmanager
def _told_of_breaks() -> Iterator[None]:
    """In here, what goes wrong on the line is a passing trouble."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout):
        raise _Passing("cannot be reached", silent=True) from None
    except httpx.TimeoutException:
        raise _Passing("went silent") from None
    except (httpx.TransportError, httpx.StreamError, httpx.DecodingError):
        raise _Passing("broke off") from None
    except httpx.InvalidURL:
        raise Refused("This address is none of the web.") from None


def _judge(response: httpx.Response, address: Address, patience: Patience) -> None:
    """Raise what a status that is none of success means."""
    status = response.status_code
    if status in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
        return
    code = response.headers.get("X-Error-Code", "")
    if status in (404, 410) or code in ("RepoNotFound", "EntryNotFound", "RevisionNotFound"):
        raise Gone(f"{address.host} no longer has this file (answer {status}).")
    if status in (401, 403, 407, 451):
        raise _refusal(response, code, address)
    if status in (408, 425, 429) or status >= 500:
        raise _busy(status, response.headers.get("Retry-After"), address, patience)
    raise Refused(f"{address.host} will not give this file (answer {status}).")


def _refusal(response: httpx.Response, code: str, address: Address) -> RitoccoError:
    said = "".join(c for c in response.headers.get("X-Error-Message", "") if c.isprintable())
    says = f" It says: {said[:120]}" if said else ""
    if code == "GatedRepo" or address.page:
        what = "wants its terms accepted" if code == "GatedRepo" else "wants a login"
        return Refused(
            f"{address.host} {what} first: open {address.page or address.url} in a browser, log "
            "in and accept, then make an access token there, set it as HF_TOKEN, and get the "
            f"model again.{says}"
        )
    return Refused(
        f"{address.host} does not let this file go (answer {response.status_code}).{says}"
    )


def _busy(
    status: int, after: str | None, address: Address, patience: Patience
) -> _Passing | TooMany:
    wait = _seconds(after)
    words = "is asked too often" if status == 429 else f"has a trouble of its own (answer {status})"
    if wait is not None and wait > patience.asked:
        return TooMany(
            f"{address.host} {words} and wants to be left alone for {time_text(wait)}. Try again "
            "then; what has come is kept."
        )
    return _Passing(words, wait)


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


def _encoded(response: httpx.Response) -> bool:
    """Whether the body is squeezed, so that lengths and ranges are not those of the file."""
    return str(response.headers.get("Content-Encoding", "identity")).lower() != "identity"


def _ended_by_protocol(response: httpx.Response) -> bool:
    """Whether a body without a length that has ended is known to be whole."""
    chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
    return chunked or response.http_version == "HTTP/2"


def _is_strong(etag: str) -> bool:
    return bool(etag) and not etag.startswith("W/")


def _whole_number(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdecimal() else None
