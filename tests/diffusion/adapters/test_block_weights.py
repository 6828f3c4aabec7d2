"""Which blocks of a U-Net numbers and presets are about."""

from __future__ import annotations

import pytest

from ritocco.diffusion.adapters.block_weights import factor_of
from ritocco.diffusion.families import FAMILIES
from ritocco.errors import BadRecipe

EDGE, DEEP, MIDDLE = "input_blocks.1.1.to_q", "input_blocks.7.1.to_q", "middle_block.1.to_q"
BACK, LAST, TEXT = "output_blocks.3.1.to_q", "output_blocks.11.1.to_q", ""
TIME = "time_embed.0"


@pytest.mark.parametrize(
    ("preset", "through"),
    [
        ("", {EDGE, DEEP, MIDDLE, BACK, LAST, TEXT, TIME, "input_blocks.3.0.op"}),
        ("all", {EDGE, DEEP, MIDDLE, BACK, LAST, TEXT, TIME, "input_blocks.3.0.op"}),
        ("NONE", set()),
        ("INS", {EDGE, TEXT, TIME}),
        ("IND", {DEEP, TEXT, TIME}),
        ("INALL", {EDGE, DEEP, TEXT, TIME}),
        ("MIDD", {DEEP, MIDDLE, BACK, TEXT, TIME}),
        ("OUTD", {BACK, TEXT, TIME}),
        ("OUTS", {LAST, TEXT, TIME}),
        ("OUTALL", {BACK, LAST, TEXT, TIME}),
    ],
)
def test_presets_let_blocks_through_as_in_the_web_ui(preset: str, through: set[str]) -> None:
    factor = factor_of(preset, "fox", FAMILIES["sd1-inpaint"])
    modules = (EDGE, DEEP, MIDDLE, BACK, LAST, TEXT, TIME, "input_blocks.3.0.op")
    assert {module for module in modules if factor(module)} == through


def numbers(count: int) -> tuple[float, ...]:
    return tuple(float(at + 1) for at in range(count))


@pytest.mark.parametrize(
    ("family", "count", "at"),
    [
        # BASE IN01 02 04 05 07 08 MID OUT03..11
        ("sd1", 17, {TEXT: 1, EDGE: 2, DEEP: 6, MIDDLE: 8, BACK: 9, LAST: 17, TIME: 1}),
        ("sd2", 26, {TEXT: 1, "input_blocks.0.0": 2, EDGE: 3, MIDDLE: 14, LAST: 26}),
        # BASE IN04 05 07 08 MID OUT0..5
        ("sdxl", 12, {TEXT: 1, "input_blocks.4.1.x": 2, DEEP: 4, MIDDLE: 6, BACK: 10, EDGE: 0}),
        ("sdxl", 20, {TEXT: 1, EDGE: 3, MIDDLE: 11, "output_blocks.8.0.x": 20, "out.2": 1}),
        # kohya's: embeddings, 9 blocks in, 3 in the middle, 9 out, what comes last
        ("sdxl", 23, {TEXT: 0, TIME: 1, "label_emb.0.0": 1, EDGE: 3, MIDDLE: 12, "out.2": 23}),
        ("mini", 14, {TEXT: 1, "input_blocks.5.1.x": 7, MIDDLE: 8, "output_blocks.5.0.x": 14}),
    ],
)
def test_a_list_is_told_by_its_length(family: str, count: int, at: dict[str, int]) -> None:
    factor = factor_of(numbers(count), "fox", FAMILIES[family])
    expected = at | ({TEXT: 1} if count == 23 else {})  # which says nothing of text encoders
    assert {module: factor(module) for module in at} == expected
    as_text = ", ".join(map(str, numbers(count)))
    assert {
        module: factor_of(as_text, "fox", FAMILIES[family])(module) for module in at
    } == expected


@pytest.mark.parametrize(
    ("weights", "family", "words"),
    [
        (numbers(3), "sdxl", "fox was given 3 block weights; for .* there are 12 / 20 / 23"),
        ("1,0", "sd1", "fox was given 2 block weights; .* 17 / 26"),
        ("INSIDE", "sd1", r"'INSIDE', which are neither numbers nor a preset. Presets are ALL, "),
        ("1,R", "sd1", "neither numbers nor a preset"),
        ("1,nan", "sd1", "neither numbers nor a preset"),
    ],
)
def test_what_is_neither_is_refused(
    weights: str | tuple[float, ...], family: str, words: str
) -> None:
    with pytest.raises(BadRecipe, match=words):
        factor_of(weights, "fox", FAMILIES[family])
