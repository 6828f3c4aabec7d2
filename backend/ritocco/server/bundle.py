"""Bundles of layers: the pixels behind `pictures.py`. Runs in threads, never in the loop."""

from __future__ import annotations

import base64
import json
import os
import struct
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import numpy as np

from ritocco import budget
from ritocco.canvas.arrays import Levels, Pixels, bands
from ritocco.canvas.colour import with_usable_profile
from ritocco.canvas.decode import MOST_PIXELS
from ritocco.canvas.expansion import of_writing
from ritocco.canvas.files import check_holds, load, save
from ritocco.canvas.formats import PNG, format_for
from ritocco.canvas.openraster import SUFFIX, is_openraster, save_stack
from ritocco.canvas.openraster_reader import load_stack
from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture
from ritocco.canvas.scratch import scratch_file
from ritocco.canvas.stack import (
    Stack,
    StackLayer,
    flattened,
    in_colour,
    on_white,
    reduced,
)
from ritocco.errors import BadPicture, OutOfMemory
from ritocco.geometry import Box
from ritocco.sentence import Sentence, told
from ritocco.server.bundle_head import HeadIn, LayerIn


def stack_in_file(path: Path, name: str) -> Stack:
    """The layers of a file that a client called `name`. Raises BadPicture with that name."""
    try:
        with path.open("rb") as file:
            layered = is_openraster(file.read(64))
        return (
            load_stack(path)
            if layered
            else Stack.of(with_usable_profile(load(path)), Path(name).stem)
        )
    except (BadPicture, OutOfMemory) as error:
        raise type(error)(error.sentence.calling(path, name)) from None


def bundle_of(stack: Stack) -> tuple[int, Iterator[bytes]]:
    """The length of a bundle, and its pieces."""
    head = json.dumps(_head_of(stack), allow_nan=False).encode()
    pixel_bytes = 4 * stack.layout.depth.dtype.itemsize
    length = 8 + len(head)
    for layer in stack.layers:
        length += layer.box.area * (pixel_bytes + (layer.mask is not None))
    if stack.selection:
        length += stack.selection[0].area
    return length, _pieces(stack, head)


def _head_of(stack: Stack) -> dict[str, Any]:
    return {
        "canvas": asdict(stack.canvas),
        "model": stack.layout.model.value,
        "depth": stack.layout.depth.value,
        "alpha": stack.layout.alpha,
        "profile": base64.b64encode(stack.profile or b"").decode(),
        "metadata": _packed(stack.metadata),
        "layers": [
            {
                "name": layer.name[:1000],
                "box": asdict(layer.box),
                "visible": layer.visible,
                "opacity": layer.opacity,
                "mask": layer.mask is not None,
                "masked": layer.masked,
                "recipe": layer.recipe,
            }
            for layer in stack.layers
        ],
        "active": stack.active,
        "selection": asdict(stack.selection[0]) if stack.selection else None,
        "notes": list(stack.notes),
        "sentences": [told(note) for note in stack.notes],
    }


def _pieces(stack: Stack, head: bytes) -> Iterator[bytes]:
    yield struct.pack("<Q", len(head)) + head
    for layer in stack.layers:
        pixels = layer.picture.pixels
        for band in bands(*pixels.shape[:2]):
            rows = pixels[band]
            if stack.layout.model is ColourModel.GREY:
                rows = rows[..., [0, 0, 0, 1]]
            yield rows.astype(rows.dtype.newbyteorder("<"), copy=False).tobytes()
        if layer.mask is not None:
            yield layer.mask.tobytes()
    if stack.selection:
        yield stack.selection[1].tobytes()


def stack_in_bundle(head: HeadIn, pixels: IO[bytes]) -> Stack:
    """The layers that a client sent. Raises BadPicture."""
    layout = _layout_in(head)
    canvas = head.canvas.value()
    if canvas.area > MOST_PIXELS:
        raise BadPicture("A canvas of {canvas} pixels is more than we work on.", canvas=canvas)
    try:
        profile = base64.b64decode(head.profile, validate=True) or None
    except ValueError:
        raise BadPicture("The colour profile that was sent is not base64.") from None
    _check_length(head, layout, pixels)
    layers = tuple(_layer_in(layer, layout, profile, pixels) for layer in head.layers)
    selection = None
    if head.selection:
        box = head.selection.value()
        selection = box, _levels(box, pixels)
    metadata = _unpacked(head.metadata)
    return Stack(canvas, layout, layers, profile, metadata, head.active, selection)


def _layout_in(head: HeadIn) -> Layout:
    return Layout(ColourModel(head.model), Depth(head.depth), head.alpha)


def _check_length(head: HeadIn, layout: Layout, pixels: IO[bytes]) -> None:
    """Raise BadPicture where the rest of the file is not as long as the head says."""
    wanted = sum(
        layer.box.value().area * (4 * layout.depth.dtype.itemsize + layer.mask)
        for layer in head.layers
    )
    wanted += head.selection.value().area if head.selection else 0
    here = pixels.tell()
    sent = pixels.seek(0, os.SEEK_END) - here
    pixels.seek(here)
    if sent < wanted:
        raise BadPicture("The pixels ended too early; send them again.")
    if sent > wanted:
        raise BadPicture("More pixels were sent than the head of the bundle names.")


