"""The axes of a grid: which knobs can be varied, and reading their values from text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import DockError
from ..knobs.knobs import LARGEST_SEED, ModelInfo
from ..models.offer import SamplerInfo
from ..session.session import Axis
from ..words import mark, say

MOST = 12
"""Values on one axis."""
_RANGE = re.compile(r"\s*(-?[\d.]+)\s*-\s*([\d.]+)\s*(?:\(\s*\+?\s*([\d.]+)\s*\))?\s*")


@dataclass(frozen=True)
class AxisKind:
    """A knob that can be an axis.

    label    in English
    example  values to begin with, as text
    low, high  bounds of what is typed; None: the values are names
    whole    whether they are whole numbers
    factor   what one as typed is worth (percent: 0.01)
    """

    label: str
    example: str
    low: float | None = None
    high: float | None = None
    whole: bool = True
    factor: float = 1.0


KINDS: dict[str, AxisKind] = {
    "steps": AxisKind(mark("Steps"), "12, 25, 40", 1, 1000),
    "cfg": AxisKind(mark("CFG"), "4, 7, 10", 0, 100, whole=False),
    "strength": AxisKind(mark("Strength, %"), "40, 60, 80", 0, 100, factor=0.01),
    "seed": AxisKind(mark("Seed"), "1-4", 0, LARGEST_SEED),
    "sampler": AxisKind(mark("Sampler"), ""),
    "model": AxisKind(mark("Model"), ""),
    "variation_strength": AxisKind(mark("Variation, %"), "0, 10, 20", 0, 100, factor=0.01),
    "model_size": AxisKind(mark("Model size, px"), "512, 768", 64, 8192),
    "grow": AxisKind(mark("Grow, px"), "0, 8, 16", 0, 512),
    "soften": AxisKind(mark("Feather inside, px"), "0, 8, 16", 0, 512),
}
"""Field of `Knobs` -> what it is as an axis."""


def axis(
    field: str, text: str, samplers: Sequence[SamplerInfo], models: Sequence[ModelInfo]
) -> Axis:
    """The axis with the values in `text`: "12, 25, 40", "1-4", "40-80 (+20)", or names.

    Raises DockError for what cannot be read, is out of bounds, or is too much.
    """
    kind = KINDS[field]
    words = [word.strip() for word in text.split(",") if word.strip()]
    if field == "sampler":
        known = {one.name.casefold(): one.id for one in samplers}
        known.update({one.id.casefold(): one.id for one in samplers})
        values = _named(words, known)
    elif field == "model":
        values = _named(words, {one.name.casefold(): one.name for one in models})
    else:
        values = [value for word in words for value in _numbers(word, kind)]
    if not values:
        raise DockError(say("Type the values for {axis}.", axis=say(kind.label)), "bad_axis")
    if len(values) > MOST:
        raise DockError(
            say(
                "An axis has at most {most} values; these are {count}.",
                most=MOST,
                count=len(values),
            ),
            "bad_axis",
        )
    return Axis(field, tuple(values))


def _named(words: list[str], known: dict[str, str]) -> list[object]:
    for word in words:
        if word.casefold() not in known:
            raise DockError(
                say(
                    "There is nothing called “{word}”. There are: {known}.",
                    word=word,
                    known=", ".join(sorted(known.values())),
                ),
                "bad_axis",
            )
    return [known[word.casefold()] for word in words]


def _numbers(word: str, kind: AxisKind) -> list[object]:
    span = _RANGE.fullmatch(word)
    try:
        if span is None:
            typed = [float(word)]
        else:
            first, last, step = float(span[1]), float(span[2]), float(span[3] or 1)
            if step <= 0 or (last - first) / step > 1000:
                raise ValueError(word)
            typed = [first + step * turn for turn in range(int((last - first) / step + 1e-9) + 1)]
    except ValueError:
        raise DockError(say("“{word}” is not a number.", word=word), "bad_axis") from None
    assert kind.low is not None
    assert kind.high is not None
    for value in typed:
        if not kind.low <= value <= kind.high or (kind.whole and value != int(value)):
            raise DockError(
                say(
                    "{axis} goes from {low} to {high}; {value} does not fit.",
                    axis=say(kind.label),
                    low=f"{kind.low:g}",
                    high=f"{kind.high:.0f}",
                    value=f"{value:g}",
                ),
                "bad_axis",
            )
    if kind.factor != 1:
        return [round(value * kind.factor, 6) for value in typed]
    return [int(value) if kind.whole else value for value in typed]


def shown(field: str, value: object, samplers: Sequence[SamplerInfo]) -> str:
    """A value as the head of a row or column."""
    names: dict[object, str] = {one.id: one.name for one in samplers}
    kind = KINDS.get(field)
    if field == "sampler":
        return names.get(value, str(value))
    if kind is not None and kind.factor != 1 and isinstance(value, (int, float)):
        return f"{value / kind.factor:g} %"
    return f"{value:g}" if isinstance(value, float) else str(value)
