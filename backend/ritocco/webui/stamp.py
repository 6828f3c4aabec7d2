"""The recipe in the picture it made: ours, lossless, and the web UI's text beside it in a PNG."""

from __future__ import annotations

import zlib
from dataclasses import replace

from ritocco import __version__
from ritocco.canvas.picture import Picture
from ritocco.canvas.thumbnail import without_thumbnail
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.webui.infotext import Infotext, read, write
from ritocco.webui.parameters import understood, written

_KEYWORD = b"parameters"


def stamped(picture: Picture, recipe: Recipe) -> Picture:
    """The picture with its recipe in the metadata, in place of an earlier one.

    An EXIF thumbnail goes: it shows the picture as it was.
    """
    metadata = picture.metadata
    exif = without_thumbnail(metadata.exif) if metadata.exif else None
    others = tuple(text for text in metadata.texts if not _is_parameters(text))
    text = parameters(picture, recipe)
    if text is not None:
        others = (*others, _chunk(text))
    return replace(
        picture, metadata=replace(metadata, exif=exif, recipe=recipe.to_json(), texts=others)
    )


def parameters(picture: Picture, recipe: Recipe) -> str | None:
    """The recipe as the web UI writes it; None where no model had a part in it."""
    asked = recipe.diffusion
    if asked is None:
        return None
    fields = {
        **written(recipe, asked),
        "Size": f"{picture.size.width}x{picture.size.height}",
        "Version": f"Ritocco {__version__}",
    }
    return write(Infotext(asked.prompt, asked.negative, fields))


def stored(picture: Picture, kind: Kind) -> Recipe | None:
    """The recipe in a picture's metadata: ours, or what the web UI wrote; None for neither.

    The web UI's text does not say what was done, so `kind` does. Raises BadRecipe where what
    is stored cannot be used.
    """
    if picture.metadata.recipe is not None:
        return Recipe.from_json(picture.metadata.recipe)
    texts = (text for text in picture.metadata.texts if _is_parameters(text))
    chunk = next(texts, None)
    if chunk is None:
        return None
    infotext = read(_text(chunk))
    return understood(infotext.fields, infotext.prompt, infotext.negative, kind)


def _text(chunk: bytes) -> str:
    """The text of a PNG chunk that `_chunk` or the web UI wrote."""
    body = chunk[4:].partition(b"\0")[2]
    if chunk[:4] == b"tEXt":
        return body.decode("latin-1")
    if chunk[:4] == b"zTXt":
        return zlib.decompress(body[1:]).decode("latin-1")
    packed, rest = body[:1] == b"\1", body[2:].split(b"\0", 2)[-1]
    return (zlib.decompress(rest) if packed else rest).decode("utf-8", "replace")


def _is_parameters(chunk: bytes) -> bool:
    return chunk[4:].partition(b"\0")[0] == _KEYWORD


def _chunk(text: str) -> bytes:
    """A PNG text chunk's type and data: Latin-1 where that holds it, else UTF-8."""
    try:
        return b"tEXt" + _KEYWORD + b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:
        return b"iTXt" + _KEYWORD + bytes(5) + text.encode()
