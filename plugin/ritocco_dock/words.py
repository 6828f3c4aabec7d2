"""Words for the artist, in their language, through Qt's translation files.

Every sentence is written in English where it is used: `say("Fill")`, or with values,
`say("{count} jobs are waiting.", count=3)`. Tables hold plain English and are said when shown:
`say(task.label)`; `mark` makes such words known to the tool that collects them.

The backend writes English too, and sends beside each sentence what it is made of; `from_backend`
says it in the artist's language. What it can say is collected out of its source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .qt import QtCore

CONTEXT = "ritocco"
"""Context of all our words in the translation files."""


def say(text: str, **values: object) -> str:
    """The sentence in the artist's language, with `values` put where it names them."""
    translated = QtCore.QCoreApplication.translate(CONTEXT, text)
    return translated.format(**values) if values else translated


def from_backend(data: Mapping[str, Any], key: str = "message") -> str:
    """What stands at `key` of the backend's JSON, in the artist's language; "" where nothing does.

    Its `sentence` says it. A backend that is older has none: then the English is all there is.
    """
    return _from_backend(data.get(key) or "", data.get("sentence"))


def all_from_backend(data: Mapping[str, Any], key: str = "hints") -> tuple[str, ...]:
    """The list at `key` of the backend's JSON, in the artist's language, by its `sentences`."""
    texts, sentences = data.get(key) or (), data.get("sentences") or ()
    if len(sentences) != len(texts):  # they were kept by an older backend
        return tuple(map(str, texts))
    return tuple(map(_from_backend, texts, sentences))


_PLACE = re.compile(r"\{(\w+)\}")


def _from_backend(english: object, sentence: object) -> str:
    values = sentence.get("values") if isinstance(sentence, Mapping) else None
    if not (isinstance(sentence, Mapping) and isinstance(values, Mapping)):
        return str(english)
    template = say(str(sentence.get("template") or ""))
    return _PLACE.sub(lambda place: _shown(values.get(place[1], place[0])), template)


def _shown(value: object) -> str:
    """A value of a sentence: a number, a text, or a sentence in it."""
    return number(value) if isinstance(value, float) else _from_backend(value, value)


def number(value: float) -> str:
    """A number with the decimal sign of the artist's language."""
    return f"{value:.12g}".replace(".", QtCore.QLocale(say("en_GB")).decimalPoint())


def mark(text: str) -> str:
    """The text itself; says that it will be translated when it is shown."""
    return text
