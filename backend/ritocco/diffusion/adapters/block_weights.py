"""How strongly a LoRA acts on each block of a U-Net: numbers by position, or a preset.

Blocks are counted as the original layout has them. Lists of several lengths are around; which
blocks they are about is said here, and whatever a list says nothing of is 0, as in the web UI's
extension they come from. `BASE` are the text encoders, and what lies in no block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import isfinite

from ritocco.diffusion.families.family import Family
from ritocco.errors import BadRecipe

Factor = Callable[[str], float]
"""Name of a module of the U-Net in the original layout ("": of a text encoder) -> its factor."""

_BASE, _MID = "BASE", "MID"
_ALL = "ALL"
_HALF = "ALL0.5"


def _inward(*numbers: int) -> tuple[str, ...]:
    return tuple(f"IN{number:02}" for number in numbers)


def _outward(*numbers: int) -> tuple[str, ...]:
    return tuple(f"OUT{number:02}" for number in numbers)


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks of a U-Net that have attention, from its edge inwards and out again.

    count  of all blocks on the way in, and out
    """

    count: int
    shallow_in: tuple[str, ...]
    deep_in: tuple[str, ...]
    deep_out: tuple[str, ...]
    shallow_out: tuple[str, ...]
    trained: bool = False
    """Whether kohya's list of 23 numbers is for it."""

    @property
    def all_in(self) -> tuple[str, ...]:
        return (*self.shallow_in, *self.deep_in)

    @property
    def all_out(self) -> tuple[str, ...]:
        return (*self.deep_out, *self.shallow_out)

    @property
    def lists(self) -> tuple[tuple[str, ...], ...]:
        """What each list is about that is accepted, told apart by their lengths."""
        every = range(self.count)
        short = (_BASE, *self.all_in, _MID, *self.all_out)
        long = (_BASE, *_inward(*every), _MID, *_outward(*every))
        return (short, long, *([_KOHYA] if self.trained else []))

    @property
    def presets(self) -> Mapping[str, tuple[str, ...]]:
        """Name -> the blocks it lets through."""
        return {
            "NONE": (),
            "INS": (_BASE, *self.shallow_in),
            "IND": (_BASE, *self.deep_in),
            "INALL": (_BASE, *self.all_in),
            "MIDD": (_BASE, *self.deep_in, _MID, *self.deep_out),
            "OUTD": (_BASE, *self.deep_out),
            "OUTS": (_BASE, *self.shallow_out),
            "OUTALL": (_BASE, *self.all_out),
        }


_KOHYA = (
    "EMBED",
    *_inward(*range(9)),
    *("MID0", "MID1", "MID2"),
    *_outward(*range(9)),
    "LAST",
)
"""kohya's numbers for SDXL, which are finer in the middle and about the U-Net alone."""
_SD = _Blocks(
    12,
    _inward(1, 2, 4),
    _inward(5, 7, 8),
    _outward(3, 4, 5, 6),
    _outward(7, 8, 9, 10, 11),
)
_BLOCKS = {
    "sd1": _SD,
    "sd2": _SD,
    "sdxl": _Blocks(
        9, _inward(4, 5), _inward(7, 8), _outward(0, 1, 2), _outward(3, 4, 5), trained=True
    ),
    "mini": _Blocks(6, _inward(3), _inward(5), _outward(0, 1), _outward(2, 3)),
}
"""By the first of a family's configs, which its twins have too."""


def factor_of(weights: str | tuple[float, ...], name: str, family: Family) -> Factor:
    """The factor of each module. Raises BadRecipe for a list of another length, or no preset.

    weights  numbers, as text too; the name of a preset; empty: all 1
    name     of the LoRA, for an error
    """
    if weights == "":
        return lambda module: 1.0
    blocks = _BLOCKS[family.configs[0]]
    if isinstance(weights, str):
        preset = weights.strip().upper()
        if preset == _ALL:
            return lambda module: 1.0
        if preset == _HALF:
            return lambda module: 0.5
        if preset in blocks.presets:
            return _by_block(dict.fromkeys(blocks.presets[preset], 1.0))
        weights = _numbers(weights, name, blocks)
    for about in blocks.lists:
        if len(about) == len(weights):
            found = dict(zip(about, weights, strict=True))
            return _by_block(found if _BASE in found else {_BASE: 1.0, **found})
    raise BadRecipe(
        "{name} was given {count} block weights; for {family} there are {counts}.",
        name=name,
        count=len(weights),
        family=family.name,
        counts=" / ".join(str(len(about)) for about in blocks.lists),
    )


def _numbers(text: str, name: str, blocks: _Blocks) -> tuple[float, ...]:
    with suppress(ValueError):
        numbers = tuple(float(word) for word in text.split(","))
        if all(map(isfinite, numbers)):
            return numbers
    raise BadRecipe(
        "{name} was given the block weights {text}, which are neither numbers nor a preset. "
        "Presets are {presets}.",
        name=name,
        text=repr(text),
        presets=", ".join((_ALL, *blocks.presets)),
    )


def _by_block(factors: Mapping[str, float]) -> Factor:
    def factor(module: str) -> float:
        blocks = _blocks_of(module)
        return next((factors[block] for block in blocks if block in factors), 0.0)

    return factor


_NUMBERED = re.compile(r"(input|middle|output)_blocks?\.(\d+)")


def _blocks_of(module: str) -> tuple[str, ...]:
    """What lists call the block that a module lies in; finer ones first."""
    numbered = _NUMBERED.match(module)
    if numbered is None:
        outside = {"time_embed": "EMBED", "label_emb": "EMBED", "out": "LAST"}
        finer = outside.get(module.partition(".")[0])
        return (finer, _BASE) if finer else (_BASE,)
    half, number = numbered[1], int(numbered[2])
    if half == "middle":
        return f"MID{number}", _MID
    return (f"{'IN' if half == 'input' else 'OUT'}{number:02}",)
