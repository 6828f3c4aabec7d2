"""Saved styles: a prompt template, a negative prompt, a model and knobs, as JSON files to share.

Files come from other people, so each value is checked and nothing in them is run or looked up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import DockError
from ..from_disk import opened
from ..onto_disk import write
from ..words import say
from .adapters import Adapter
from .knobs import AUTOMATIC, KNOBS, Knobs

VERSION = 1
MARK = "ritocco_style"
"""The field that says a JSON file is a style; its value is the version."""
PLACE = "{prompt}"
"""Where the artist's words go in a template."""
MOST_BYTES = 64 * 1024
MOST_TEXT = 4000
MOST_NAME = 60

STYLED = tuple(row.name for row in KNOBS.values() if row.styled)
"""Knobs a style may set. All else belongs to one picture or selection."""


class BadStyle(DockError):
    """A style file that cannot be used; the message names it and says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "bad_style")


@dataclass(frozen=True)
class Style:
    """One style.

    name      as shown; 1 to 60 characters
    prompt    template; the artist's words take the place of `{prompt}`, or go before it where
              it has no such place
    negative  put after the artist's
    model     as `Knobs.model`; AUTOMATIC leaves the choice as it is
    knobs     values of some of `STYLED`; adapters without sums
    """

    name: str
    prompt: str = ""
    negative: str = ""
    model: str = AUTOMATIC
    knobs: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, knobs: Knobs, template: str) -> Style:
        """A style that keeps how the knobs stand; `template` is its prompt."""
        kept = {field: getattr(knobs, field) for field in STYLED}
        # A style is for any file of the name: sums are of the one that made a result.
        kept["adapters"] = tuple(replace(one, sha256="") for one in knobs.adapters)
        return cls(name, template, knobs.negative, knobs.model, kept)

    @property
    def _adapters(self) -> tuple[Adapter, ...]:
        kept: tuple[Adapter, ...] = self.knobs.get("adapters", ())
        return kept

    def put_on(self, knobs: Knobs) -> Knobs:
        """The knobs as this style has them, its words around the artist's and its adapters after
        theirs; the rest stays."""
        model = knobs.model if self.model == AUTOMATIC else self.model
        values: dict[str, Any] = {
            name: float(value) if isinstance(getattr(knobs, name), float) else value
            for name, value in self.knobs.items()
        }
        values["adapters"] = (*_others(knobs, self._adapters), *self._adapters)
        return replace(
            knobs,
            prompt=_around(self.prompt, knobs.prompt),
            negative=_joined(knobs.negative, self.negative),
            model=model,
            **values,
        )

    def taken_off(self, knobs: Knobs) -> Knobs:
        """The knobs without this style's adapters, and without its words, where they still stand
        as `put_on` left them."""
        return replace(
            knobs,
            adapters=_others(knobs, self._adapters),
            prompt=_without(_template(self.prompt), knobs.prompt),
            negative=_without(_template(self.negative), knobs.negative),
        )

    def to_json(self) -> str:
        """Text for a file or the clipboard; `parse` reads it."""
        data = {
            MARK: VERSION,
            "name": self.name,
            "prompt": self.prompt,
            "negative": self.negative,
            "model": self.model,
            "knobs": {name: KNOBS[name].plain(value) for name, value in self.knobs.items()},
        }
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _others(knobs: Knobs, adapters: Sequence[Adapter]) -> tuple[Adapter, ...]:
    """The chosen adapters but these."""
    keys = {one.key for one in adapters}
    return tuple(one for one in knobs.adapters if one.key not in keys)


def _template(text: str) -> str:
    """The text with a place for the artist's words; "" for none at all."""
    text = text.strip(" ,\n")
    return text if PLACE in text or not text else f"{PLACE}, {text}"


def _around(template: str, words: str) -> str:
    words = words.strip(" ,\n")
    filled = (_template(template) or PLACE).replace(PLACE, words)
    # Without words "{prompt}, oil" would begin with a comma.
    return filled if words else filled.strip(" ,\n")


def _joined(words: str, more: str) -> str:
    """Both; `words` alone where they end in `more` already."""
    return words if more and words.endswith(more) else _around(more, words)


