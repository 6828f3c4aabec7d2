"""Pictures in and out of files: PNG, JPEG, WebP, TIFF; in only: GIF, BMP, AVIF, JPEG XL, PSD.

Pixels come in bit-exact and go out bit-exact (JPEG apart). What a file carries beside them
(profile, resolution, EXIF, XMP, IPTC, text) is kept byte for byte: see `containers`.

What is decided on the way in:
- A turned picture (orientation tag 2..8) is brought upright and its tags are set to 1, since
  selections are drawn on what the artist sees.
- Colours that are multiplied by alpha (associated alpha, TIFF) are divided by it.
- Palettes and 1, 2, 4 bits become 8 bits. Byte order and planes become ours.
- Of a TIFF with several pages the first is the picture; of a GIF, an AVIF or a JPEG XL that moves
  too, and that is told. Other animations are refused.
- Of a PSD the flattened picture is read. A JPEG inside a JPEG XL is read as that JPEG.
"""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyvips

from ritocco import budget
from ritocco.canvas import atomic, decode, quick_png, tags
from ritocco.canvas import mask as masks
from ritocco.canvas.arrays import Levels, Pixels
from ritocco.canvas.coders.by_libvips import check_tiff
from ritocco.canvas.coders.jxl import jpeg_in
from ritocco.canvas.containers import HIDERS, READERS, WRITERS, Carried, png, tiff
from ritocco.canvas.expansion import MOST_OPTIMISED, of_writing
from ritocco.canvas.formats import (
    HEAD,
    JPEG,
    JXL,
    PNG,
    READ_ONLY,
    TIFF,
    Format,
    Readable,
    format_for,
    format_of,
)
from ritocco.canvas.in_time import TookTooLong
from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture
from ritocco.canvas.refused import damaged, other_size, too_slow
from ritocco.canvas.signals import profile_of
from ritocco.canvas.tags import UNREADABLE, Buffer, Damaged
from ritocco.errors import BadPicture, CannotHold, CannotWrite
from ritocco.from_disk import NotAFile, opened, reason
from ritocco.geometry import Size
from ritocco.sentence import Sentence

_STORED = {Depth.U8: "uchar", Depth.U16: "ushort", Depth.F16: "float", Depth.F32: "float"}
_MEANINGS = {
    (ColourModel.GREY, "uchar"): "b-w",
    (ColourModel.GREY, "ushort"): "grey16",
    (ColourModel.GREY, "float"): "b-w",
    (ColourModel.RGB, "uchar"): "srgb",
    (ColourModel.RGB, "ushort"): "rgb16",
    (ColourModel.RGB, "float"): "scrgb",
}
# How a picture of orientation 1..8 is brought upright: (rows and columns swapped, then upside
# down, then mirrored).
_TURNS = {
    2: (False, False, True),
    3: (False, True, True),
    4: (False, True, False),
    5: (True, False, False),
    6: (True, False, True),
    7: (True, True, True),
    8: (True, True, False),
}


_ORIENTATION = re.compile(rb"(tiff:Orientation(?:=[\"']|>))[2-8]")


def load(path: Path, size: Size | None = None) -> Picture:
    """The picture in a file, upright, with straight alpha, in its own depth and profile.

    Raises BadPicture, one line that names the file, where it is missing, unreadable, no
    picture, damaged, or of a kind we cannot work on; TooLarge where it would take more memory
    than there is for it, and BadSelection where it is not of the `size` that is wanted, both
    before it is decoded.
    """
    with _opened(path) as data:
        return _loaded(path, _recognised(path, data), data, size)


def loaded(data: bytes, called: str, most: int = decode.MOST_PIXELS) -> Picture:
    """As `load`, of the bytes of a file in memory; errors say `called` in place of its name.

    Raises BadPicture where it has more than `most` pixels, by its header.
    """
    with memoryview(bytearray(data)) as view:
        return _loaded(Path(called), _recognised(Path(called), view), view, None, most)


def header_in(data: bytes, called: str, most: int = decode.MOST_PIXELS) -> tuple[Size, Layout]:
    """The size that `loaded` would give, and the layout, or what it is at the most; by the header.

    Raises BadPicture, and does not notice all that `loaded` does.
    """
    path = Path(called)
    with memoryview(bytearray(data)) as view:
        form = _recognised(path, view)
        carried = _beside(path, form, view)
        size, layout = decode.in_header(path, form, view, most)
    swapped, _, _ = _TURNS.get(carried.orientation, (False, False, False))
    return Size(size.height, size.width) if swapped else size, layout


def metadata_in(data: bytes, called: str) -> Metadata:
    """As `metadata_of`, of the bytes of a file in memory, which are not changed."""
    form = _recognised(Path(called), data)
    try:
        return READERS[form.name](data).metadata
    except UNREADABLE as error:
        raise damaged(Path(called), form.name) from error