def _layer_in(
    sent: LayerIn, layout: Layout, profile: bytes | None, pixels: IO[bytes]
) -> StackLayer:
    box, depth = sent.box.value(), layout.depth
    if not box.area:
        raise BadPicture("The layer {sent} is empty; leave it away.", sent=repr(sent.name))
    little = depth.dtype.newbyteorder("<")
    array = _taken(pixels, (box.height, box.width, 4), little).astype(depth.dtype, copy=False)
    if layout.model is ColourModel.GREY:
        array = np.ascontiguousarray(array[..., [0, 3]])
    picture = Picture(array, layout.with_alpha(), profile)
    mask = _levels(box, pixels) if sent.mask else None
    return StackLayer(
        sent.name,
        box,
        picture,
        sent.visible,
        sent.opacity,
        mask,
        sent.masked,
        sent.recipe,
    )


def _levels(box: Box, pixels: IO[bytes]) -> Levels:
    return _taken(pixels, (box.height, box.width), np.dtype(np.uint8))


def _taken(pixels: IO[bytes], shape: tuple[int, ...], dtype: np.dtype[Any]) -> Pixels:
    """The next pixels of the bundle, which are known to be there."""
    array = np.empty(shape, dtype)
    view = memoryview(array.data).cast("B")
    at = 0
    while at < len(view):
        chunk = pixels.read(min(1 << 22, len(view) - at))
        if not chunk:
            raise BadPicture("The pixels ended too early; send them again.")
        view[at : at + len(chunk)] = chunk
        at += len(chunk)
    return array


def saved(head: HeadIn, pixels: IO[bytes], suffix: str) -> bytes:
    """The layers that a client sent as a file of this kind; all but OpenRaster are flattened.

    Raises BadPicture, TooLarge, CannotWrite.
    """
    with scratch_file(f"picture{suffix}", "The picture") as path:
        with _room_to_save(head, pixels, path):
            if suffix == SUFFIX:
                save_stack(stack_in_bundle(head, pixels), path)
            else:
                save(_flat(head, pixels, path), path)
        return path.read_bytes()


def _room_to_save(head: HeadIn, pixels: IO[bytes], path: Path) -> AbstractContextManager[None]:
    """What saving takes of our memory. Raises TooLarge; CannotHold where no file of it is so large.

    Before any pixel is read: a few bytes may name a canvas of any size.
    """
    canvas, layout = head.canvas.value(), _layout_in(head).with_alpha()
    here = pixels.tell()
    sent = pixels.seek(0, os.SEEK_END)
    pixels.seek(here)
    form = PNG
    if path.suffix != SUFFIX:
        form = format_for(path)
        check_holds(form, canvas, path)
        one = Picture(np.zeros((1, 1, layout.channels), layout.depth.dtype), layout)
        layout = fitted(one, path).layout
    coding = of_writing(form, canvas, layout)
    what = Sentence("A picture of {size} pixels", size=canvas)
    remedy = Sentence("make it smaller, or save it in parts")
    budget.check(sent + coding.least, what, remedy, sent)
    return budget.claimed(sent + coding.most, what, remedy)


def _flat(head: HeadIn, pixels: IO[bytes], path: Path) -> Picture:
    """The flattened picture alone, as the format of `path` can hold it: its layers are let go."""
    return flattened(stack_in_bundle(head, pixels), lambda band: fitted(band, path))


def fitted(picture: Picture, path: Path) -> Picture:
    """The picture as far as this format can hold it; PNG and TIFF change nothing they can hold."""
    form = format_for(path)
    if picture.layout.depth not in form.depths and Depth.U16 not in form.depths:
        picture = reduced(picture)
    if picture.layout.alpha and not form.alpha:
        picture = on_white(picture)
    if picture.layout.model is ColourModel.GREY and not form.grey:
        picture = in_colour(picture)
    return picture


def _packed(metadata: Metadata) -> str:
    """Metadata as text that a client hands back unread."""

    def coded(value: bytes | None) -> str | None:
        return None if value is None else base64.b64encode(value).decode()

    return json.dumps(
        {
            "resolution": metadata.resolution,
            "exif": coded(metadata.exif),
            "xmp": coded(metadata.xmp),
            "iptc": coded(metadata.iptc),
            "texts": [coded(text) for text in metadata.texts],
            "recipe": metadata.recipe,
            "signals": [coded(signal) for signal in metadata.signals],
            "comment": coded(metadata.comment),
        },
        allow_nan=False,
    )


def _unpacked(text: str) -> Metadata:
    """The metadata of `_packed`. Raises BadPicture where it is something else."""
    if not text:
        return Metadata()

    def plain(value: str | None) -> bytes | None:
        return None if value is None else base64.b64decode(value, validate=True)

    def listed(values: list[str]) -> tuple[bytes, ...]:
        return tuple(base64.b64decode(value, validate=True) for value in values)

    try:
        carried = json.loads(text)
        resolution, recipe = carried["resolution"] or None, carried["recipe"]
        if not isinstance(recipe, str | None):
            raise TypeError("recipe")
        return Metadata(
            resolution,
            plain(carried["exif"]),
            plain(carried["xmp"]),
            plain(carried["iptc"]),
            listed(carried["texts"]),
            recipe,
            listed(carried["signals"]),
            plain(carried["comment"]),
        )
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise BadPicture("The metadata that was sent is not what was handed out.") from None
