"""One row per field of a recipe: type, range, default, help, and its names elsewhere.

A field is declared once, `steps: Annotated[int, Field(ge=1, le=1000, ...), Knob(...)] = 25`.
What checks it, describes it in the API, reads it on the command line and writes it into a
picture's parameters reads that declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from enum import Enum
from math import inf
from types import MappingProxyType, NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from ritocco.errors import BadRecipe
from ritocco.plain import shown
from ritocco.sentence import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """Marks a field that an artist turns, with what it is called where not by its own name.

    infotext  the web UI's name of it in a picture's parameters; empty: it has none
    request   the web UI's name of it in requests to its API; empty: it has none
    metavar   what stands for its value in the command line's help; empty: by its type
    drawn     where none is given, the command line draws one
    """

    infotext: str = ""
    request: str = ""
    metavar: str = ""
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Must:
    """What a field must be, in words, where its type and range do not say it."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is known of one field.

    type       int, float, str, bool, an enumeration, or whatever else it holds
    optional   whether it can be None
    low, high  its range, both inclusive; None: not a number
    longest    most characters of a text
    needed     whether there is no default
    default    its value where none is given
    help       what it is, for the artist
    knob       None: not one that an artist turns
    must       what it must be, in words
    """

    name: str
    type: type[Any]
    optional: bool = False
    low: int | float | None = None
    high: int | float | None = None
    longest: int | None = None
    needed: bool = False
    default: Any = None
    help: str = ""
    knob: Knob | None = None
    must: str = ""
    _adapter: TypeAdapter[Any] = field(repr=False, compare=False)

    def checked(self, value: Any, name: str = "") -> Any:
        """The value as a recipe keeps it. Raises BadRecipe, naming the field."""
        try:
            return self._adapter.validate_python(value)
        except ValidationError:
            # What was given for a text may be long, and says nothing new.
            row = _MUST.get(self.type, _MUST_BE_OTHER)
            raise BadRecipe(
                row.with_values(name=name or self.name, must=self.must, value=shown(value))
            ) from None

    def read(self, text: str) -> Any:
        """The value that a text stands for. Raises ValueError where it should be a number.

        `6.0` is a whole number.
        """
        return _READ.get(self.type, str)(text)


def row_of(name: str, annotation: Any, default: Any = MISSING) -> Row:
    """The row of a field with this annotation."""
    info = FieldInfo.from_annotation(annotation)
    kind, optional = _held(info.annotation)
    marks = {type(mark): mark for mark in info.metadata}
    limits = {
        ours: getattr(mark, theirs)
        for mark in info.metadata
        for ours, theirs in (("low", "ge"), ("high", "le"), ("longest", "max_length"))
        if hasattr(mark, theirs)
    }
    must = marks.get(Must)
    return Row(
        name=name,
        type=kind,
        optional=optional,
        **limits,
        needed=default is MISSING,
        default=None if default is MISSING else default,
        help=info.description or "",
        knob=marks.get(Knob),
        must=must.words if must else _words(kind, **limits),
        _adapter=TypeAdapter(annotation, config=_config(kind)),
    )


_KNOWN: dict[type[Any], Mapping[str, Row]] = {}


def rows(part: type[Any]) -> Mapping[str, Row]:
    """The rows of a frozen class, by name, in order."""
    if part not in _KNOWN:
        annotations = get_type_hints(part, include_extras=True)
        made = {
            each.name: row_of(each.name, annotations[each.name], _default(each))
            for each in fields(part)
        }
        _KNOWN[part] = MappingProxyType(made)
    return _KNOWN[part]


def check(value: Any) -> None:
    """Check each field of a frozen value, and keep it as its row says. Raises BadRecipe."""
    for row in rows(type(value)).values():
        object.__setattr__(value, row.name, row.checked(getattr(value, row.name)))


def _default(declared: Field[Any]) -> Any:
    made = declared.default_factory
    return declared.default if made is MISSING else made()


def _held(annotation: Any) -> tuple[type[Any], bool]:
    """What a field holds, and whether it may hold None instead; object where it is one of many."""
    choices = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    held = [get_origin(choice) or choice for choice in choices if choice is not NoneType]
    return (held[0] if len(held) == 1 else object), NoneType in choices


def _config(kind: type[Any]) -> ConfigDict | None:
    """Exact types; an enumeration by its words as well. A class that is a part checks itself."""
    if is_dataclass(kind):
        return None
    return ConfigDict(strict=not issubclass(kind, Enum), allow_inf_nan=False)


def _words(
    kind: type[Any], low: float = -inf, high: float = inf, longest: int | None = None
) -> str:
    if issubclass(kind, Enum):
        choices = ", ".join(choice.value for choice in kind)
        return Sentence("one of {choices}", choices=choices)
    words = {
        bool: Sentence("true or false"),
        int: Sentence("a whole number from {low} to {high}", low=low, high=high),
        float: Sentence("a number from {low} to {high}", low=low, high=high),
        str: Sentence("text of at most {longest} characters", longest=longest),
    }
    return words.get(kind, "")


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        number = float(text)
    if not number.is_integer():
        raise ValueError(f"{shown(text)} is not a whole number")
    return int(number)


def _truth(text: str) -> bool | str:
    return {"true": True, "false": False}.get(text.lower(), text)


_READ: dict[type[Any], Callable[[str], Any]] = {int: _whole, float: float, bool: _truth}
_MUST_BE_OTHER = Sentence("{name} must be {must}; not {value}.")
_MUST: dict[type[Any], Sentence] = {
    str: Sentence("{name} must be {must}."),
    **dict.fromkeys((int, float, bool), Sentence("{name} must be {must}, not {value}.")),
}
