"""Keys of a LoRA's file: a module's name as the file has it (the left side), and a part of it.

The parts have one name each here, whatever the trainer calls them: `lora_down` is also `lora_A`
of PEFT and `down` of older diffusers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")

_PLAIN = (
    "alpha",
    "scale",
    "dora_scale",
    "lora_mid.weight",
    "lora_down.weight",
    "lora_up.weight",
    "hada_w1_a",
    "hada_w1_b",
    "hada_w2_a",
    "hada_w2_b",
    "hada_t1",
    "hada_t2",
    "lokr_w1",
    "lokr_w1_a",
    "lokr_w1_b",
    "lokr_w2",
    "lokr_w2_a",
    "lokr_w2_b",
    "lokr_t2",
    "oft_blocks",
    "rescale",
    "a1.weight",
    "a2.weight",
    "b1.weight",
    "b2.weight",
    "bm.weight",
    "weight",
    "on_input",
    "diff",
    "diff_b",
    "set_weight",
    "w_norm",
    "b_norm",
)
"""As kohya's scripts and LyCORIS write them."""
_OTHER = {
    "lora_A.weight": "lora_down",
    "lora_B.weight": "lora_up",
    "lora.down.weight": "lora_down",
    "lora.up.weight": "lora_up",
    "lora_linear_layer.down.weight": "lora_down",
    "lora_linear_layer.up.weight": "lora_up",
    "lora_magnitude_vector": "magnitude",
    "lora_magnitude_vector.weight": "magnitude",
}
"""As PEFT and older diffusers write them."""
_PARTS = {name: name.removesuffix(".weight") for name in _PLAIN} | _OTHER
_MOST_WORDS = max(name.count(".") + 1 for name in _PARTS)
_ADAPTER_NAME = re.compile(
    r"(?<=\.lora_[AB])\.\w+(?=\.weight$)|(?<=_magnitude_vector)\.(?!weight$)\w+"
)
"""PEFT's own name for the adapter, which may stand within a key: `.default`."""
_OLD_LAYER = re.compile(r"_lora\.(down|up)\.weight$")
"""Older diffusers: `processor.to_q_lora.down.weight`."""


def split(key: str) -> tuple[str, str]:
    """The left side of a key and its part; a part nobody knows is what follows the first dot."""
    plain = _OLD_LAYER.sub(r".lora.\1.weight", _ADAPTER_NAME.sub("", key))
    words = plain.split(".")
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        part = _PARTS.get(".".join(words[-count:]))
        if part is not None:
            return ".".join(words[:-count]), part
    left, _, rest = plain.partition(".")
    return left, rest


def by_left_side(values: Mapping[str, T]) -> dict[str, dict[str, T]]:
    """What stands under keys, by left side and part, in the order of the file."""
    found: dict[str, dict[str, T]] = {}
    for key, value in values.items():
        left, part = split(key)
        found.setdefault(left, {})[part] = value
    return found