def _without(template: str, text: str) -> str:
    if template.count(PLACE) != 1:
        return text
    if text == template.replace(PLACE, "").strip(" ,\n"):
        return ""
    before, after = template.split(PLACE)
    fits = text.startswith(before) and text.endswith(after)
    if not fits or len(text) < len(before) + len(after):
        return text
    return text[len(before) : len(text) - len(after)]


def parse(text: str, source: str) -> Style:
    """The style in JSON text; `source` names it in messages. Raises BadStyle."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadStyle(say("{source} is not a style: it is no JSON.", source=source)) from None
    if not isinstance(data, dict) or MARK not in data:
        raise BadStyle(
            say('{source} is not a Ritocco style: it has no "{mark}".', source=source, mark=MARK)
        )
    if data[MARK] != VERSION:
        raise BadStyle(
            say("{source} was made by a newer Ritocco. Update Ritocco to use it.", source=source)
        )
    texts = {"prompt": MOST_TEXT, "negative": MOST_TEXT, "model": KNOBS["model"].longest or 0}
    for key in sorted(set(data) - {MARK, "name", "knobs", *texts}):
        raise _field(source, key)
    name = data.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > MOST_NAME:
        raise _field(source, "name")
    for key, most in texts.items():
        if not isinstance(data.get(key, ""), str) or len(data.get(key, "")) > most:
            raise _field(source, key)
    knobs = data.get("knobs", {})
    if not isinstance(knobs, dict):
        raise _field(source, "knobs")
    read = {key: KNOBS[key].read(value) for key, value in knobs.items() if key in STYLED}
    for key in knobs:
        if key not in read or not KNOBS[key].accepts(read[key]):
            raise _field(source, key)
    if "adapters" in read:
        read["adapters"] = tuple(replace(one, sha256="") for one in read["adapters"])
    return Style(
        name.strip(),
        data.get("prompt", ""),
        data.get("negative", ""),
        data.get("model", AUTOMATIC),
        read,
    )


def _field(source: str, key: str) -> BadStyle:
    return BadStyle(
        say(
            "{source} cannot be used: its field “{field}” is not known or out of range.",
            source=source,
            field=str(key)[:40],
        )
    )


def read_folder(folder: Path) -> tuple[list[Style], list[BadStyle]]:
    """The styles in a folder by name, and what is wrong with the files that are none."""
    read = [_tried(path) for path in sorted(folder.glob("*.json"))] if folder.is_dir() else []
    styles = [each for each in read if isinstance(each, Style)]
    problems = [each for each in read if isinstance(each, BadStyle)]
    return sorted(styles, key=lambda each: each.name.casefold()), problems


def _tried(path: Path) -> Style | BadStyle:
    try:
        return _read(path)
    except BadStyle as error:
        return error


def _read(path: Path) -> Style:
    try:
        with opened(path) as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise BadStyle(say("{source} is too large for a style.", source=path.name))
        return parse(data.decode("utf-8-sig"), path.name)
    except UnicodeDecodeError:
        raise BadStyle(say("{source} is not a style: it is no JSON.", source=path.name)) from None
    except OSError as error:
        raise BadStyle(
            say("{source} cannot be read ({why}).", source=path.name, why=error.strerror or error)
        ) from None


def file_of(name: str, folder: Path) -> Path:
    """The file of the style so named: the one that holds it already, else a fresh one."""
    base = re.sub(r"[^\w]+", "-", name.casefold()).strip("-")[:40] or "style"
    for number in range(1, 1000):
        path = folder / (f"{base}.json" if number == 1 else f"{base}-{number}.json")
        if not path.exists():
            return path
        with suppress(BadStyle):
            if _read(path).name == name:
                return path
    raise BadStyle(say("There are too many styles called {name}.", name=name))


def save(style: Style, folder: Path) -> Path:
    """Write the style whole or not at all, over one of the same name. Raises BadStyle."""
    # Once through the reader: nothing is written that could not be read.
    parse(style.to_json(), style.name or say("The style"))
    path = file_of(style.name, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write(path, style.to_json())
    except OSError as error:
        raise BadStyle(
            say("The style cannot be saved in {folder} ({why}).", folder=folder, why=error.strerror)
        ) from None
    return path


def delete(style: Style, folder: Path) -> None:
    """Remove the style's file. Raises BadStyle."""
    path = file_of(style.name, folder)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise BadStyle(
            say("{source} cannot be deleted ({why}).", source=path.name, why=error.strerror)
        ) from None