def _loaded(
    path: Path,
    form: Readable,
    data: memoryview,
    size: Size | None,
    most: int = decode.MOST_PIXELS,
) -> Picture:
    try:
        packed = jpeg_in(path, data, decode.MOST_SECONDS) if form is JXL else None
        if packed is not None:
            return _loaded(path, JPEG, packed, size, most)
    except TookTooLong:
        raise too_slow(path, decode.MOST_SECONDS) from None
    except UNREADABLE as error:
        raise damaged(path, form.name) from error
    carried = _beside(path, form, data)
    if carried.animated:
        raise BadPicture(
            "{path} is an animation; export the frame to work on as a picture of its own.",
            path=path,
        )
    stored = decode.stored(path, form, data, size, most)
    pixels, layout = stored.pixels, stored.layout
    metadata = replace(carried.metadata, flaws=(*carried.metadata.flaws, *stored.flaws))
    if carried.associated and layout.alpha:
        pixels = _straight(pixels, layout)
    if carried.orientation != 1:
        pixels, metadata = _upright(pixels, metadata, carried.orientation)
    elif form in READ_ONLY:  # who decoded it may have turned it
        metadata = _says_upright(metadata)
    upright = Size(pixels.shape[1], pixels.shape[0])
    if size is not None and upright != size:
        raise other_size(path, upright, size)
    profile = carried.profile or stored.profile or profile_of(metadata.signals, layout.model)
    try:
        return Picture(pixels, layout, profile, metadata)
    except BadPicture as error:
        raise BadPicture("{path}: {reason}", path=path, reason=error) from None


def _beside(path: Path, form: Readable, data: memoryview) -> Carried:
    """What is beside the pixels, which decoders do not see from now on. Raises BadPicture."""
    try:
        carried = READERS[form.name](data)
        if form is TIFF:
            check_tiff(path, data)
        if carried.associated:  # libvips divides too, but rounds down, and grey floats wrongly
            tags.put_short(data, tiff.EXTRA_SAMPLES, tiff.STRAIGHT)
        if form.name in HIDERS:
            HIDERS[form.name](data)
    except TookTooLong:
        raise too_slow(path, decode.MOST_SECONDS) from None
    except UNREADABLE as error:
        raise damaged(path, form.name) from error
    return carried


def is_picture(path: Path) -> bool:
    """Whether a file begins as one does that we read, or whose metadata we read."""
    try:
        with opened(path) as file:
            head = file.read(HEAD)
    except OSError:
        return False
    return format_of(head) is not None


def metadata_of(path: Path) -> Metadata:
    """What a picture carries beside its pixels, which are not looked at.

    Raises BadPicture as `load` does.
    """
    with _opened(path) as data:
        form = _recognised(path, data)
        try:
            return READERS[form.name](data).metadata
        except UNREADABLE as error:
            raise damaged(path, form.name) from error


@contextmanager
def _opened(path: Path) -> Iterator[memoryview]:
    """The bytes of a file, mapped and not read. What is written to them stays in memory."""
    try:
        if path.is_dir():
            raise BadPicture("{path} is a folder; name a picture in it.", path=path)
        with opened(path) as file:
            if not os.fstat(file.fileno()).st_size:
                raise BadPicture("{path} is empty; export the picture again.", path=path)
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
            view = memoryview(mapped)
            try:
                yield view
            finally:
                with suppress(BufferError):  # a decoder that would not stop still reads it
                    view.release()
                    mapped.close()
    except NotAFile:
        raise BadPicture("{path} is not a file; name a picture.", path=path) from None
    except FileNotFoundError:
        raise BadPicture("{path} does not exist; check the name.", path=path) from None
    except PermissionError:
        raise BadPicture(
            "{path} may not be read; allow reading it, or copy it.", path=path
        ) from None
    except OSError as error:
        raise BadPicture(
            "{path} could not be read: {reason}.", path=path, reason=reason(error)
        ) from error


def _recognised(path: Path, data: Buffer) -> Readable:
    form = format_of(data[:HEAD])
    if form is None:
        raise BadPicture(
            "{path} is not a picture we can read; export it as PNG, TIFF, JPEG or WebP and "
            "try again.",
            path=path,
        )
    return form


def _straight(pixels: Pixels, layout: Layout) -> Pixels:
    """Colours divided by alpha, rounded and held in range; 0 where alpha is 0."""
    straight = np.empty_like(pixels)
    straight[..., -1] = pixels[..., -1]
    maximum = layout.depth.maximum
    for row, source in zip(straight, pixels, strict=True):
        alpha = source[:, -1:].astype(np.float64)
        colour = np.divide(
            source[:, :-1] * maximum, alpha, out=np.zeros(source[:, :-1].shape), where=alpha > 0
        )
        row[:, :-1] = colour if layout.depth.is_float else np.rint(colour).clip(0, maximum)
    return straight


def _upright(pixels: Pixels, metadata: Metadata, orientation: int) -> tuple[Pixels, Metadata]:
    """Pixels turned as the orientation says, and metadata that no longer says so."""
    swapped, flipped, mirrored = _TURNS[orientation]
    if swapped:
        pixels = pixels.swapaxes(0, 1)
    pixels = pixels[:: -1 if flipped else 1, :: -1 if mirrored else 1]
    if swapped and metadata.resolution:
        metadata = replace(metadata, resolution=metadata.resolution[::-1])
    return np.ascontiguousarray(pixels), _says_upright(metadata)


