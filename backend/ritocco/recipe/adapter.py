"""A small file that changes what a model knows, as a value of the recipe."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from ritocco.errors import BadRecipe
from ritocco.recipe.ranges import Hash
from ritocco.recipe.rows import Must, check, row_of
from ritocco.sentence import Sentence

STRONGEST = 10.0
"""How strong an adapter can be, either way."""
MOST_BLOCKS = 100
MOST_ADAPTERS = 100


def check_count(named: int) -> None:
    """Raise BadRecipe where prompts name more adapters than a recipe holds."""
    if named > MOST_ADAPTERS:
        raise BadRecipe(
            "The prompts name {count} adapters; {most} are the most.",
            count=named,
            most=MOST_ADAPTERS,
        )


class AdapterKind(StrEnum):
    """What the file holds, and so how it is put to use."""

    LORA = "lora"
    """Changes of weights: LoRA and its kin (LyCORIS), told apart by the file's own keys."""
    HYPERNETWORK = "hypernetwork"
    """Small networks before the keys and values of each attention."""
    EMBEDDING = "embedding"
    """Vectors in place of a word (textual inversion)."""


Strength = Annotated[float, Field(ge=-STRONGEST, le=STRONGEST)]
_Preset = Annotated[str, Field(max_length=1000)]
_WEIGHT, _PRESET = row_of("weight", Strength), row_of("preset", _Preset)


def _blocks(value: Any) -> str | tuple[float, ...]:
    """The name of a preset, or a list of weights."""
    if not isinstance(value, list | tuple):
        return str(_PRESET.checked(value, "block_weights"))
    if len(value) > MOST_BLOCKS:
        raise BadRecipe("block_weights must hold at most {most} numbers.", most=MOST_BLOCKS)
    return tuple(_WEIGHT.checked(weight, f"block_weights[{at}]") for at, weight in enumerate(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapter:
    """One adapter and how strongly it acts. Raises BadRecipe, naming the field."""

    kind: Annotated[AdapterKind, Field(description="what it is")] = AdapterKind.LORA
    name: Annotated[
        str,
        Field(
            max_length=1000,
            pattern=r"\S",
            description="of its file in the folder of that kind, without the ending",
        ),
        Must(Sentence("text of 1 to 1000 characters")),
    ]
    sha256: Annotated[Hash, Field(description="of the whole file; empty: not known yet")] = ""
    unet_strength: Annotated[
        Strength, Field(description="how strongly it acts on the U-Net; 0: not at all")
    ] = 1.0
    text_strength: Annotated[
        Strength, Field(description="the same for the text encoders; all that an embedding has")
    ] = 1.0
    block_weights: Annotated[
        str | tuple[float, ...],
        BeforeValidator(_blocks, json_schema_input_type=_Preset | list[Strength]),
        Field(
            description="factors for the U-Net's blocks: numbers, or the name of a preset; "
            "empty: all 1"
        ),
    ] = ""

    def __post_init__(self) -> None:
        check(self)
