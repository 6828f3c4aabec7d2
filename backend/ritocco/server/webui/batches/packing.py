"""How pictures of a reply are packed: as PNGs, or as the client's options say. Runs in threads."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ritocco.server.webui.asked.options import Options

if TYPE_CHECKING:
    from ritocco.canvas.picture import Picture
    from ritocco.geometry import Size
    from ritocco.recipe.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Packing:
    """A file format (`png`, `jpg`, `webp`), and how much a lossy one keeps, of 100."""

    suffix: str = "png"
    quality: int = 80
    lossless: bool = False

    def stamped(
        self, picture: Picture, recipe: Recipe, canvas: Size, also: Mapping[str, str]
    ) -> Picture:
        """The picture with its recipe and the web UI's text, where this format has them.

        canvas  the size at which it was painted
        also    fields of that text that are no part of the recipe
        """
        from ritocco.webui.stamp import stamped

        return stamped(picture, recipe, Path(f"reply.{self.suffix}"), canvas, also)

    def base64_of(self, picture: Picture) -> bytes:
        """The file, in base64 without a `data:` before it; a PNG where this one cannot hold it.

        As bytes, since a text would be copied once more wherever it goes.
        """
        from ritocco.canvas import files
        from ritocco.canvas.formats import FORMATS, PNG

        form = next(form for form in FORMATS if f".{self.suffix}" in form.suffixes)
        able = form.lacks(picture.layout) is None and max(picture.pixels.shape) <= form.longest
        if form is PNG or not able:
            body = files.png_soon(picture)
        else:
            body = files.in_memory(picture, replace(form, options=_OPTIONS[form.name](self)))
        return base64.b64encode(body)


_OPTIONS: Mapping[str, Callable[[Packing], dict[str, Any]]] = {
    "JPEG": lambda asked: {"Q": asked.quality},
    "WebP": lambda asked: {"Q": asked.quality, "lossless": asked.lossless, "exact": True},
}
"""By format, what its coder is told."""
AS_PNG = Packing()
_SUFFIXES = {"jpg": "jpg", "jpeg": "jpg", "webp": "webp"}
"""What clients call formats; by any other name it is a PNG."""


def packing_of(options: Options, override: Mapping[str, Any]) -> Packing:
    """As the options say, or a request in their place."""
    suffix = str(options.value("samples_format", override)).lower()
    return Packing(
        _SUFFIXES.get(suffix, "png"),
        options.value("jpeg_quality", override),
        options.value("webp_lossless", override),
    )
