"""Pixels on the wire: uploads to a Document, a layer to bytes. Runs in threads, never in the loop.

Raw pixels are tightly packed rows, little endian, in the client's own order of channels.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from ritocco import budget
from ritocco.canvas.colour import with_usable_profile
from ritocco.canvas.decode import COPIES
from ritocco.canvas.document import Document
from ritocco.canvas.files import load, load_selection, png_soon, save
from ritocco.canvas.guides import check_names
from ritocco.canvas.icc import MOST_BYTES
from ritocco.canvas.mask import FULL, from_alpha
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.canvas.scratch import scratch_file
from ritocco.errors import BadPicture, BadSelection
from ritocco.geometry import Box, Size
from ritocco.jobs.results import thumbnail_of
from ritocco.recipe.guide import Role
from ritocco.recipe.recipe import Recipe
from ritocco.sentence import Sentence
from ritocco.studio.selection import implied_selection, strong_enough

if TYPE_CHECKING:
    from ritocco.canvas.arrays import Levels, Pixels
    from ritocco.server.requests import DocumentIn, LayoutIn

_SIGNATURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"II*\0",
    b"MM\0*",
    b"II+\0",
    b"MM\0+",
    b"RIFF",
    b"GIF8",
)
_PROFILE_OF = {ColourModel.GREY: b"GRAY", ColourModel.RGB: b"RGB "}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in, and the name the client gave it."""

    file: IO[bytes]
    name: str


def document_of(
    recipe: Recipe,
    described: DocumentIn,
    pixels: Upload,
    selection: Upload | None,
    profile: Upload | None,
    guides: Mapping[str, Upload] | None = None,
) -> Document:
    """The document a client sent. Raises BadPicture or BadSelection; BadRecipe for its guides."""
    guides = guides or {}
    check_names(recipe, guides)  # before any of them is decoded
    picture = picture_of(described, pixels, profile)
    canvas = described.canvas.value() if described.canvas else _canvas_of(described, picture)
    box = described.box.value() if described.box else Box.of(canvas)
    if selection:
        selected, transparent = strong_enough(_selected(picture, selection, described)), False
    else:
        selected, transparent = implied_selection(recipe.kind, picture)
    anywhere = {guide.name for guide in recipe.guides if guide.role is Role.REFERENCE}
    steering = {
        name: _guide(name, guide, described, picture, None if name in anywhere else picture.size)
        for name, guide in guides.items()
    }
    return Document(canvas, box, picture, selected, transparent, steering)


def picture_of(described: DocumentIn, pixels: Upload, profile: Upload | None) -> Picture:
    """The pixels a client sent, as a picture. Raises BadPicture."""
    area = described.box or described.canvas
    picture = (
        _raw_picture(described, described.layout, pixels.file)
        if described.layout
        else _decoded(pixels, Size(area.width, area.height) if area else None)
    )
    if not profile:
        return picture
    checked = _checked_profile(profile.file.read(MOST_BYTES), picture.layout.model)
    return replace(picture, profile=checked)


def raw_of(picture: Picture, order: str) -> bytes:
    """The pixels as a client that uses this order of channels keeps them."""
    pixels = _reordered(picture.pixels, picture.layout, order)
    return pixels.astype(pixels.dtype.newbyteorder("<"), copy=False).tobytes()


def screen_of(picture: Picture, side: int | None = None) -> Picture:
    """The picture as a screen shows it: 8-bit sRGB with alpha, at most `side` pixels long."""
    return thumbnail_of(picture, side or max(picture.size.width, picture.size.height))


def hardened(picture: Picture) -> Picture:
    """The picture with full alpha wherever it has any."""
    if picture.alpha is None:
        return picture
    pixels = picture.pixels.copy()
    pixels[..., -1] = np.where(pixels[..., -1] > 0, picture.layout.depth.maximum, 0)
    return replace(picture, pixels=pixels)


def mask_of(picture: Picture) -> bytes:
    """The picture's alpha in 8 bits."""
    return (FULL - from_alpha(picture)).tobytes()


def file_of(picture: Picture, suffix: str) -> bytes:
    """The pixels as a file, "png" or "tiff". Raises BadPicture where it cannot hold them."""
    if suffix == "png" and picture.layout.depth.is_float:
        raise BadPicture("A PNG file cannot hold floating-point pixels; ask for tiff or raw.")
    with scratch_file(f"layer.{suffix}", "The layer") as path:
        save(picture, path)
        return path.read_bytes()


def png_of(pixels: Levels) -> bytes:
    """Small pixels (h, w, 3), sRGB, as a PNG."""
    return png_soon(Picture(pixels, Layout(ColourModel.RGB, Depth.U8, False)))


def _canvas_of(described: DocumentIn, picture: Picture) -> Size:
    if described.box:
        raise BadPicture("The document says which box was sent, but not the size of its canvas.")
    return picture.size


