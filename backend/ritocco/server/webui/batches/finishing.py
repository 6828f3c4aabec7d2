"""A finished picture on its way through what a client of the web UI asked for: larger, its faces
repaired. Steps run in threads, one after another.

As the web UI has it: a second upscaler's picture is laid over the first's as far as it is visible,
and faces come last. What was written in the picture stays in it, and beside it what was done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from ritocco.canvas.arrays import bands
from ritocco.canvas.document import Document
from ritocco.canvas.fitting import AT_ONCE, Fit, fitted
from ritocco.canvas.picture import Picture
from ritocco.geometry import Box, Size
from ritocco.recipe.finishing import LEAST, MOST, Faces, Upscale
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.sentence import Sentence
from ritocco.server.webui.asked.beginnings import as_worked_on
from ritocco.server.webui.asked.extras import Extras
from ritocco.server.webui.asked.faces import restorer_called
from ritocco.server.webui.asked.pictures import picture_in
from ritocco.server.webui.batches.batch import Later, Piece, check_pixels
from ritocco.server.webui.batches.packing import AS_PNG, Packing
from ritocco.server.webui.batches.room import check_target, target_of
from ritocco.studio.selection import implied_selection
from ritocco.watch import Watch
from ritocco.webui.carriers import chunk_of
from ritocco.webui.infotext import Infotext, write
from ritocco.webui.upscalers import Enlarging, upscaler_called

_KEYWORD = b"postprocessing"
_Take = Callable[[Picture], None]


class Finishing:
    """One picture and what is done to it.

    reply  what the client gets of it, in base64; None until all is done
    hints  what was done otherwise than it was asked for
    """

    def __init__(
        self, asked: Extras, image: str, packing: Packing = AS_PNG, watch: Watch | None = None
    ) -> None:
        """`image` is base64. Raises NotFound for networks that are not here."""
        self._asked, self._image, self._packing = asked, image, packing
        self._watch = watch or Watch()
        self._first = upscaler_called(asked.upscaler_1)
        shown = self._first is not None and asked.extras_upscaler_2_visibility > 0
        self._second = upscaler_called(asked.upscaler_2) if shown else None
        shares = {"GFPGAN": asked.gfpgan_visibility, "CodeFormer": asked.codeformer_visibility}
        found = [(share, *restorer_called(name)) for name, share in shares.items() if share]
        self._faces = [(share, model) for share, model, _ in found]
        self.hints = [hint for _, _, hints in found for hint in hints]
        self._before: Picture | None = None
        self._now: Picture | None = None
        self.reply: bytes | None = None

    def steps(self) -> list[Later]:
        """All that is to be done, in order. Each raises Cancelled, and then `end` may be called."""
        over: list[Later] = [self._lay_over] if self._second is not None else []
        faces: list[Later] = [partial(self._repair, *one) for one in self._faces]
        return [self._enlarge, *over, *faces, self._pack]

    def _begin(self) -> None:
        picture = picture_in(self._image, Sentence("The picture"))
        if picture.layout.depth.is_float:  # which no PNG holds
            picture = replace(as_worked_on(picture), metadata=picture.metadata)
        self._before = self._now = picture
        self._image = ""

    def _enlarge(self) -> Piece | None:
        self._begin()
        return self._made(self._first, self._take)

    def _lay_over(self) -> Piece | None:
        return self._made(self._second, self._blend)

    def _take(self, picture: Picture) -> None:
        self._now = picture

    def _blend(self, second: Picture) -> None:
        assert self._now is not None
        share = self._asked.extras_upscaler_2_visibility
        self._now = blended(self._now, second, share, self._watch)

    def _made(self, way: Enlarging | None, take: _Take) -> Piece | None:
        """The picture of the beginning made larger in this way; the piece it takes, or None."""
        before = self._before
        assert before is not None
        if way is None:
            return None
        target, ratio = target_of(self._asked, before.size)
        check_target(before.size, before.layout, target)
        fit = Fit.CROP if self._asked.resize_mode and self._asked.upscaling_crop else Fit.STRETCH
        if not way.network or ratio < LEAST:
            make = squares if way.nearest else fitted
            take(make(before, target, fit, self._watch))
            return None
        upscale = Upscale(model=way.network, factor=min(ratio, MOST))
        check_pixels(1, upscale.target(before.size))
        return _piece(
            Recipe(kind=Kind.UPSCALE, upscale=upscale),
            before,
            lambda picture: take(fitted(picture, target, fit, self._watch)),
        )

    def _repair(self, share: float, model: str) -> Piece:
        assert self._now is not None
        recipe = Recipe(kind=Kind.FACES, faces=Faces(model=model, strength=share))
        return _piece(recipe, self._now, self._take)

    def _pack(self) -> None:
        self._watch.step(1.0, Sentence("Enlarging"))
        self.end()

    def end(self) -> None:
        """Pack the picture as far as it has come. Raises BadPicture where it is none."""
        if self._now is None:
            self._begin()
        assert self._now is not None
        picture, done = self._now, self.done
        if done:
            texts = (*picture.metadata.texts, chunk_of(done, _KEYWORD))
            picture = replace(picture, metadata=replace(picture.metadata, texts=texts))
        self.reply = self._packing.base64_of(picture)
        self._before = self._now = None

    @property
    def done(self) -> str:
        """What is done, as the web UI writes it into such pictures."""
        asked, fields = self._asked, dict[str, str]()
        if self._first is not None:
            how = "crop to" if asked.upscaling_crop else "upscale to"
            size = f"{asked.upscaling_resize_w}x{asked.upscaling_resize_h}"
            by = f"{asked.upscaling_resize:g}"
            fields |= {how: size} if asked.resize_mode else {"upscale by": by}
            fields |= {"upscaler": asked.upscaler_1}
        if self._second is not None:
            fields |= {"upscaler 2": asked.upscaler_2}
        for share, model in self._faces:
            fields |= {f"{model} visibility": f"{share:g}"}
        return write(Infotext("", "", {f"Postprocess {name}": v for name, v in fields.items()}))


def squares(picture: Picture, want: Size, fit: Fit, watch: Watch) -> Picture:
    """The picture at that size, each of its pixels a rectangle of one colour. Raises Cancelled."""
    have = picture.size
    steps = have.height / want.height, have.width / want.width
    if fit is Fit.CROP:
        steps = (min(steps),) * 2

    def picked(length: int, count: int, step: float) -> Any:
        places = (length - step * count) / 2 + step * (np.arange(count) + 0.5)
        return np.floor(places).astype(int).clip(0, length - 1)

    rows = picked(have.height, want.height, steps[0])
    columns = picked(have.width, want.width, steps[1])
    pixels = np.empty((want.height, want.width, picture.layout.channels), picture.pixels.dtype)
    for band in bands(want.height, want.width, AT_ONCE):
        watch.step(band.start / want.height, Sentence("Enlarging"))
        pixels[band] = picture.pixels[rows[band, None], columns]
    return replace(picture, pixels=pixels)


def blended(first: Picture, second: Picture, share: float, watch: Watch) -> Picture:
    """`share` of the second, the rest of the first; both of one size and layout. Raises
    Cancelled."""
    pixels = np.empty_like(first.pixels)
    for rows in bands(*pixels.shape[:2]):
        watch.step(rows.start / len(pixels), Sentence("Blending"))
        under = first.pixels[rows].astype(np.float32)
        mixed = under + (second.pixels[rows] - under) * np.float32(share)
        pixels[rows] = mixed if first.layout.depth.is_float else np.rint(mixed)
    return replace(first, pixels=pixels)


def _piece(recipe: Recipe, picture: Picture, take: _Take) -> Piece:
    selection, _ = implied_selection(recipe.kind, picture)
    document = Document(picture.size, Box.of(picture.size), picture, selection)
    return Piece(recipe, document, take)
