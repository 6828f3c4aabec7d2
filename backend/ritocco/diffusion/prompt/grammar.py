"""Text -> weighted text: `(x)`, `(x:1.2)`, `[x]`, escapes, `BREAK`; and `AND` between prompts.

The grammar is that of the A1111 web UI. It differs on purpose in four corners: `BREAK` works
inside brackets, `\\:` and `\\|` are escapes too, weights stop at +-1000, and `text:0.7` is a
weight of guidance only where the prompt has an `AND` (so that "ratio 16:9" stays text).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

STRONGER = 1.1
"""What one pair of round brackets multiplies by; square brackets divide by it."""
HEAVIEST = 1000.0
"""Bound of a weight's size: beyond it nothing is left but overflow."""

_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_TOKEN = re.compile(
    r"\\(?P<escaped>[()\[\]\\:|]?)"
    rf"|(?P<open>[(\[])|:\s*(?P<weight>{_NUMBER})\s*\)|(?P<close>[)\]])"
    r"|[^\\()\[\]:]+|:"
)
_BREAK = re.compile(r"\bBREAK\b")
_AND = re.compile(r"\bAND\b")
_SPECIAL = re.compile(r"[()\[\]\\:|]")


class Segment(NamedTuple):
    """A run of text under one weight."""

    text: str
    weight: float


Prompt = tuple[tuple[Segment, ...], ...]
"""Sections, parted by BREAK; each holds its segments in order, neighbours of unequal weight."""


@dataclass(slots=True)
class _Open:
    """An opening bracket, and what it multiplies by (known once it is closed)."""

    kind: str
    factor: float


@dataclass(slots=True)
class _Close:
    """The closing bracket of an `_Open` of this kind."""

    kind: str


def parse(text: str) -> Prompt:
    """The weighted segments of any text; never fails, and always has at least one section.

    A bracket that is never closed holds to the end; a closing one without an opening one, and
    a weight that is not a number, are text. Weights of enclosing brackets multiply.
    """
    around: dict[str, list[float]] = {"(": [1.0], "[": [1.0]}
    sections: list[list[Segment]] = [[]]
    for mark in _marks(text):
        if isinstance(mark, _Open):
            around[mark.kind].append(around[mark.kind][-1] * mark.factor)
        elif isinstance(mark, _Close):
            around[mark.kind].pop()
        else:
            weight = around["("][-1] * around["["][-1]
            _add(sections, mark, max(-HEAVIEST, min(HEAVIEST, weight)))
    return tuple(tuple(section) for section in sections)


def _marks(text: str) -> list[str | _Open | _Close]:
    """Text and brackets in order; each bracket that closes nothing is text already.

    Round and square brackets are matched apart from each other, so they may cross.
    """
    marks: list[str | _Open | _Close] = []
    unclosed: dict[str, list[_Open]] = {"(": [], "[": []}
    for token in _TOKEN.finditer(text):
        kind = {")": "(", "]": "["}.get(token[0][-1]) if token["close"] or token["weight"] else None
        if token["open"]:
            bracket = _Open(token["open"], STRONGER if token["open"] == "(" else 1 / STRONGER)
            marks.append(bracket)
            unclosed[bracket.kind].append(bracket)
        elif kind and unclosed[kind]:
            bracket = unclosed[kind].pop()
            if token["weight"]:
                bracket.factor = float(token["weight"])
            marks.append(_Close(kind))
        else:
            # a backslash before an ordinary character vanishes, as in the web UI
            marks.append(token[0] if token["escaped"] is None else token["escaped"])
    return marks


def _add(sections: list[list[Segment]], text: str, weight: float) -> None:
    """Append text, beginning a section at each BREAK and merging runs of equal weight."""
    parts = _BREAK.split(text)
    for place, raw in enumerate(parts):
        part = raw.rstrip() if place < len(parts) - 1 else raw
        if place:
            part = part.lstrip()
            sections.append([])
        section = sections[-1]
        if section and section[-1].weight == weight:
            section[-1] = Segment(section[-1].text + part, weight)
        elif part:
            section.append(Segment(part, weight))


def escape(text: str) -> str:
    """The prompt that means exactly this text, at weight 1 (BREAK and AND cannot be escaped)."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def members(text: str) -> tuple[tuple[str, float], ...]:
    """The prompts that `AND` joins, each with the weight of its guidance (`a dog:0.7`)."""
    parts = _AND.split(text)
    return tuple(_weighted(part) for part in parts) if len(parts) > 1 else ((text, 1.0),)


def sections(text: str) -> int:
    """How many sections any text has at most, whatever switches are in it."""
    return len(_BREAK.split(text))


def _weighted(text: str) -> tuple[str, float]:
    before, colon, number = text.rpartition(":")
    if colon and re.fullmatch(_NUMBER, number.strip()):
        return before.rstrip(), max(-HEAVIEST, min(HEAVIEST, float(number)))
    return text, 1.0
