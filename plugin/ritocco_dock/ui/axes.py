"""The axes of a grid: which knobs can be varied, and reading their values from text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..errors import DockError
from ..knobs.adapters import CHOSEN, HYPERNETWORK, STRONGEST
from ..knobs.knob import Knob
from ..knobs.knobs import KNOBS
from ..knobs.known import InUse
from ..knobs.models import ModelInfo
from ..models.offer import SamplerInfo
from ..session.grid import ADAPTERS, WORDS, meant_by, strength_of
from ..session.session import Axis
from ..words import mark, say

MOST = 12
"""Values on one axis."""
_RANGE = re.compile(r"\s*(-?[\d.]+)\s*-\s*([\d.]+)\s*(?:\(\s*\+?\s*([\d.]+)\s*\))?\s*")
_LONGEST = 30
"""Letters of a value at the head of a row or column."""
_PARTING = re.compile(r",(?![^<>]*>)")
"""A comma within a tag parts no words."""


_SHARE = Knob(
    name=ADAPTERS,
    usual=1.0,
    low=0,
    high=2,
    label=mark("Adapters"),
    unit="%",
    axis="0, 50, 100",
)
"""All adapters that are in use: how much of their strengths."""
_WORDS = Knob(name=WORDS, usual="", longest=20_000, label=mark("Words of the prompt"), axis="")
"""What stands in the place of what."""
_STRENGTH = Knob(usual=1.0, low=-STRONGEST, high=STRONGEST, axis="0, 0.5, 1")
"""One adapter's strength."""
AXES = {name: row for name, row in KNOBS.items() if row.axis is not None} | {
    ADAPTERS: _SHARE,
    WORDS: _WORDS,
}
"""Field of an axis -> its row, of those that are there always; see `row_of`."""


def row_of(field: str) -> Knob:
    """The row of an axis; that of an adapter's strength has none of its own."""
    return _STRENGTH if meant_by(field) else AXES[field]


def label_of(field: str) -> str:
    """What an axis is called: "Grow, px", "Strength of ink"."""
    meant = meant_by(field)
    if meant is None:
        row = AXES[field]
        return f"{say(row.label)}, {row.unit}" if row.unit else say(row.label)
    kind, name = meant
    if kind == HYPERNETWORK:
        return say("Strength of the hypernetwork {name}", name=name)
    return say("Strength of {name}", name=name)


def fields_of(used: Sequence[InUse]) -> list[str]:
    """All that can vary: the knobs, and the strength of each adapter that is in use."""
    keys = dict.fromkeys(one.adapter.key for one in used if one.adapter.kind in CHOSEN)
    return [*AXES, *(strength_of(*key) for key in keys)]


def axis(
    field: str, text: str, samplers: Sequence[SamplerInfo], models: Sequence[ModelInfo]
) -> Axis:
    """The axis with the values in `text`: "12, 25, 40", "1-4", "40-80 (+20)", names or words.

    Raises DockError for what cannot be read, is out of bounds, or is too much.
    """
    row = row_of(field)
    words = [word.strip() for word in _PARTING.split(text) if word.strip()]
    if field == WORDS:
        values: list[object] = list(words) if len(words) > 1 else []
    elif field == "sampler":
        known = {one.name.casefold(): one.id for one in samplers}
        known.update({one.id.casefold(): one.id for one in samplers})
        values = _named(words, known)
    elif field == "model":
        values = _named(words, {one.name.casefold(): one.name for one in models})
    else:
        values = [value for word in words for value in _numbers(word, row, label_of(field))]
    if not values and field == WORDS:
        message = say("Type words that stand in the prompt, then what is to take their place.")
        raise DockError(message, "bad_axis")
    if not values:
        raise DockError(say("Type the values for {axis}.", axis=label_of(field)), "bad_axis")
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


def _numbers(word: str, row: Knob, label: str) -> list[object]:
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
                    axis=label,
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
    """A value as the head of a row or column; `field` is "" where there is but one."""
    names: dict[object, str] = {sampler.id: sampler.name for sampler in samplers}
    row = row_of(field) if field else None
    if field == "sampler":
        return names.get(value, str(value))
    if row is not None and row.factor != 1 and isinstance(value, (int, float)):
        return f"{value / row.factor:g} %"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
