"""Which families of models an adapter fits, by what its file holds."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from ritocco.diffusion.headers import Contents
from ritocco.diffusion.hypernetwork_widths import hypernetwork_family
from ritocco.library.kinds import ModelKind

_TEXT = {768: "sd1", 1024: "sd2", 2048: "sdxl", 96: "mini"}
"""Width of the text that a U-Net attends to -> the family that has it."""


def _of_lora(name: str, contents: Contents) -> tuple[str, ...]:
    widths = {
        shape[1]
        for key, shape in contents.shapes.items()
        if len(shape) > 1 and "attn2" in key and ("to_k" in key or "to_v" in key) and "down" in key
    }
    return tuple(family for width, family in _TEXT.items() if width in widths)


def _of_embedding(name: str, contents: Contents) -> tuple[str, ...]:
    widths = {shape[-1] for shape in contents.shapes.values() if shape}
    if 1280 in widths:
        return ("sdxl",)
    return tuple(family for width, family in _TEXT.items() if width in widths)


def _of_hypernetwork(name: str, contents: Contents) -> tuple[str, ...]:
    family = hypernetwork_family(contents)
    return (family,) if family else ()


ADAPTERS = MappingProxyType[ModelKind, Callable[[str, Contents], tuple[str, ...]]](
    {
        ModelKind.LORA: _of_lora,
        ModelKind.EMBEDDING: _of_embedding,
        ModelKind.HYPERNETWORK: _of_hypernetwork,
    }
)
"""Kind -> the families that contents of a file of a name fit, as far as they tell.

Each raises BadModel for another family's, and for what is broken.
"""