def _says_upright(metadata: Metadata) -> Metadata:
    if metadata.exif is not None:
        with suppress(Damaged):  # unreadable EXIF says nothing about orientation
            metadata = replace(metadata, exif=tags.with_short(metadata.exif, tags.ORIENTATION, 1))
    if metadata.xmp is not None:
        metadata = replace(metadata, xmp=_ORIENTATION.sub(rb"\g<1>1", metadata.xmp))
    return metadata


def load_selection(path: Path, size: Size) -> Levels:
    """A selection drawn as a picture, (H, W), 0 not selected to 255 fully selected.

    By its alpha or its brightness: see `mask.drawn`. Raises BadPicture as `load` does, and
    BadSelection where it is not of `size`.
    """
    return masks.drawn(load(path, size))


def check_holds(form: Format, size: Size, path: Path) -> None:
    """Raises CannotHold where a picture is larger than the format of `path` has numbers for."""
    if max(size.width, size.height) > form.longest:
        raise CannotHold(
            "{form} holds at most {longest} pixels on a side, and the picture is {size}; "
            "name the result {name}.",
            form=form.name,
            longest=form.longest,
            size=size,
            name=path.with_suffix(".png").name,
        )


def check_writable(path: Path, layout: Layout, size: Size | None = None) -> None:
    """Raises CannotWrite where `save` of a picture of this layout (and size) is bound to fail."""
    form = format_for(path)
    if size:
        check_holds(form, size, path)
    missing = form.lacks(layout)
    if missing:
        able = next(f for f in (PNG, TIFF) if f.lacks(layout) is None)
        raise CannotHold(
            "{form} cannot hold {missing} pictures; name the result {name} instead of {path}.",
            form=form.name,
            missing=missing,
            name=path.with_suffix(able.suffixes[0]).name,
            path=path.name,
        )
    atomic.check(path)


def check_can_save(path: Path, layout: Layout, size: Size, sent: int | None = None) -> None:
    """As `check_writable`; and raises TooLarge where writing would take too much memory.

    To be asked before the work. What was worked for is saved even so, as well as it goes. `sent`
    are the bytes of the file that the picture is made from.
    """
    check_writable(path, layout, size)
    form = format_for(path)
    coding, what = (
        of_writing(form, size, layout),
        Sentence("Writing {size} pixels as {form}", size=size, form=form.name),
    )
    remedy = Sentence("make it smaller, or name it {name}", name=path.with_suffix(".tif").name)
    budget.check(coding.most, what, remedy)
    if sent is not None:
        budget.check(coding.least, what, remedy, sent)


def save(picture: Picture, path: Path) -> None:
    """Writes a picture, whole or not at all; an existing file is replaced at once.

    The suffix says the format. Lossless apart from JPEG (quality 95, full colour resolution).
    Half floats are written as 32-bit floats. Profile and metadata are kept as far as the format
    has a place for them: no IPTC in PNG and WebP, no resolution in WebP (but in its EXIF), no
    PNG texts elsewhere. Raises CannotWrite, and then `path` is as it was.
    """
    check_writable(path, picture.layout, picture.size)
    form = format_for(path)
    try:
        pieces = _pieces(picture, form)
    except pyvips.Error as error:
        raise CannotWrite(
            "{path} could not be written: the picture could not be coded as {form}.",
            path=path,
            form=form.name,
        ) from error
    atomic.write(path, pieces)


def in_memory(picture: Picture, form: Format) -> bytes:
    """The bytes of the file that `save` would write in this format, which has to hold it."""
    return b"".join(_pieces(picture, form))


def png_soon(picture: Picture) -> bytes:
    """As `in_memory` of a PNG, several times sooner: for what is looked at, sent, or soon saved
    again."""
    beginning, pixels = quick_png.coded(picture.pixels, picture.layout)
    return b"".join([beginning, *png.beside(picture.profile, picture.metadata), *pixels])


def _pieces(picture: Picture, form: Format) -> list[Buffer]:
    """The whole file: pixels, profile and metadata."""
    coded = memoryview(_encoded(picture, form))
    return WRITERS[form.name](coded, picture.profile, picture.metadata)


def _encoded(picture: Picture, form: Format) -> bytes:
    """The pixels alone as a file of this format, without profile and metadata."""
    pixels = picture.pixels
    if picture.layout.depth is Depth.F16:
        pixels = pixels.astype(np.float32)
    pixels = np.ascontiguousarray(pixels)
    stored, size = _STORED[picture.layout.depth], picture.size
    image = pyvips.Image.new_from_memory(
        pixels.data, size.width, size.height, picture.layout.channels, stored
    ).copy(interpretation=_MEANINGS[picture.layout.model, stored])
    options = dict(form.options)
    if form.name == JPEG.name and size.area > MOST_OPTIMISED:
        options["optimize_coding"] = False
    if form is TIFF:
        options["predictor"] = "float" if picture.layout.depth.is_float else "horizontal"
        options["bigtiff"] = pixels.nbytes > 3_900_000_000
    coded: bytes = getattr(image, f"{form.name.lower()}save_buffer")(keep="none", **options)
    return coded
