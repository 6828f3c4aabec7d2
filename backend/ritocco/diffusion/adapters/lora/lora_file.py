"""A LoRA's file: its parts, what its maker said of it, and embeddings bundled in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from ritocco.diffusion.adapters.lora.keys import by_left_side
from ritocco.diffusion.adapters.lora.kind import Shapes, Unfit, check_finite
from ritocco.diffusion.adapters.lora.kinds import check_parts, unusable
from ritocco.diffusion.adapters.lora.metadata import with_alphas
from ritocco.diffusion.embedding_parts import BUNDLED
from ritocco.diffusion.headers import read_safetensors_header
from ritocco.diffusion.weights import Weights
from ritocco.errors import BadModel
from ritocco.from_disk import told_of_damage
from ritocco.library.weights_format import is_pickled
from ritocco.sentence import Sentence

_AGAIN = Sentence("Download it again.")


@dataclass(frozen=True, slots=True)
class LoraFile:
    """What is in a LoRA's file.

    parts     left side -> part -> tensor (`keys.split`); tensors are read when they are looked at
    metadata  text that its maker left
    bundled   name of an embedding that comes with it -> key -> tensor
    """

    path: Path
    parts: Mapping[str, Mapping[str, Tensor]]
    metadata: Mapping[str, str] = field(default_factory=dict)
    bundled: Mapping[str, Mapping[str, Tensor]] = field(default_factory=dict)


def read_lora(path: Path) -> LoraFile:
    """Open a LoRA's file, in safetensors or pickle format. Runs no code from it.

    Raises BadModel for a file that is damaged, empty, no LoRA, or of parts that cannot be used.
    """
    with told_of_damage(
        lambda why: BadModel(
            "{name} is damaged ({reason}). {again}", name=path.name, reason=why, again=_AGAIN
        )
    ):
        return _read(path)


def check_numbers(file: LoraFile) -> None:
    """Raise BadModel where a part holds what is no number. Reads all tensors once."""
    for left, tensors in file.parts.items():
        for tensor in tensors.values():
            try:
                check_finite(tensor.float())
            except Unfit as error:
                raise unusable(file.path.name, left, error.why) from None


def _read(path: Path) -> LoraFile:
    metadata = {} if is_pickled(path) else read_safetensors_header(path)[1]
    weights = Weights.open(path)
    bundled: dict[str, dict[str, Tensor]] = {}
    plain: dict[str, Tensor] = {}
    for key, tensor in weights.tensors.items():
        _check(path.name, key, tensor)
        if key.startswith(BUNDLED):
            name, _, rest = key.removeprefix(BUNDLED).partition(".")
            bundled.setdefault(name, {})[rest] = tensor
        else:
            plain[key] = weights.exact(tensor.detach())
    parts = by_left_side(plain)
    check_parts(path.name, {left: _shapes(some) for left, some in parts.items()})
    return LoraFile(path, with_alphas(parts, metadata), metadata, bundled)


def _shapes(tensors: Mapping[str, Tensor]) -> Shapes:
    return {part: tuple(tensor.shape) for part, tensor in tensors.items()}


def _check(name: str, key: str, tensor: Tensor) -> None:
    """Raise BadModel for what holds no weights, or claims to hold more than there is of it."""
    if tensor.numel() > 1 and not tensor.is_floating_point():
        raise BadModel(
            "{name} stores {part} as {type}, which Ritocco cannot use. Use a version in 16 bits "
            "(fp16 or bf16).",
            name=name,
            part=key,
            type=str(tensor.dtype).removeprefix("torch."),
        )
    strange = tensor.layout != torch.strided or tensor.is_meta
    if strange or tensor.nbytes > tensor.untyped_storage().nbytes():
        raise unusable(name, key, Sentence("claims to be larger than what is stored of it"))
