"""Pictures as the web UI's clients send them: files in base64. Runs in threads."""

from __future__ import annotations

import base64
import binascii
import re

from ritocco.canvas import files
from ritocco.canvas.picture import Layout, Picture
from ritocco.errors import BadPicture
from ritocco.geometry import Size

MOST_SENT = 2**27
"""Pixels of a picture that is sent; those of all that one request is made of are twice as many."""
_DATA = re.compile(r"\s*data:", re.IGNORECASE)
_FOR_ADDRESSES = str.maketrans("-_", "+/")
"""The two digits that base64 for addresses writes otherwise."""


def picture_in(text: str, called: str) -> Picture:
    """The picture in a file in base64, see `file_in`. Raises BadPicture."""
    return files.loaded(file_in(text, called), called, MOST_SENT)


def header_in(text: str, called: str) -> tuple[Size, Layout]:
    """The size and the layout of the picture that `picture_in` gives, by its header. Raises
    BadPicture."""
    return files.header_in(file_in(text, called), called, MOST_SENT)


def file_in(text: str, called: str) -> bytes:
    """A file in base64, as it is or as a `data:` URL; nothing is ever fetched.

    It may be the base64 of addresses, throughout, and may lack the signs that fill its end.
    called  what the artist hears it called: "The mask". Raises BadPicture.
    """
    if "://" in text[:32]:
        raise BadPicture(
            "{called} is an address; Ritocco fetches none, so send the picture itself in base64.",
            called=called,
        )
    body = text.partition(",")[2] if _DATA.match(text) else text
    if "-" in body or "_" in body:
        if "+" in body or "/" in body:  # it is neither
            raise BadPicture("{called} is not base64.", called=called)
        body = body.translate(_FOR_ADDRESSES)
    for end in ("", "=="):  # more of them than are needed are passed over
        try:
            file = base64.b64decode(body + end, validate=False)
        except (binascii.Error, ValueError):
            continue
        if file or not body.strip():  # else none of it was
            return file
    raise BadPicture("{called} is not base64.", called=called)
