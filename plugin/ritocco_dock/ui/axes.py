"""The axes of a grid: which knobs can be varied, and reading their values from text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..errors import DockError
from ..knobs.knob import Knob
from ..knobs.knobs import KNOBS
from ..knobs.models import ModelInfo
from ..models.offer import SamplerInfo
from ..session.session import Axis
from ..words import mark, say

MOST = 12
"""Values on one axis."""
_RANGE = re.compile(r"\s*(-?[\d.]+)\s*-\s*([\d.]+)\s*(?:\(\s*\+?\s*([\d.]+)\s*\))?\s*")


_SHARE = Knob(
    name="adapters",
    usual=1.0,
    low=0,
    high=2,
    label=mark("Adapters"),
    unit="%",
    axis="0, 50, 100",
)
"""All adapters that were chosen beside the words: how much of their strengths."""
AXES = {name: row for name, row in KNOBS.items() if row.axis is not None} | {"adapters": _SHARE}
"""Field of `Knobs` -> the knob, of those that can be an axis."""


def label_of(row: Knob) -> str:
    """What an axis is called: "Grow, px"."""
    return f"{say(row.label)}, {row.unit}" if row.unit else say(row.label)


def axis(
    field: str, text: str, samplers: Sequence[SamplerInfo], models: Sequence[ModelInfo]
) -> Axis:
    """The axis with the values in `text`: "12, 25, 40", "1-4", "40-80 (+20)", or names.

    Raises DockError for what cannot be read, is out of bounds, or is too much.
    """
    row = AXES[field]
    words = [word.strip() for word in text.split(",") if word.strip()]
    if field == "sampler":
        known = {one.name.casefold(): one.id for one in samplers}
        known.update({one.id.casefold(): one.id for one in samplers})
        values = _named(words, known)
    elif field == "model":
        values = _named(words, {one.name.casefold(): one.name for one in models})
    else:
        values = [value for word in words for value in _numbers(word, row)]
    if not values:
        raise DockError(say("Type the values for {axis}.", axis=label_of(row)), "bad_axis")
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


def _numbers(word: str, row: Knob) -> list[object]:
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
    assert row.low is not None
    assert row.high is not None
    low, high = row.low / row.factor, row.high / row.factor
    for value in typed:
        if not low <= value <= high or (row.is_whole and value != int(value)):
            raise DockError(
                say(
                    "{axis} goes from {low} to {high}; {value} does not fit.",
                    axis=label_of(row),
                    low=f"{low:g}",
                    high=f"{high:.0f}",
                    value=f"{value:g}",
                ),
                "bad_axis",
            )
    if row.factor != 1:
        return [round(value * row.factor, 6) for value in typed]
    return [int(value) if row.is_whole else value for value in typed]


def shown(field: str, value: object, samplers: Sequence[SamplerInfo]) -> str:
    """A value as the head of a row or column."""
    names: dict[object, str] = {sampler.id: sampler.name for sampler in samplers}
    row = AXES.get(field)
    if field == "sampler":
        return names.get(value, str(value))
    if row is not None and row.factor != 1 and isinstance(value, (int, float)):
        return f"{value / row.factor:g} %"
    return f"{value:g}" if isinstance(value, float) else str(value)
