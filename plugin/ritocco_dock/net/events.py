"""Server-sent events: text of a stream into events, whatever pieces it comes in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """One event: its name, its data, and the number from which a broken stream resumes."""

    name: str
    data: str
    number: str


class Parser:
    """Fed with bytes as they come, gives the events they complete (WHATWG HTML, 9.2.6)."""

    def __init__(self) -> None:
        self.last_number = ""
        """Of the last event that came whole."""
        self.retry: int | None = None
        """Milliseconds after which to connect again, where the server said so."""
        self._rest = b""
        self._number = self._name = ""
        self._data: list[str] = []

    def feed(self, data: bytes) -> list[Event]:
        """The events that are complete now."""
        whole = self._rest + data
        # A carriage return at the very end may be half of a line's end.
        kept = b"\r" if whole.endswith(b"\r") else b""
        text = whole[: len(whole) - len(kept)].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        *lines, rest = text.split(b"\n")
        self._rest = rest + kept
        events = []
        for line in lines:
            event = self._take(line.decode("utf-8", "replace"))
            if event:
                events.append(event)
        return events

    def restart(self) -> None:
        """The stream was cut: forget what was incomplete."""
        self._rest, self._name, self._data = b"", "", []
        self._number = self.last_number

    def _take(self, line: str) -> Event | None:
        if not line:
            self.last_number = self._number
            event = Event(self._name or "message", "\n".join(self._data), self.last_number)
            complete = bool(self._data)
            self._name, self._data = "", []
            return event if complete else None
        name, _, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._name = value
        elif name == "id" and "\0" not in value:
            self._number = value
        elif name == "retry" and value.isdecimal():
            self.retry = int(value)
        return None
