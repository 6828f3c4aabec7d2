"""Token ids of any number -> chunks of 75, since CLIP sees 77 with its begin and end.

An id below 0 is no token but a vector that stands for one (see `vectors.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

CHUNK = 75
"""Tokens of a chunk, without begin and end."""
BACKTRACK = 20
"""A phrase that crosses the end of a chunk moves over whole if it began that few tokens ago."""

Weighted = tuple[tuple[int, ...], float]
"""Ids that stay together, 75 at most, and the weight of their emphasis: a token, or an embedding's
vectors."""


class Chunk(NamedTuple):
    """Up to 75 tokens with their weights; the same number of each."""

    ids: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()

    def framed(self, begin: int, end: int, pad: int) -> tuple[int, ...]:
        """The 77 ids an encoder is given: begin, the tokens, end, padding."""
        return (begin, *self.ids, end, *[pad] * (CHUNK - len(self.ids)))

    @property
    def emphasis(self) -> tuple[float, ...]:
        """The 77 weights that belong to `framed`."""
        return (1.0, *self.weights, *[1.0] * (CHUNK + 1 - len(self.weights)))


def chunked(sections: Iterable[Sequence[Weighted]], comma: int) -> tuple[Chunk, ...]:
    """One chunk at least; every section (what BREAK parts) begins one of its own.

    comma: the id of `,`, after which a phrase begins. An empty section makes an empty chunk,
    but for a last one.
    """
    *earlier, last = list(sections) or [()]
    wanted = [*earlier, last] if last or not earlier else earlier
    return tuple(chunk for section in wanted for chunk in _filled(section, comma))


def _filled(section: Sequence[Weighted], comma: int) -> Iterator[Chunk]:
    current: list[tuple[int, float]] = []
    phrase: int | None = None  # where the last comma of `current` is
    for ids, weight in section:
        ends = ids == (comma,)
        if len(current) == CHUNK:
            near = phrase is not None and CHUNK - phrase <= BACKTRACK and not ends
            cut = phrase + 1 if near and phrase is not None else CHUNK
            yield _chunk(current[:cut])
            current, phrase = current[cut:], None
        elif ends:
            phrase = len(current)
        if len(current) + len(ids) > CHUNK:
            yield _chunk(current)
            current, phrase = [], None
        current += [(each, weight) for each in ids]
    yield _chunk(current)


def _chunk(tokens: Sequence[tuple[int, float]]) -> Chunk:
    return Chunk(tuple(token for token, _ in tokens), tuple(weight for _, weight in tokens))
