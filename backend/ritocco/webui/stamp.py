"""The recipe into the picture it made: ours, lossless, and the web UI's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from ritocco import __version__
from ritocco.canvas.formats import PNG
from ritocco.canvas.picture import Picture
from ritocco.canvas.thumbnail import without_thumbnail
from ritocco.canvas.user_comment import with_user_comment
from ritocco.geometry import Size
from ritocco.recipe.recipe import Recipe
from ritocco.webui.adapters import prompts, sums
from ritocco.webui.carriers import chunk_of, is_parameters, tells_in_comment, tells_in_exif
from ritocco.webui.infotext import Infotext, read, write
from ritocco.webui.model_hashes import model_hashes
from ritocco.webui.parameters import written

_NOTHING: Mapping[str, str] = MappingProxyType({})
MOST_EXIF = 60_000
"""Bytes of an EXIF block that a JPEG has room for, with some to spare."""


def stamped(
    picture: Picture,
    recipe: Recipe,
    path: Path | None = None,
    canvas: Size | None = None,
    also: Mapping[str, str] = _NOTHING,
) -> Picture:
    """The picture with its recipe in the metadata, in place of an earlier one.

    `canvas` is the size at which it was painted, where it was enlarged since. `path` says by its
    ending what file it is for: in all but a PNG the web UI's text stands in EXIF, where the web
    UI has it as well. An EXIF thumbnail goes: it shows the picture as it was. `also` as in
    `parameters`.
    """
    metadata = picture.metadata
    others = tuple(text for text in metadata.texts if not is_parameters(text))
    text = parameters(picture, recipe, canvas, also)
    if text is not None:
        others = (*others, chunk_of(text))
    comment = metadata.comment
    if comment is not None and tells_in_comment(comment):
        comment = None
    in_exif = path is not None and path.suffix.lower() not in PNG.suffixes
    return replace(
        picture,
        metadata=replace(
            metadata,
            exif=_exif(metadata.exif, text, in_exif),
            recipe=recipe.to_json(),
            texts=others,
            comment=comment,
        ),
    )


def _exif(exif: bytes | None, text: str | None, wanted: bool) -> bytes | None:
    """EXIF without a thumbnail, with the web UI's text if that is wanted or was there before."""
    exif = without_thumbnail(exif) if exif else None
    stale = exif is not None and tells_in_exif(exif)
    if stale or (wanted and text is not None):
        made = with_user_comment(exif, text or "")
        if made is not None and len(made) > MOST_EXIF:
            made = with_user_comment(exif, "") if stale else exif
        return made
    return exif


def parameters(
    picture: Picture,
    recipe: Recipe,
    canvas: Size | None = None,
    also: Mapping[str, str] = _NOTHING,
) -> str | None:
    """The recipe as the web UI writes it; None where no model had a part in it.

    canvas  the size at which it was painted: that of the first pass, where there are two
    also    fields that are no part of a recipe; they win
    """
    asked, size = recipe.diffusion, picture.size
    if recipe.second_pass and canvas is not None:
        size = canvas
    if asked is None:
        return None
    fields = {
        **written(recipe, asked),
        **model_hashes(asked),
        **sums(recipe),
        "Size": f"{size.width}x{size.height}",
        "Version": f"Ritocco {__version__}",
        **also,
    }
    return write(Infotext(*prompts(recipe, asked), fields))


def reads_back(text: str, recipe: Recipe) -> bool:
    """Whether the text of a recipe tells its prompts: what is in them may look like what follows
    them."""
    assert recipe.diffusion is not None
    told = read(text)
    pairs = zip(prompts(recipe, recipe.diffusion), (told.prompt, told.negative), strict=True)
    return all(_stripped(before) == _stripped(after) for before, after in pairs)


def _stripped(prompt: str) -> str:
    """Without the white space that such texts do not carry."""
    return "\n".join(line.strip() for line in prompt.strip().split("\n"))
