"""The recipe into the picture it made: ours, lossless, and the web UI's text beside it in a PNG."""

from __future__ import annotations

from dataclasses import replace

from ritocco import __version__
from ritocco.canvas.picture import Picture
from ritocco.canvas.thumbnail import without_thumbnail
from ritocco.recipe.recipe import Recipe
from ritocco.webui.carriers import chunk_of, is_parameters
from ritocco.webui.infotext import Infotext, write
from ritocco.webui.parameters import written


def stamped(picture: Picture, recipe: Recipe) -> Picture:
    """The picture with its recipe in the metadata, in place of an earlier one.

    An EXIF thumbnail goes: it shows the picture as it was.
    """
    metadata = picture.metadata
    exif = without_thumbnail(metadata.exif) if metadata.exif else None
    others = tuple(text for text in metadata.texts if not is_parameters(text))
    text = parameters(picture, recipe)
    if text is not None:
        others = (*others, chunk_of(text))
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
