"""Streams that take whatever we say: closed ones, and consoles that do not know every letter."""

from __future__ import annotations

import codecs
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ritocco.errors import CannotWrite
from ritocco.plain import finite

_ERRORS = "ritocco"
_BYTES = range(0xDC80, 0xDD00)
"""Stand-ins of Python's for bytes of a file's name that are no text (PEP 383)."""


def ready() -> None:
    """Make stdout and stderr fit to be written to. Once, at the start of a program."""
    codecs.register_error(_ERRORS, _replaced)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us, or a program without a console
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  kept to the end
            setattr(sys, name, nowhere)
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)


@contextmanager
def handed_on() -> Iterator[None]:
    """What is said in here is handed on at its end, so that what hinders it can be told.

    Raises BrokenPipeError where nobody listens any more, CannotWrite.
    """
    try:
        yield
    finally:
        try:
            sys.stdout.flush()
        except OSError as error:
            # What cannot be handed on would be tried again, and complained about, at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):
                raise
            raise CannotWrite(
                f"What was to be said could not be written ({error.strerror}). Free some space, "
                "or let it be written elsewhere."
            ) from None


def json_line(data: dict[str, Any]) -> str:
    """JSON that stdout can carry: letters as they are, or as escapes where it knows them not.

    A number that is not finite is null.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    said = json.dumps(finite(data), ensure_ascii=False, allow_nan=False)
    plain = codecs.lookup(encoding).name != "utf-8" or not _is_text(said)
    return json.dumps(finite(data), ensure_ascii=True, allow_nan=False) if plain else said


def _is_text(said: str) -> bool:
    """Whether all of it are letters; a file's name may hold bytes that are none."""
    try:
        said.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _replaced(error: UnicodeError) -> tuple[str | bytes, int]:
    """The bytes of a name as they were; a question mark for any other letter."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    told = (bytes([ord(one) - 0xDC00]) if ord(one) in _BYTES else b"?" for one in letters)
    return b"".join(told), error.end
