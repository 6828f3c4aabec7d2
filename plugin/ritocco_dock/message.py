"""What the dock tells the artist in its bar: never a modal, never a traceback."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from .errors import DockError


class Tone(Enum):
    """How a message looks."""

    INFO = "info"
    DONE = "done"
    WARNING = "warning"
    ERROR = "error"


class Remedy(Enum):
    """A button beside a message."""

    NONE = ""
    START = "start"
    """Start the backend again: `Desk.backend.start()`."""
    CONNECT = "connect"
    """Open the page where the backend's address is set."""
    LOG = "log"
    """Show the backend's log."""
    AGAIN = "again"
    """Do the same again: `session.again(message.about)`."""
    MODEL = "model"
    """Show the page of models, opened at `about`."""
    USE = "use"
    """Use the adapter `about` from now on."""
    SETTINGS = "settings"
    """Set the knobs as the picture `about` tells."""
    PUT_BACK = "put_back"
    """Set the knobs as they were before that."""


@dataclass(frozen=True)
class Message:
    """One message, in the artist's language.

    about    id of the job or result it is about, or ""
    details  for a bug report, with private paths removed
    """

    text: str
    tone: Tone = Tone.INFO
    remedy: Remedy = Remedy.NONE
    about: str = ""
    code: str = ""
    details: str = ""

    @classmethod
    def of(cls, error: DockError, remedy: Remedy = Remedy.NONE, about: str = "") -> Message:
        """The message for an error."""
        return cls(
            error.message, Tone.ERROR, remedy, about, error.code, without_paths(error.details)
        )


_PATHS = re.compile(r"(?<![\w:/.])(?:[A-Za-z]:\\|/)(?:[^\s/\\\"'<>|:*?]+[/\\])+")
"""Folders of a path; what follows a host or a scheme is an address and no path."""


def without_paths(text: str) -> str:
    """The text with folders left out of paths: file names stay, names of users go."""
    home = str(Path.home())
    if len(home) > 1:
        text = text.replace(home, "~")
    return _PATHS.sub("…/", text.replace("file://", ""))
