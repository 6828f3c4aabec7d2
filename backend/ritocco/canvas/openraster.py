"""Layered files: OpenRaster, which Krita, GIMP, MyPaint and others read.

A zip of one PNG for each layer and `stack.xml`. What the format has no words for (masks, recipes,
the selection) is kept in files and attributes of ours, whose names begin with "ritocco-": other
programs pass over them and see the layer with its mask applied.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import cv2
import numpy as np

from ritocco.canvas import atomic
from ritocco.canvas.arrays import Levels
from ritocco.canvas.files import png_soon
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.canvas.stack import Stack, StackLayer, faded, flattened
from ritocco.errors import CannotHold, CannotWrite
from ritocco.from_disk import reason

SUFFIX = ".ora"
_TYPE = b"image/openraster"
MERGED = "mergedimage.png"
IPTC = "data/ritocco-iptc"
_PIECE = 1 << 20
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_openraster(start: bytes) -> bool:
    """Whether a file that begins so is OpenRaster, by its first entry."""
    return start[:4] == b"PK\3\4" and start[30:38] == b"mimetype" and _TYPE in start[38:60]


def save_stack(stack: Stack, path: Path) -> None:
    """Write an OpenRaster file, whole or not at all. Raises CannotWrite."""
    if stack.layout.depth.is_float:
        raise CannotHold(
            "OpenRaster holds 8 and 16 bits, and this picture has floating-point pixels; save "
            "it flattened as TIFF."
        )
    try:
        with tempfile.TemporaryFile() as packed:
            with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr("mimetype", _TYPE)
                _write(stack, archive)
            packed.seek(0)
            atomic.write(path, iter(partial(packed.read, _PIECE), b""))
    except OSError as error:
        raise CannotWrite(
            "{path} could not be written: its layers have no room in the folder for "
            "temporary files, {folder} ({reason}). Free some space and try again.",
            path=path,
            folder=tempfile.gettempdir(),
            reason=reason(error),
        ) from error


def _write(stack: Stack, archive: zipfile.ZipFile) -> None:
    root = Element(
        "image",
        {
            "version": "0.0.5",
            "w": str(stack.canvas.width),
            "h": str(stack.canvas.height),
            "ritocco-alpha": "yes" if stack.layout.alpha else "no",
        },
    )
    if stack.metadata.resolution:
        across, down = (round(per_mm * 25.4) for per_mm in stack.metadata.resolution)
        root.attrib |= {"xres": str(across), "yres": str(down)}
        root.attrib["ritocco-resolution"] = " ".join(map(repr, stack.metadata.resolution))
    if stack.metadata.iptc is not None:
        archive.writestr(IPTC, stack.metadata.iptc)
    group = ElementTree.SubElement(root, "stack")
    for number, layer in reversed(list(enumerate(stack.layers))):
        group.append(_described(layer, number, number == stack.active, archive))
    if stack.selection:
        box, levels = stack.selection
        root.attrib |= {
            "ritocco-selection": "data/ritocco-selection.png",
            "ritocco-selection-at": f"{box.x} {box.y}",
        }
        archive.writestr("data/ritocco-selection.png", _png_of_levels(levels))
    merged = flattened(stack)
    archive.writestr(MERGED, png_soon(merged))
    archive.writestr("Thumbnails/thumbnail.png", png_soon(_thumbnail(merged)))
    archive.writestr("stack.xml", ElementTree.tostring(root, "utf-8", xml_declaration=True))


def _described(layer: StackLayer, number: int, active: bool, archive: zipfile.ZipFile) -> Element:
    """The layer's element; its pictures are written."""
    source = f"data/layer{number}.png"
    attributes = {
        "name": _without_controls(layer.name),
        "src": source,
        "x": str(layer.box.x),
        "y": str(layer.box.y),
        "opacity": f"{layer.opacity:.6g}",
        "visibility": "visible" if layer.visible else "hidden",
        "composite-op": "svg:src-over",
    }
    if active:
        attributes["selected"] = "true"
    if layer.recipe:
        attributes["ritocco-recipe"] = _without_controls(layer.recipe)
    picture = layer.picture
    if layer.mask is not None:
        attributes["ritocco-mask"] = f"data/ritocco-mask{number}.png"
        attributes["ritocco-src"] = f"data/ritocco-whole{number}.png"
        attributes["ritocco-masked"] = "yes" if layer.masked else "no"
        archive.writestr(attributes["ritocco-mask"], _png_of_levels(layer.mask))
        archive.writestr(attributes["ritocco-src"], png_soon(picture))
        picture = replace(picture, pixels=faded(replace(layer, opacity=1.0)))
    archive.writestr(source, png_soon(picture))
    return Element("layer", attributes)


def _without_controls(text: str) -> str:
    """Text that XML can hold."""
    return _NO_XML.sub("", text)


def _png_of_levels(levels: Levels) -> bytes:
    return png_soon(Picture(levels[..., None], Layout(ColourModel.GREY, Depth.U8, False)))


def _thumbnail(picture: Picture) -> Picture:
    """At most 256 pixels on a side."""
    size = picture.size
    scale = min(1.0, 256 / max(size.width, size.height))
    wide, high = max(1, round(size.width * scale)), max(1, round(size.height * scale))
    small = cv2.resize(picture.pixels, (wide, high), interpolation=cv2.INTER_AREA)
    pixels = np.ascontiguousarray(small.reshape(high, wide, -1))
    return Picture(pixels, picture.layout, picture.profile)
