"""A recipe out of any file that may hold one: JSON, a text, or a picture of any program.

What the file is, its content says, not its name. A picture without a recipe may have it in a
text of the same name beside it, as the web UI can save it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ritocco.canvas.files import is_picture, metadata_of
from ritocco.errors import BadPicture, BadRecipe, NotFound
from ritocco.from_disk import NotAFile, is_file, opened
from ritocco.geometry import Size
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.recipe.recipe import WITHOUT_MODEL, Kind, parsed
from ritocco.webui.adapters import with_files_here
from ritocco.webui.carriers import MOST, text_in
from ritocco.webui.infotext import Infotext, read
from ritocco.webui.parameters import understood
from ritocco.webui.told import Told

_SIZE = re.compile(r"([1-9][0-9]{0,4})x([1-9][0-9]{0,4})")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def told_by(path: Path, kind: Kind, given: Mapping[str, Any] = MappingProxyType({})) -> Told:
    """What a file says of a recipe of this kind.

    given  what somebody else says, by its place in the recipe; it wins

    Raises BadRecipe or BadPicture where it cannot be read, holds none, or says what cannot be.
    """
    if is_picture(path):
        metadata = metadata_of(path)
        if metadata.recipe is not None:
            return Told(_object(metadata.recipe))
        text = text_in(metadata)
        beside = path.with_suffix(".txt")
        if text is None and is_file(beside):
            text = _text_of(beside)
        if text is None and metadata.flaws:
            raise BadPicture(
                "{path} holds no recipe that can be read. {flaws}",
                path=path,
                flaws=metadata.flaws[0],
            )
        if text is None:
            raise BadPicture(
                "{path} holds no recipe; pictures made by Ritocco or by AUTOMATIC1111's web "
                "UI do, unless it was taken out when they were shared.",
                path=path,
            )
        return understood_here(read(text), kind, given)
    text = _text_of(path)
    if path.suffix.lower() == ".json" or text.startswith("{"):
        return Told(_object(text))
    infotext = read(text)
    if not text or not (infotext.fields or infotext.negative or path.suffix.lower() == ".txt"):
        raise BadRecipe(
            "{path} holds no recipe: neither JSON nor the web UI's text, nor is it a picture.",
            path=path,
        )
    return understood_here(infotext, kind, given)


def size_told_by(path: Path) -> Size | None:
    """The size at which a picture was painted, before it was enlarged, as a file says it in the web
    UI's words; None where it does not. Raises as `told_by` does."""
    if is_picture(path):
        beside = path.with_suffix(".txt")
        text = text_in(metadata_of(path)) or (_text_of(beside) if is_file(beside) else "")
    else:
        text = _text_of(path)
    size = _SIZE.fullmatch(read(text).fields.get("Size", ""))
    return Size(*map(int, size.groups())) if size else None


def understood_here(infotext: Infotext, kind: Kind, given: Mapping[str, Any]) -> Told:
    """What such a text says of a recipe, by the files that are here."""
    told = _with_vae_here(understood(infotext, kind, given), kind)
    return told if kind in WITHOUT_MODEL else with_files_here(told, infotext.fields)


def _with_vae_here(told: Told, kind: Kind) -> Told:
    """The same, with the model's own VAE where the one that is named is not here."""
    vae = told.data["diffusion"].get("vae")
    if not vae or kind in WITHOUT_MODEL:
        return told
    try:
        find(ModelKind.VAE, vae)
    except NotFound as error:
        rest = {name: value for name, value in told.data["diffusion"].items() if name != "vae"}
        hint = f"The model's own VAE is used instead of the recipe's. {error}"
        return replace(told, data={**told.data, "diffusion": rest}, hints=(*told.hints, hint))
    return told


def _object(text: str) -> dict[str, Any]:
    """Parsed JSON. Raises BadRecipe where it is none."""
    data = parsed(text)
    if not isinstance(data, dict):
        raise BadRecipe("A recipe is a JSON object.")
    return data


def _text_of(path: Path) -> str:
    """The text in a file, in UTF-8 or with a mark. Raises BadRecipe where there is none."""
    try:
        with opened(path) as file:
            data = file.read(MOST + 1)
    except NotAFile:
        raise BadRecipe("{path} is not a file; name one that holds a recipe.", path=path) from None
    except OSError as error:
        raise BadRecipe("Cannot read {path}: {reason}.", path=path, reason=error.strerror) from None
    if len(data) > MOST:
        raise BadRecipe(
            "{path} is longer than any recipe ({most} MiB).", path=path, most=MOST // 2**20
        )
    try:
        text = data.decode(_MARKS.get(data[:2], "utf-8-sig"))
    except UnicodeDecodeError:
        raise BadRecipe("{path} is neither a text nor a picture we can read.", path=path) from None
    return text.strip("\0 \t\r\n\ufeff")
