"""A small file that changes what a model knows, as a value of the recipe."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ritocco.errors import BadRecipe
from ritocco.recipe.checks import Check, check_all, number, one_of, sha256, text, words

STRONGEST = 10.0
"""How strong an adapter can be, either way."""
MOST_BLOCKS = 100


class AdapterKind(StrEnum):
    """What the file holds, and so how it is put to use."""

    LORA = "lora"
    """Changes of weights: LoRA and its kin (LyCORIS), told apart by the file's own keys."""
    HYPERNETWORK = "hypernetwork"
    """Small networks before the keys and values of each attention."""
    EMBEDDING = "embedding"
    """Vectors in place of a word (textual inversion)."""


def _blocks(name: str, value: object) -> str | tuple[float, ...]:
    """The name of a preset, or a list of weights."""
    if isinstance(value, list | tuple):
        if len(value) > MOST_BLOCKS:
            raise BadRecipe(f"{name} must hold at most {MOST_BLOCKS} numbers.")
        weight = number(-STRONGEST, STRONGEST)
        return tuple(weight(f"{name}[{at}]", each) for at, each in enumerate(value))
    return text(1000)(name, value)


_STRENGTH = number(-STRONGEST, STRONGEST)
_CHECKS: dict[str, Check] = {
    "kind": one_of(AdapterKind),
    "name": words(1000),
    "sha256": sha256,
    "unet_strength": _STRENGTH,
    "text_strength": _STRENGTH,
    "block_weights": _blocks,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """One adapter and how strongly it acts.

    kind           what it is
    name           of its file in the folder of that kind, without the ending
    sha256         of the whole file, in hexadecimal; empty: not known yet
    unet_strength  how strongly it acts on the U-Net, -10..10; 0 not at all
    text_strength  the same for the text encoders; an embedding has this one only
    block_weights  factors for the U-Net's blocks: numbers, or the name of a preset; empty: all 1

    Raises BadRecipe, naming the field.
    """

    kind: AdapterKind = AdapterKind.LORA
    name: str
    sha256: str = ""
    unet_strength: float = 1.0
    text_strength: float = 1.0
    block_weights: str | tuple[float, ...] = ""

    def __post_init__(self) -> None:
        check_all(self, _CHECKS)
