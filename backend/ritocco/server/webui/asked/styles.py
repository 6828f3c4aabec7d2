"""Saved styles, as clients list and ask for them: the dock's, and those of the web UI.

The dock's are JSON files in a folder of the data folder; their adapters become tags, and what else
they say of knobs is the dock's own. The web UI's are a table, `styles.csv`, in the data folder, or
in that of a web UI whose models are used where they lie.
"""

from __future__ import annotations

import csv
import io
import logging
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from ritocco.diffusion.prompt.tag_arguments import tag_of
from ritocco.errors import BadRecipe
from ritocco.from_disk import content, is_folder, json_in, reading
from ritocco.library.layouts import layout_of
from ritocco.library.shelves import Shelves
from ritocco.recipe.adapter import Adapter

FOLDER, TABLE = "styles", "styles.csv"
PLACE = "{prompt}"
"""Where the prompt goes in a style's text; without it the style's text follows the prompt."""
_MARK = "ritocco_style"
"""The field that says a JSON file is a style of the dock."""
_MOST = 1000
"""Files of the dock's that are read."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Style:
    """A style: what is put around a prompt and a negative prompt."""

    name: str
    prompt: str = ""
    negative: str = ""


def styles_here(home: Path | None) -> list[Style]:
    """All styles, the dock's first; of one name the first alone. `home` is the data folder."""
    named: dict[str, Style] = {}
    for style in (*_of_dock(home), *_of_tables(home)):
        named.setdefault(style.name, style)
    return list(named.values())


def around(text: str, prompt: str) -> str:
    """A prompt in the text of a style."""
    if PLACE in text:
        return text.replace(PLACE, prompt)
    return ", ".join(part for part in (prompt.strip(), text.strip()) if part)


def _of_dock(home: Path | None) -> Iterator[Style]:
    if home is None or not is_folder(home / FOLDER):
        return
    for file in sorted((home / FOLDER).glob("*.json"))[:_MOST]:
        style = reading(partial(_style, file), None)
        if style is not None:
            yield style


def _style(file: Path) -> Style | None:
    """The style in a file of the dock. Raises what damage leads to."""
    data = json_in(file)
    if _MARK not in data:
        return None
    prompt, tags = str(data.get("prompt", "")), _tags(data.get("knobs", {}).get("adapters", []))
    if tags:
        prompt = (prompt if PLACE in prompt else around(prompt, PLACE)) + tags
    return Style(str(data["name"]).strip(), prompt, str(data.get("negative", "")))


def _tags(adapters: list[dict[str, Any]]) -> str:
    tags = []
    for adapter in adapters:
        with suppress(BadRecipe):
            tags.append(tag_of(Adapter(**adapter)))
    return "".join(tags)


def _of_tables(home: Path | None) -> Iterator[Style]:
    roots = [layout_of(folder)[1] for folder in Shelves.of_user().others]
    for folder in ([home] if home else []) + roots:
        rows: list[Style] = reading(partial(_rows, folder / TABLE), [])
        yield from rows


def _rows(file: Path) -> list[Style]:
    text = _text_of(file)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error:  # as good as not there
        return []
    return [
        Style(
            row["name"].strip(),
            row.get("prompt") or row.get("text") or "",
            row.get("negative_prompt") or "",
        )
        for row in rows
        if (row.get("name") or "").strip()
    ]


def _text_of(table: Path) -> str:
    """The text of a table; lines that are not UTF-8 as earlier programs wrote them on Windows."""
    lines = content(table).removeprefix(BOM_UTF8).splitlines(keepends=True)
    try:
        return "".join(line.decode("utf-8") for line in lines)
    except UnicodeDecodeError:
        _log_once(table)
        return "".join(_decoded(line) for line in lines)


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


@cache
def _log_once(table: Path) -> None:
    _log.warning("%s is not all UTF-8: lines that are not were read as Windows-1252", table)
