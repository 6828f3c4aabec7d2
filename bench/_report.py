"""The report of a bench: rows of a table, each with what it is held to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the report: a measured number and the limit it is held to (None: for reading)."""

    name: str
    value: float
    limit: float | None = None

    @property
    def met(self) -> bool:
        return self.limit is None or self.value <= self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"at most {self.limit:.3g}"
        return f"| {self.name} | {self.value:.3g} | {limit} | {'yes' if self.met else 'NO'} |"


def report(title: str, rows: Iterable[Row]) -> int:
    """Print the rows as they come; what the process ends with: 1 where a limit is missed."""
    print(f"# {title}\n\n| what | measured | limit | met |\n| --- | --- | --- | --- |", flush=True)
    missed = 0
    for row in rows:
        print(row, flush=True)
        missed |= not row.met
    return int(missed)
