"""Vectors in place of tokens: what a text encoder reads where a prompt names an embedding.

They have ids below 0 among the tokens' own. The encoder is given the id of `!` in their place,
and a hook on its token embedding puts the vectors where those of `!` would stand. So the encoder
has no new ids (in some models the end is the largest id), and whoever moves its weights about
does it as ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from ritocco.diffusion.placement import works_on

_ANY = 0
"""A token's id that means nothing special to any encoder."""


class Vectors:
    """The vectors of several embeddings for one text encoder.

    rows  of each embedding, in order: (n, width)
    ids   of each embedding's vectors among tokens
    """

    def __init__(self, rows: Sequence[Tensor]) -> None:
        self._table = torch.cat(list(rows)) if rows else torch.empty(0)
        self.ids: list[tuple[int, ...]] = []
        last = 0
        for some in rows:
            self.ids.append(tuple(range(last - 1, last - 1 - len(some), -1)))
            last -= len(some)

    @contextmanager
    def read_by(self, encoder: Any, ids: Sequence[int]) -> Iterator[Tensor]:
        """What to give the encoder for these ids, (1, n), while it reads vectors for those below 0.

        They are read in the precision and on the device of the encoder's own.
        """
        given = torch.tensor([[_ANY if one < 0 else one for one in ids]], device=works_on(encoder))
        places = [place for place, one in enumerate(ids) if one < 0]
        if not places:
            yield given
            return
        rows = self._table[[-1 - ids[place] for place in places]]

        def put(module: object, asked: object, found: Tensor) -> Tensor:
            changed = found.clone()
            changed[0, places] = rows.to(found)
            return changed

        hook = encoder.get_input_embeddings().register_forward_hook(put)
        try:
            yield given
        finally:
            hook.remove()
