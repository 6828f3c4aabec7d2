"""What the artist is told: a sentence that knows what it is made of.

It is written in English, with places for what is filled in: `Sentence("{name} is empty.",
name=path.name)`. Whoever speaks English uses it as the text that it is. Whoever speaks another
language is told the `template` and the `values` (`told`), translates the one and fills in the
others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

Value = str | int | float
"""What can be filled in; a sentence in a sentence is translated like any other."""
_PLACE = re.compile(r"\{(\w+)\}")


class Sentence(str):
    """English for the artist. Whatever is done to it as a text makes a plain text of it.

    template  as it stands in the source, with places like `{name}`
    values    what stands in them: numbers as they are (a float is to be rounded before), sentences
    """

    template: str
    values: Mapping[str, Value]

    def __new__(cls, template: str, /, **values: object) -> Sentence:
        """An error is filled in as the sentence it holds, all else but numbers by `str`."""
        if isinstance(template, Sentence) and not values:
            return template
        kept = {name: _plain(value) for name, value in values.items()}
        self = super().__new__(cls, _filled(template, kept))
        self.template, self.values = template, kept
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _made_again, (self.template, dict(self.values))

    def with_values(self, **values: object) -> Sentence:
        """A sentence of a table, filled in; values that it has no place for are let go."""
        places = _PLACE.findall(self.template)
        return Sentence(
            self.template, **{name: value for name, value in values.items() if name in places}
        )

    def calling(self, old: object, new: str) -> Sentence:
        """The same, with another name for something (such as a path) among its values."""
        values = {
            name: value.calling(old, new)
            if isinstance(value, Sentence)
            else value.replace(str(old), new)
            if isinstance(value, str)
            else value
            for name, value in self.values.items()
        }
        return _made_again(self.template.replace(str(old), new), values)


def _made_again(template: str, values: Mapping[str, Value]) -> Sentence:
    return Sentence(template, **values)


def _filled(template: str, values: Mapping[str, Value]) -> str:
    return _PLACE.sub(lambda place: _shown(values.get(place[1], place[0])), template)


def _plain(value: object) -> Value:
    if isinstance(value, Exception) and value.args and isinstance(value.args[0], Sentence):
        return value.args[0]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def _shown(value: Value) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def told(text: str) -> dict[str, Any]:
    """How a sentence travels: its template and its values, for JSON.

    A value that is a sentence is told in the same way. A plain text is a template without places.
    """
    if not isinstance(text, Sentence):
        return {"template": text, "values": {}}
    values = {
        name: told(value) if isinstance(value, Sentence) else value
        for name, value in text.values.items()
    }
    return {"template": text.template, "values": values}


def heard(said: Any) -> Sentence:
    """The sentence that `told` has told. Raises KeyError, TypeError or AttributeError for other."""
    values = {
        name: heard(value) if isinstance(value, dict) else value
        for name, value in said["values"].items()
    }
    return _made_again(str(said["template"]), values)


def one_after_another(*sentences: str) -> Sentence:
    """Several sentences as one; those that are empty are left away."""
    parts = {f"part{number}": one for number, one in enumerate(filter(None, sentences), 1)}
    return _made_again(" ".join(f"{{{name}}}" for name in parts), parts)
