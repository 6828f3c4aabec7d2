"""A LoRA's file: its parts, what its maker said of it, and embeddings bundled in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from torch import Tensor

from ritocco.diffusion.adapters.lora.keys import by_left_side
from ritocco.diffusion.adapters.lora.kind import Unfit
from ritocco.diffusion.adapters.lora.kinds import check_shapes, unusable
from ritocco.diffusion.headers import read_safetensors_header
from ritocco.diffusion.weights import Weights
from ritocco.errors import BadModel
from ritocco.library.weights_format import is_pickled

_BUNDLED = "bundle_emb."
"""Before the keys of an embedding that comes with a LoRA: `bundle_emb.NAME.KEY`."""


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
    metadata = {} if is_pickled(path) else read_safetensors_header(path)[1]
    tensors = Weights.open(path).tensors
    bundled: dict[str, dict[str, Tensor]] = {}
    plain: dict[str, Tensor] = {}
    for key, tensor in tensors.items():
        if key.startswith(_BUNDLED):
            name, _, rest = key.removeprefix(_BUNDLED).partition(".")
            bundled.setdefault(name, {})[rest] = tensor
        else:
            plain[key] = tensor
    parts = by_left_side(plain)
    _check(path.name, parts)
    return LoraFile(path, parts, metadata, bundled)


def _check(name: str, parts: Mapping[str, Mapping[str, Tensor]]) -> None:
    for left, some in parts.items():
        for part, tensor in some.items():
            if not tensor.is_floating_point() and tensor.numel() > 1:
                raise BadModel(
                    "{name} stores {part} as whole numbers, which Ritocco cannot use. Use a "
                    "version in 16 bits (fp16 or bf16).",
                    name=name,
                    part=f"{left}.{part}",
                )
        try:
            check_shapes({part: tuple(tensor.shape) for part, tensor in some.items()})
        except Unfit as error:
            raise unusable(name, left, error.why) from None
