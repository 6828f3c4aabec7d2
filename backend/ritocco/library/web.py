"""One file over HTTP into a part: it goes on where it stopped, and tries again where that helps."""

from __future__ import annotations

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

import httpx

from ritocco.library.asking import (
    Address,
    Passing,
    RetryPolicy,
    Wanted,
    asked,
    is_encoded,
    judge,
    told_of_breaks,
    whole_number,
)
from ritocco.library.part import PartFile, Said
from ritocco.library.progress import ProgressReporter
from ritocco.library.troubles import CannotReach, WrongFile
from ritocco.sentence import Sentence
from ritocco.sizes import size_text, time_text

_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_Answer = TypeVar("_Answer")


def measure(
    client: httpx.Client, address: Address, reporter: ProgressReporter, retry: RetryPolicy
) -> Wanted:
    """Size and sum of a file as its source tells them, without fetching it.

    Raises CannotReach, Refused, Gone, TooMany.
    """

    def once() -> Wanted:
        with asked(client, "HEAD", address, {}, enough=True) as (response, promised):
            if promised.bytes is not None:
                return promised
            judge(response, address, retry)
            total = promised.bytes
            if total is None and not is_encoded(response):
                total = whole_number(response.headers.get("Content-Length"))
            return Wanted(total, promised.sha256)

    return _persist(once, lambda: 0, address, reporter, retry)


def download(
    client: httpx.Client,
    address: Address,
    wanted: Wanted,
    part: PartFile,
    reporter: ProgressReporter,
    retry: RetryPolicy,
    room: Callable[[int], object] = lambda total: None,
) -> Wanted:
    """Bring a part to its full length. Its sum is for the caller to check.

    room  is told the size of the whole as soon as the source tells it, and may raise

    What was known and what the source told of the file comes back. Raises CannotReach, Refused,
    Gone, TooMany, WrongFile (another size there), NoSpace, CannotWrite, Cancelled.
    """

    def once() -> Wanted:
        return _once(client, address, wanted, part, reporter, retry, room)

    return _persist(once, lambda: part.length, address, reporter, retry)


def _persist(
    once: Callable[[], _Answer],
    progress: Callable[[], int],
    address: Address,
    reporter: ProgressReporter,
    retry: RetryPolicy,
) -> _Answer:
    """Try until it works, or until trying has brought nothing for a while."""
    fruitless, best, wait = 0, progress(), retry.first
    while True:
        try:
            return once()
        except Passing as trouble:
            if progress() > best:
                fruitless, best, wait = 0, progress(), retry.first
            fruitless += 1
            if fruitless >= (retry.refused if trouble.silent else retry.tries):
                raise CannotReach(
                    "{host} {trouble}, {fruitless} times in a row. Look at your network "
                    "connection and try again later; what has come is kept.",
                    host=address.host,
                    trouble=trouble,
                    fruitless=fruitless,
                ) from None
            sat = trouble.wait if trouble.wait is not None else wait
            wait = min(wait * 2, retry.longest)
            reporter.wait(
                sat,
                Sentence(
                    "{host} {trouble}; trying again in {wait}",
                    host=address.host,
                    trouble=trouble,
                    wait=time_text(sat),
                ),
            )


def _once(
    client: httpx.Client,
    address: Address,
    wanted: Wanted,
    part: PartFile,
    reporter: ProgressReporter,
    retry: RetryPolicy,
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
    with asked(client, "GET", address, headers) as (response, promised):
        if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            if _total_of(response) == have:
                return Wanted(have, wanted.sha256 or promised.sha256)
            part.restart(Said())
            raise Passing(Sentence("has another file than before"))
        judge(response, address, retry)
        total = _fitting(response, promised, wanted, address)
        wanted = Wanted(wanted.bytes or total, wanted.sha256 or promised.sha256)
        said = Said(address.url, response.headers.get("ETag", ""), total)
        if have and _goes_on(response, have, total):
            part.note(said)
        else:
            part.restart(said)
            have = 0
        if total is not None:
            room(total)
        _read(response, part, have, total, reporter)
        return wanted


def _read(
    response: httpx.Response,
    part: PartFile,
    have: int,
    total: int | None,
    reporter: ProgressReporter,
) -> None:
    """The body into the part. Raises what `Passing` says when it breaks off."""
    pieces = response.iter_bytes() if is_encoded(response) else response.iter_raw()
    reporter.at(have)
    with part.open() as write, told_of_breaks():
        for piece in pieces:
            if total is not None and have + len(piece) > total:
                write(piece[: total - have])
                have = total
                break  # more than it said: the sum decides
            write(piece)
            have += len(piece)
            reporter.at(have)
    if total is not None and have < total:
        raise Passing(Sentence("broke off"))
    if total is None and not _ended_by_protocol(response):
        raise Passing(Sentence("does not say how large the file is"))


def _usable(part: PartFile, address: Address, wanted: Wanted) -> int:
    """How many bytes of the part can be kept: none where nothing vouches for them.

    A sum vouches for bytes of any source, in the end; without one, only the same address with a
    mark of the file's state does.
    """
    have = part.length
    vouched = wanted.sha256 or (part.said.url == address.url and _is_strong(part.said.etag))
    too_many = wanted.bytes is not None and have > wanted.bytes
    return 0 if not vouched or too_many else have


def _goes_on(response: httpx.Response, have: int, total: int | None) -> bool:
    """Whether the body begins where the part ends. Raises Passing for another range."""
    if response.status_code != HTTPStatus.PARTIAL_CONTENT:
        return False
    match = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if match is None or int(match[1]) != have:
        raise Passing(Sentence("sent another part of the file than it was asked for"))
    return True


def _fitting(
    response: httpx.Response, promised: Wanted, wanted: Wanted, address: Address
) -> int | None:
    """The size of the whole as the source tells it. Raises WrongFile for another than wanted."""
    total = _total_of(response)
    if total is None:
        total = promised.bytes
    if wanted.bytes is not None and total not in (None, wanted.bytes):
        page = "text/html" in response.headers.get("Content-Type", "")
        what = Sentence("a file of {size}", size=size_text(total))
        if page:
            what = Sentence("a web page")
        raise WrongFile(
            "{host} has {what} in place of the one of {size} ({bytes} bytes).",
            host=address.host,
            what=what,
            size=size_text(wanted.bytes),
            bytes=wanted.bytes,
        )
    if promised.sha256 and wanted.sha256 and promised.sha256 != wanted.sha256:
        raise WrongFile(
            "{host} says that its file has another sha256 than it should.", host=address.host
        )
    return wanted.bytes if total is None else total


def _total_of(response: httpx.Response) -> int | None:
    """The size of the whole file, by Content-Range or Content-Length."""
    ranged = re.fullmatch(r"bytes (?:\d+-\d+|\*)/(\d+)", response.headers.get("Content-Range", ""))
    if ranged:
        return int(ranged[1])
    if response.status_code != HTTPStatus.OK or is_encoded(response):
        return None
    return whole_number(response.headers.get("Content-Length"))


def _ended_by_protocol(response: httpx.Response) -> bool:
    """Whether a body without a length that has ended is known to be whole."""
    chunked = "chunked" in response.headers.get("Transfer-Encoding", "").lower()
    return chunked or response.http_version == "HTTP/2"


def _is_strong(etag: str) -> bool:
    return bool(etag) and not etag.startswith("W/")
