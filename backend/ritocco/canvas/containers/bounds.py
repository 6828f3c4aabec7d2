"""How much of a file is looked at beside its pixels, whatever it says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from ritocco.canvas.tags import Damaged

_Piece = TypeVar("_Piece")
MOST_PIECES = 2**14
"""Chunks, segments or boxes of a file that hold no pixels."""


def counted(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """The same pieces. Raises Damaged where there are more than any picture is made of."""
    for number, piece in enumerate(pieces):
        if number >= MOST_PIECES:
            raise Damaged("more pieces than any picture is made of")
        yield piece
