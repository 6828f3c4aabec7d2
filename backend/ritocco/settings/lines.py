"""On which line of a TOML text a table or a key stands; TOML's own reader does not tell."""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_ASSIGNED = re.compile(r"""\s*([\w."'\s-]+?)\s*=""")


def line_of(text: str, path: str) -> int:
    """The line (from 1) that sets `path`, as "compute.device" or "compute".

    Dotted keys count; what an inline table holds is found at the table's own line. 1 where
    nothing is found.
    """
    wanted = tuple(path.split("."))
    places: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _names(header[1])
            places.setdefault(table, number)
        elif assigned := _ASSIGNED.match(line):
            places.setdefault((*table, *_names(assigned[1])), number)
    for length in range(len(wanted), 0, -1):
        within = [places[key] for key in places if key[:length] == wanted[:length]]
        if within:
            return min(within)
    return 1


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
