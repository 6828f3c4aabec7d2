"""Pictures as the web UI's clients send them: files in base64. Runs in threads."""

from __future__ import annotations

import base64
import binascii

from ritocco.canvas import files
from ritocco.canvas.picture import Picture
from ritocco.errors import BadPicture

MOST_SENT = 2**27
"""Pixels of a picture that is sent; those of all that one request is made of are twice as many."""


def picture_in(text: str, called: str) -> Picture:
    """The picture in a file in base64, see `file_in`. Raises BadPicture."""
    return files.loaded(file_in(text, called), called, MOST_SENT)


def file_in(text: str, called: str) -> bytes:
    """A file in base64, as it is or as a `data:` URL; nothing is ever fetched.

    called  what the artist hears it called: "The mask". Raises BadPicture.
    """
    if "://" in text[:32]:
        raise BadPicture(
            "{called} is an address; Ritocco fetches none, so send the picture itself in base64.",
            called=called,
        )
    body = text.partition(",")[2] if text.startswith("data:") else text
    try:
        return base64.b64decode(body, validate=False)
    except (binascii.Error, ValueError):
        raise BadPicture("{called} is not base64.", called=called) from None
