"""Where the web UI and its kin leave their text in a picture: each place, one after the other.

PNG text chunks, above all that called `parameters`; EXIF's UserComment (Exif 2.32, section
4.6.5: eight bytes name the character code), image description and Windows' comment; a JPEG's
comment; any text of an XMP packet. In places that cameras and editors use as well, a text
counts only if it has the web UI's fields.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from ritocco.canvas import tags
from ritocco.canvas.picture import Metadata
from ritocco.canvas.stored_recipe import texts
from ritocco.canvas.tags import Tag
from ritocco.canvas.user_comment import USER_COMMENT
from ritocco.errors import BadRecipe
from ritocco.webui.infotext import read

KEYWORD = b"parameters"
MOST = 2**20
"""Bytes of a text that may be a recipe: prompts have 20,000 characters at most."""
_MOST_PLACES, _MOST_LETTERS = 2000, 2 * MOST
"""Texts of one picture that are looked at for the web UI's, and letters of them all."""
_MOST_USELESS = 16
"""Text chunks that are too long, or broken, after which no more are unpacked."""
_DESCRIPTION, _WINDOWS_COMMENT = 270, 40092
_UTF_16 = (b"UNICODE\0", b"Unicode\0")
_CODES = {b"ASCII\0\0\0": "utf-8", b"JIS\0\0\0\0\0": "iso2022_jp", bytes(8): "utf-8"}


def text_in(metadata: Metadata) -> str | None:
    """The web UI's text in a picture; None where there is none.

    Raises BadRecipe for one that is too long, or not to be unpacked.
    """
    for chunk in metadata.texts:
        if is_parameters(chunk):
            text = _text(chunk)
            if not _is_json(text):
                return text
    return next((text for text in _some(_elsewhere(metadata)) if _has_fields(text)), None)


def other_texts(metadata: Metadata) -> dict[str, str]:
    """The text chunks of a PNG that are not the web UI's, by their keywords; the first of each."""
    found: dict[str, str] = {}
    for chunk in metadata.texts[:_MOST_PLACES]:
        with suppress(BadRecipe):  # too long, or broken
            if not is_parameters(chunk):
                found.setdefault(chunk[4:].partition(b"\0")[0].decode("latin-1"), _text(chunk))
    return found


def tells_in_exif(exif: bytes) -> bool:
    """Whether the UserComment of an EXIF block is the web UI's text."""
    with suppress(tags.Damaged):
        nested = tags.read(exif).get(tags.EXIF)
        entry = nested.get(USER_COMMENT) if isinstance(nested, dict) else None
        return isinstance(entry, Tag) and _has_fields(decoded(entry.value[:MOST]))
    return False


def tells_in_comment(comment: bytes) -> bool:
    """Whether a JPEG's comment is the web UI's text."""
    return _has_fields(_plain(comment[:MOST], "utf-8"))


def is_parameters(chunk: bytes) -> bool:
    """Whether a PNG's text chunk (type and data) is the web UI's."""
    return chunk[4:].partition(b"\0")[0].lower() == KEYWORD


def chunk_of(text: str, keyword: bytes = KEYWORD) -> bytes:
    """A PNG text chunk's type and data."""
    if text.isascii():
        return b"tEXt" + keyword + b"\0" + text.encode()
    return b"iTXt" + keyword + bytes(5) + text.encode()


def decoded(comment: bytes) -> str:
    """The text of a UserComment, in any of its codes; UTF-16 in either byte order."""
    code, body = comment[:8], comment[8:]
    if code in _UTF_16:
        return _utf_16(body)
    encoding = _CODES.get(code)
    return _plain(body, encoding) if encoding else _plain(comment, "utf-8")


def _elsewhere(metadata: Metadata) -> Iterator[str]:
    patience = _MOST_USELESS
    for chunk in metadata.texts:
        if patience and not is_parameters(chunk):
            try:
                yield _text(chunk)
            except BadRecipe:  # whatever else it is
                patience -= 1
    if metadata.exif is not None:
        with suppress(tags.Damaged):
            yield from _exif(tags.read(metadata.exif))
    if metadata.comment is not None:
        yield _plain(metadata.comment[:MOST], "utf-8")
    if metadata.xmp is not None:
        yield from texts(metadata.xmp)


def _some(texts: Iterator[str]) -> Iterator[str]:
    """The texts until there are more of them than any picture has."""
    left = _MOST_LETTERS
    for text in islice(texts, _MOST_PLACES):
        left -= len(text)
        if left < 0:
            return
        if len(text) <= MOST:
            yield text


def _exif(directory: tags.Directory) -> Iterator[str]:
    nested = directory.get(tags.EXIF)
    places = (*((nested,) if isinstance(nested, dict) else ()), directory)
    for entries in places:
        for tag, read_as in (
            (USER_COMMENT, decoded),
            (_DESCRIPTION, lambda body: _plain(body, "utf-8")),
            (_WINDOWS_COMMENT, lambda body: _plain(body, "utf-16-le")),
        ):
            entry = entries.get(tag)
            if isinstance(entry, Tag):
                yield read_as(entry.value[:MOST])


def _utf_16(body: bytes) -> str:
    """By its mark; else in the order in which more of its units are ASCII."""
    for mark, order in ((b"\xfe\xff", "be"), (b"\xff\xfe", "le")):
        if body.startswith(mark):
            return _plain(body[2:], f"utf-16-{order}")
    return _plain(body, f"utf-16-{'be' if body[::2].count(0) >= body[1::2].count(0) else 'le'}")


def _plain(body: bytes, encoding: str) -> str:
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        text = body.decode("latin-1" if encoding == "utf-8" else encoding, "replace")
    return text.strip("\0 \t\r\n\ufeff")


def _text(chunk: bytes) -> str:
    """The text of a PNG chunk; some programs write UTF-8 where Latin-1 belongs."""
    body = chunk[4:].partition(b"\0")[2]
    if chunk[:4] == b"tEXt":
        return _plain(_bounded(body), "utf-8")
    if chunk[:4] == b"zTXt":
        return _plain(_unpacked(body[1:]), "utf-8")
    packed, rest = body[:1] == b"\1", body[2:].split(b"\0", 2)[-1]
    return (_unpacked(rest) if packed else _bounded(rest)).decode("utf-8", "replace")


def _bounded(body: bytes) -> bytes:
    if len(body) > MOST:
        raise BadRecipe(
            "The text in the picture is longer than any recipe ({most} MiB); give its "
            "settings as options instead.",
            most=MOST // 2**20,
        )
    return body


def _unpacked(body: bytes) -> bytes:
    """What was deflated, never more of it than a recipe can be long."""
    try:
        return _bounded(zlib.decompressobj().decompress(body, MOST + 1))
    except zlib.error:
        raise BadRecipe(
            "The recipe in the picture is damaged; give its settings as options instead."
        ) from None


def _is_json(text: str) -> bool:
    """Whether it is a JSON object, as other programs keep under the same name."""
    if not text.lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _has_fields(text: str) -> bool:
    return bool(read(text).fields.keys() & {"Steps", "Sampler", "Seed"})