def _raw_picture(described: DocumentIn, layout: LayoutIn, pixels: IO[bytes]) -> Picture:
    area = described.box or described.canvas
    if area is None:
        raise BadPicture(
            "Raw pixels need the size of the canvas, and the box they were taken from."
        )
    return _raw(Size(area.width, area.height), layout, pixels)


def _raw(size: Size, layout: LayoutIn, pixels: IO[bytes]) -> Picture:
    made_of = Layout(ColourModel(layout.model), Depth(layout.depth), layout.alpha)
    have, need = _length(pixels), size.area * made_of.channels * made_of.depth.dtype.itemsize
    if have != need:
        raise BadPicture(
            "{size} pixels of {made_of} are {need} bytes, but {have} were sent.",
            size=size,
            made_of=made_of,
            need=need,
            have=have,
        )
    if not size.area:
        raise BadPicture("The box that was sent is empty.")
    budget.check(
        COPIES * need,
        Sentence("A picture of {size} pixels", size=size),
        Sentence("send a smaller part"),
    )
    little = made_of.depth.dtype.newbyteorder("<")
    array = np.empty((size.height, size.width, made_of.channels), little)
    _read_into(pixels, array)
    native = array.astype(made_of.depth.dtype, copy=False)
    return Picture(_reordered(native, made_of, layout.order), made_of)


def _guide(
    name: str, upload: Upload, described: DocumentIn, document: Picture, covers: Size | None
) -> Picture:
    """The pixels of one guide that was sent beside this document; of the size that it covers.

    Raises BadPicture, naming it.
    """
    announced = described.guides.get(name)
    try:
        if announced is None or announced.layout is None:
            return _decoded(upload, covers)
        size = announced.size.value() if announced.size else document.size
        picture = _raw(size, announced.layout, upload.file)
    except (BadPicture, BadSelection) as error:
        raise BadPicture(
            "The guide {name} cannot be used: {reason}", name=repr(name), reason=error
        ) from None
    own, other = picture.layout, document.layout
    alike = (own.model, own.depth) == (other.model, other.depth)
    return replace(picture, profile=document.profile) if alike else picture


def _reordered(pixels: Pixels, layout: Layout, order: str) -> Pixels:
    """Red and blue exchanged where the order says so; its own way back."""
    if order == "rgba" or layout.model is not ColourModel.RGB:
        return pixels
    turned = pixels.copy()
    turned[..., 0], turned[..., 2] = pixels[..., 2], pixels[..., 0]
    return turned


def _selected(picture: Picture, upload: Upload, described: DocumentIn) -> Levels:
    """The selection that was sent."""
    size = picture.size
    length = _length(upload.file)
    fits = length == size.area
    start = upload.file.read(4)
    upload.file.seek(0)
    if start.startswith(_SIGNATURES) and not (fits and described.layout):
        with _on_disk(upload) as path:
            return load_selection(path, size)
    if not fits:
        raise BadSelection(
            "The selection is {length} bytes, but the picture has {area} pixels; send one "
            "byte for each, or a grey picture.",
            length=length,
            area=size.area,
        )
    levels = np.empty((size.height, size.width), np.uint8)
    _read_into(upload.file, levels)
    return levels


def _decoded(file: Upload, size: Size | None = None) -> Picture:
    """A picture that was sent as a file; of this size, where one was announced."""
    with _on_disk(file) as path:
        return with_usable_profile(load(path, size))


@contextmanager
def _on_disk(upload: Upload) -> Iterator[Path]:
    """An upload under a path of its own, as decoders want it; errors tell the client's name."""
    with scratch_file("upload", upload.name) as path:
        with path.open("wb") as file:
            shutil.copyfileobj(upload.file, file, 1 << 20)
        yield path


def _length(file: IO[bytes]) -> int:
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    return length


def _read_into(file: IO[bytes], array: Pixels) -> None:
    view = memoryview(array.data).cast("B")
    at = 0
    while at < len(view):
        chunk = file.read(min(1 << 22, len(view) - at))
        if not chunk:
            raise BadPicture("The pixels ended too early; send them again.")
        view[at : at + len(chunk)] = chunk
        at += len(chunk)


def _checked_profile(profile: bytes, model: ColourModel) -> bytes:
    """The profile, if it is one and speaks of these channels."""
    announced = int.from_bytes(profile[:4], "big")
    if not 128 <= announced <= len(profile) or profile[36:40] != b"acsp":
        raise BadPicture("The colour profile that was sent is not an ICC profile.")
    if profile[16:20] != _PROFILE_OF[model]:
        raise BadPicture(
            "The colour profile that was sent is not one for {model} pixels; send the "
            "document's own.",
            model=model.value,
        )
    return profile
