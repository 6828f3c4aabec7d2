"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Severity(StrEnum):
    """How things stand."""

    OK = "ok"
    NOTE = "note"
    """Nothing is broken, but there is something better to be had."""
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it stands, what was seen, and what to do if it is not well.

    `fix` is a command or a step that can be done as it is written.
    """

    name: str
    level: Severity
    seen: str
    fix: str = ""

    @property
    def ok(self) -> bool:
        """Whether nothing is broken."""
        return self.level is not Severity.BAD

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        plain = {"name": self.name, "ok": self.ok, "level": self.level.value}
        return {**plain, "seen": self.seen, "fix": self.fix}

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Self:
        """What `to_dict` wrote."""
        return cls(plain["name"], Severity(plain["level"]), plain["seen"], plain["fix"])


def well(name: str, seen: str) -> Finding:
    """Nothing to do."""
    return Finding(name, Severity.OK, seen)


def note(name: str, seen: str, fix: str) -> Finding:
    """Works, and could be better."""
    return Finding(name, Severity.NOTE, seen, fix)


def bad(name: str, seen: str, fix: str) -> Finding:
    """Broken."""
    return Finding(name, Severity.BAD, seen, fix)
