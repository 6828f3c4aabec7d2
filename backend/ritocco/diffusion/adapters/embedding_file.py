"""An embedding's file in any of its formats: vectors for each text encoder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from ritocco.canvas.files import is_picture
from ritocco.diffusion.embedding_parts import FAMILY_OF_WIDTHS, checked_parts
from ritocco.diffusion.embedding_picture import vectors_in_picture
from ritocco.diffusion.prompt.named import word_of
from ritocco.diffusion.weights import Weights
from ritocco.errors import BadModel
from ritocco.library.weights_format import beginning

MOST_BYTES = 64 << 20
"""Of a file. The largest embedding there can be has 600 KB, as text in a picture some MB."""


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddingFile:
    """What is in an embedding's file.

    name     of the file, without ending: the word that it stands for
    vectors  for each text encoder, in order: (n, width) in float32, n the same
    """

    name: str
    vectors: tuple[Tensor, ...]

    @property
    def count(self) -> int:
        """How many tokens of a prompt it takes."""
        return len(self.vectors[0])

    @property
    def widths(self) -> tuple[int, ...]:
        """How many numbers each vector has, for each text encoder."""
        return tuple(part.shape[1] for part in self.vectors)

    @property
    def family(self) -> str | None:
        """The family it is for, by its widths; None where no known one has those."""
        return FAMILY_OF_WIDTHS.get(self.widths)


def read_embedding(path: Path) -> EmbeddingFile:
    """The embedding in a file: safetensors, a pickle, or a picture. Runs no code from it.

    Raises BadModel, in the artist's words, for a file that is damaged, no embedding, or of vectors
    that cannot be used.
    """
    _, size = beginning(path)
    if size > MOST_BYTES:
        raise BadModel(
            "{name} is no embedding: with {size} MB it is far too large for one.",
            name=path.name,
            size=round(size / 1e6),
        )
    if is_picture(path):
        held = vectors_in_picture(path)
        return embedding_of(path.name, {key: torch.from_numpy(one) for key, one in held.items()})
    weights = Weights.open(path)
    try:
        return embedding_of(path.name, weights.tensors, weights.exact)
    finally:
        weights.close()


def embedding_of(
    name: str, tensors: Mapping[str, Tensor], exact: Callable[[Tensor], Tensor] = lambda one: one
) -> EmbeddingFile:
    """The embedding that tensors are, by their keys; a copy of them. Raises BadModel.

    name   of its file
    exact  says what a stored tensor means
    """
    parts = checked_parts(name, {key: tuple(one.shape) for key, one in tensors.items()})
    vectors = tuple(_vectors(name, tensors[part], exact) for part in parts)
    return EmbeddingFile(word_of(name), vectors)


def _vectors(name: str, stored: Tensor, exact: Callable[[Tensor], Tensor]) -> Tensor:
    strange = stored.layout != torch.strided or stored.is_meta
    if strange or stored.nbytes > stored.untyped_storage().nbytes():
        raise BadModel(
            "{name} is damaged: its vectors claim to be larger than what is stored of them. "
            "Download it again.",
            name=name,
        )
    tensor = exact(stored)
    if not tensor.is_floating_point():
        raise BadModel(
            "{name} stores its vectors as whole numbers, which Ritocco cannot use. Choose another "
            "version of it.",
            name=name,
        )
    rows = tensor if tensor.dim() == 2 else tensor[None]
    vectors = rows.detach().to("cpu", torch.float32, copy=True).contiguous()
    if not bool(vectors.isfinite().all()):
        raise BadModel(
            "{name} holds vectors that are no numbers (NaN). It is damaged: download it again, or "
            "choose another one.",
            name=name,
        )
    return vectors
