"""What the makers of adapters wrote down: words that call an adapter, its strength, its names.

All of it comes from strangers: it is cut to what a list can show, and what cannot be is left away.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ritocco.from_disk import json_from, json_in, reading
from ritocco.recipe.adapter import STRONGEST

MOST_WORDS, LONGEST_WORD, LONGEST_NAME = 24, 120, 200
"""Trigger words that are told, and the letters of one, and of a name."""
_MOST_TEXT = 4 << 20
"""Bytes of a note, or letters of a piece of metadata, that are read."""
_MOST_TAGS = 8
"""Words taken from the captions it learnt from, where nobody says which call it."""
_OFTEN = 0.5
"""Part of the most frequent word's count from which another counts as one that calls it."""
_COMMA = re.compile(r",(?![^()]*\))")
_TAG = re.compile(r"<[^<>]*>")
_REPEATS = re.compile(r"^\d+_")
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2066-\u2069\ufeff\ud800-\udfff]+"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says. None, or no words: nothing."""

    words: tuple[str, ...] = ()
    strength: float | None = None
    title: str | None = None
    alias: str | None = None

    def over(self, other: Said) -> Said:
        """This, and where it says nothing the other."""
        return Said(
            self.words or other.words,
            other.strength if self.strength is None else self.strength,
            self.title or other.title,
            self.alias or other.alias,
        )


NOTHING = Said()


def said_in(metadata: Mapping[str, str]) -> Said:
    """What the metadata of a file says, as kohya's scripts and modelspec have it."""
    phrase = metadata.get("modelspec.trigger_phrase", "")
    learnt = metadata.get("ss_tag_frequency", "")
    alias = name_of(metadata.get("ss_output_name"))
    return Said(
        words_of(phrase.split("\n")) or reading(lambda: _most_frequent(learnt), ()),
        title=name_of(metadata.get("modelspec.title")),
        alias=None if alias is None or alias.lower() == "none" else alias,
    )


def said_beside(note: Path) -> Said:
    """What a note of another program says; nothing where it cannot be read."""
    read = next((read for ending, read in _NOTES.items() if note.name.endswith(ending)), None)
    return reading(lambda: read(dict(json_in(note, _MOST_TEXT))), NOTHING) if read else NOTHING


def words_of(texts: Iterable[Any]) -> tuple[str, ...]:
    """Words that call an adapter, out of texts in which commas part them; each once."""
    parts = (
        part
        for text in texts
        if isinstance(text, str)
        for part in _COMMA.split(_TAG.sub(" ", text[:_MOST_TEXT]))
    )
    words: dict[str, None] = {}
    for part in parts:
        word = _clean(part)
        if word and len(word) <= LONGEST_WORD:
            words.setdefault(word)
        if len(words) == MOST_WORDS:
            break
    return tuple(words)


def name_of(text: Any) -> str | None:
    """A name that can be shown; None for what is none."""
    name = _clean(text[: 4 * LONGEST_NAME]) if isinstance(text, str) else ""
    return name if 0 < len(name) <= LONGEST_NAME else None


def strength_of(value: Any) -> float | None:
    """A strength that a recipe can hold; 0 is what the web UI writes where nobody said one."""
    strength = (
        reading(lambda: float(value), math.nan) if isinstance(value, str | int | float) else 0
    )
    return strength if math.isfinite(strength) and 0 < abs(strength) <= STRONGEST else None


def _clean(text: str) -> str:
    return " ".join(_UNSEEN.sub(" ", text).split())


def _most_frequent(text: str) -> tuple[str, ...]:
    """The words that stand in most captions; the folder's name where there were no captions."""
    if not text or len(text) > _MOST_TEXT:
        return ()
    counted: Counter[str] = Counter()
    folders = dict(json_from(text))
    for tags in folders.values():
        for tag, count in dict(tags).items():
            counted[tag.strip()] += max(0, int(count))
    if not counted:
        return words_of(_REPEATS.sub("", folder) for folder in folders)
    most = counted.most_common(_MOST_TAGS)
    return words_of(tag for tag, count in most if count >= _OFTEN * most[0][1])


def _web_ui(note: dict[str, Any]) -> Said:
    """AUTOMATIC1111's own."""
    return Said(words_of([note.get("activation text")]), strength_of(note.get("preferred weight")))


def _civitai(note: dict[str, Any]) -> Said:
    """The site's answer as helpers save it."""
    words, model = note.get("trainedWords"), note.get("model")
    title = model.get("name") if isinstance(model, dict) else None
    return Said(words_of(words if isinstance(words, list) else ()), title=name_of(title))


_NOTES: dict[str, Callable[[dict[str, Any]], Said]] = {".civitai.info": _civitai, ".json": _web_ui}
"""Ending of a note -> how it is read."""
