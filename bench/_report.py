"""The report of a bench: rows of a table, each with what it is held to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the report: a measured number and the limit it is held to (None: for reading).

    least  whether the number is to be no less than the limit, instead of no more
    """

    name: str
    value: float
    limit: float | None = None
    least: bool = False

    @property
    def met(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.least else self.value <= self.limit

    def __str__(self) -> str:
        side = "at least" if self.least else "at most"
        limit = "" if self.limit is None else f"{side} {self.limit:.3g}"
        return f"| {self.name} | {self.value:.3g} | {limit} | {'yes' if self.met else 'NO'} |"


def report(title: str, rows: Iterable[Row]) -> int:
    """Print the rows as they come; what the process ends with: 1 where a limit is missed."""
    print(f"# {title}\n\n| what | measured | limit | met |\n| --- | --- | --- | --- |", flush=True)
    missed = 0
    for row in rows:
        print(row, flush=True)
        missed |= not row.met
    return int(missed)
