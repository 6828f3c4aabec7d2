"""The settings file written anew by one process at a time: it is whole, or as it was."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from ritocco.errors import CannotWrite
from ritocco.from_disk import content, reason
from ritocco.library.claim import claim
from ritocco.settings import settings_file
from ritocco.setup.manifest import write_whole

_CLAIM = "settings"


def rewrite(claims: Path, changed: Callable[[str], str], mode: int | None = None) -> None:
    """Put what `changed` makes of its text in place of it.

    claims  where claims are kept
    mode    who may read it from then on, as in 0o600; None: who could before

    Raises what `changed` raises, CannotWrite, Busy.
    """
    file = settings_file()
    try:
        with claim(claims, _CLAIM):
            made = changed(content(file).decode("utf-8") if os.path.lexists(file) else "")
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file.resolve(), made, mode)
    except OSError as error:
        raise CannotWrite(
            "{file} could not be written ({reason}).", file=file, reason=reason(error)
        ) from None
