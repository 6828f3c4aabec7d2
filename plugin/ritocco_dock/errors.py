"""What can go wrong, in the artist's words. One family; nothing else leaves the plugin."""

from __future__ import annotations


class DockError(Exception):
    """Something the artist is told.

    message  one or two sentences: what happened, and what to do next
    code     for programs: the API's own codes, or one of this plugin's
    details  for a bug report; may hold several lines; never the token
    """

    def __init__(self, message: str, code: str = "dock", details: str = "") -> None:
        super().__init__(message)
        self.message, self.code, self.details = message, code, details


class Unreachable(DockError):
    """The backend does not answer."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message, "unreachable", details)


class HostError(DockError):
    """The editor could not do what was asked; the document is as it was."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message, "host", details)
