"""What is known of a finished result beside its pixels, and of one whose files are damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from ritocco.errors import RitoccoError
from ritocco.from_disk import json_from, reading
from ritocco.geometry import Box
from ritocco.plain import finite

FORMAT = 1


class ResultDamaged(RitoccoError):
    """A result that is there, and cannot be read any more."""

    code = "damaged"


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a result beside its pixels.

    created   when the job was submitted, seconds since 1970
    document  the name the client gave to its document
    order     order of the channels the client uses: "rgba" or "bgra"
    layout    the layer's model, depth and alpha, as JSON writes them
    profiled  whether the document came with an ICC profile
    report    `Result.to_dict()`: recipe, canvas, layer, windows, quality, times
    note      what the client wants back with the result
    """

    id: str
    created: float
    document: str
    order: str
    layout: dict[str, Any]
    profiled: bool
    report: dict[str, Any]
    note: str = ""

    @property
    def box(self) -> Box:
        """Where the layer goes, in the coordinates of the canvas before extension."""
        return Box(**self.report["layer"])

    @property
    def position(self) -> str:
        """Where the layer goes: the value of a `Position`."""
        return str(self.report["layer_position"])

    def to_json(self) -> str:
        """Readable JSON; what is not finite is written as null."""
        plain = {
            "format": FORMAT,
            "id": self.id,
            "created": self.created,
            "document": self.document,
            "order": self.order,
            "layout": self.layout,
            "profiled": self.profiled,
            "report": finite(self.report),
            "note": self.note,
        }
        return json.dumps(plain, indent=1, allow_nan=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The record `to_json` wrote. Raises one of `from_disk.DAMAGE` where it is none."""
        data = json_from(text)
        if data.pop("format") != FORMAT:
            raise ValueError("another format")
        record = cls(**data)
        if not _WHOLE(data):
            raise ValueError("a field is missing or of another kind")
        datetime.fromtimestamp(record.created, UTC)  # or it has no place in any calendar
        return record


@dataclass(frozen=True, slots=True)
class DamagedResult:
    """A result whose files cannot be read: it takes room, and can be released.

    problem   a sentence
    bytes     what it takes of the disk
    document  the document's name, where that can still be read
    recipe    what it was made by, where that can still be read
    """

    id: str
    problem: str
    bytes: int
    document: str = ""
    recipe: dict[str, Any] | None = None

    @property
    def created(self) -> float:
        """When its job was submitted, seconds since 1970."""
        return created_of(self.id)


def created_of(job: str) -> float:
    """When a job was submitted, seconds since 1970, as its id tells it; else 0."""
    seconds = int(job[:12], 16) / 1000
    return reading(lambda: datetime.fromtimestamp(seconds, UTC).timestamp(), 0.0)


_Check = Callable[[Any], bool]


def _is(*kinds: type[Any]) -> _Check:
    return lambda value: isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool))


def _among(*words: str) -> _Check:
    return lambda value: isinstance(value, str) and value in words


def _perhaps(check: _Check) -> _Check:
    return lambda value: value is None or check(value)


def _each(check: _Check) -> _Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _with(**fields: _Check) -> _Check:
    """An object in which these are; it may have more."""
    return lambda value: (
        isinstance(value, dict)
        and all(name in value and check(value[name]) for name, check in fields.items())
    )


_NUMBER, _WORDS = _is(int, float), _is(str)
_SIZE = {"width": _is(int), "height": _is(int)}
_BOX = {"x": _is(int), "y": _is(int), **_SIZE}
_WINDOW = _with(**_BOX, model_width=_is(int), model_height=_is(int))
_WHOLE = _with(
    id=_WORDS,
    created=_NUMBER,
    document=_WORDS,
    order=_among("rgba", "bgra"),
    layout=_with(
        model=_among("grey", "rgb"), depth=_among("u8", "u16", "f16", "f32"), alpha=_is(bool)
    ),
    profiled=_is(bool),
    note=_WORDS,
    report=_with(
        recipe=_with(
            kind=_WORDS, seed=_is(int), diffusion=_perhaps(_is(dict)), extend=_perhaps(_is(dict))
        ),
        canvas=_with(**_SIZE),
        layer=lambda value: _with(**_BOX)(value) and min(value["width"], value["height"]) >= 0,
        layer_position=_among("above", "below", "apart"),
        window=_WINDOW,
        windows=_each(_WINDOW),
        seed=_is(int),
        seconds=_NUMBER,
        timings=_is(dict),
        quality=_with(seam=_perhaps(_NUMBER), drift=_perhaps(_NUMBER), style=_perhaps(_NUMBER)),
        hints=_each(_WORDS),
    ),
)
"""What a record holds that lists and layers are made of."""
