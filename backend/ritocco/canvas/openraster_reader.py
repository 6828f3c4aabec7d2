"""Reading layered files: what an OpenRaster file says is planned by its heads, then unpacked.

One picture at a time is unpacked, onto the disk, and decoded as any file is.
"""

from __future__ import annotations

import math
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np

from ritocco import budget
from ritocco.canvas.arrays import Levels
from ritocco.canvas.colour import with_usable_profile
from ritocco.canvas.decode import COPIES, MOST_PIXELS
from ritocco.canvas.files import load, load_selection
from ritocco.canvas.formats import PNG
from ritocco.canvas.openraster import IPTC, MERGED
from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture
from ritocco.canvas.scratch import scratch_folder
from ritocco.canvas.stack import Stack, StackLayer, in_colour, with_alpha
from ritocco.errors import BadPicture, OutOfMemory
from ritocco.from_disk import reason
from ritocco.geometry import Box, Size
from ritocco.sentence import Sentence

_MOST_XML = 4 * 2**20
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST_IPTC = 16 * 2**20
_LARGE_IPTC = Sentence("What the picture says of itself (IPTC) is too large, so it is left away.")
_FARTHEST = 10**6
"""Pixels that a layer may lie from where its group does: farther than any canvas reaches."""
_LONGEST_RECIPE = 10**6
_BROKEN = (
    zipfile.BadZipFile,
    KeyError,
    ElementTree.ParseError,
    ValueError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What comes of a file that is not as it should be; RuntimeError where it is encrypted, or nested
without end."""
_PLAIN = ("", "svg:src-over")


def load_stack(path: Path) -> Stack:
    """The layers of an OpenRaster file. Raises BadPicture, TooLarge.

    A file whose layers blend in ways we do not know comes as its merged picture, with a note.
    """
    try:
        with zipfile.ZipFile(path) as archive, scratch_folder() as folder:
            if any(entry.compress_type not in _PACKED for entry in archive.infolist()):
                raise ValueError("an entry is packed as none is in an OpenRaster file")
            return _Reader(path, archive, folder).stack()
    except _BROKEN as error:
        raise BadPicture(
            "{path} is damaged or incomplete (OpenRaster); save it again.", path=path
        ) from error
    except OSError as error:  # a place before the file's beginning, or a disk that is full
        raise BadPicture(
            "{path} could not be unpacked: {reason}.", path=path, reason=reason(error)
        ) from error


@dataclass(frozen=True)
class _Head:
    """The first chunk of a PNG: its size, bits of a sample, kind of colours."""

    LENGTH: ClassVar[int] = 33
    width: int
    height: int
    bits: int
    colours: int

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)

    @property
    def most_bytes(self) -> int:
        return 4 * self.size.area * (2 if self.is_deep else 1)

    @property
    def is_grey(self) -> bool:
        return self.colours in (0, 4)

    @property
    def is_deep(self) -> bool:
        return self.bits == 16


@dataclass
class _Reader:
    """One file being read; entries are unpacked one at a time."""

    path: Path
    archive: zipfile.ZipFile
    folder: Path

    def stack(self) -> Stack:
        root = self._xml()
        canvas = Size(int(root.attrib["w"]), int(root.attrib["h"]))
        if not 0 < canvas.area <= MOST_PIXELS:
            raise BadPicture(
                "{path} says it is {canvas} pixels, which we do not work on.",
                path=self.path,
                canvas=canvas,
            )
        entries = list(self._layers(root, 0, 0))[::-1]
        merged = self._png(MERGED) if MERGED in self.archive.namelist() else None
        if any(self._is_foreign(element) for element in root.iter() if element is not root):
            if merged is None:
                raise BadPicture(
                    "{path} blends its layers in ways we do not know; flatten it.", path=self.path
                )
            note = Sentence(
                "Its layers blend in ways that are not known here, so they came as one."
            )
            return replace(Stack.of(merged, self.path.stem), notes=(note,))
        if merged:  # the layers make it again; what it carries is kept
            merged = replace(merged, pixels=merged.pixels[:1, :1].copy())
        layout = self._planned([element for element, *_ in entries], merged)
        layers = [self._layer(*entry, layout) for entry in entries]
        pictures = [*([merged] if merged else []), *(layer.picture for layer in layers[::-1])]
        profile = next((picture.profile for picture in pictures if picture.profile), None)
        if layout.model is ColourModel.RGB and profile and profile[16:20] == b"GRAY":
            profile = None
        alpha_said = root.attrib.get("ritocco-alpha")
        alpha = alpha_said == "yes" if alpha_said else merged is None or merged.layout.alpha
        active = [element.attrib.get("selected") == "true" for element, *_ in entries]
        metadata = self._metadata(root, merged.metadata if merged else Metadata())
        return Stack(
            canvas,
            replace(layout, alpha=alpha),
            tuple(
                replace(layer, picture=replace(layer.picture, profile=profile)) for layer in layers
            ),
            profile,
            metadata,
            active.index(True) if True in active else len(layers) - 1,
            self._selection(root, canvas),
            metadata.flaws,
        )

    def _xml(self) -> Element:
        entry = self.archive.getinfo("stack.xml")
        if entry.file_size > _MOST_XML:
            raise ValueError("stack.xml is too large")
        text = self.archive.read(entry)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:  # nothing of ours to expand
            raise ValueError("stack.xml has a document type")
        return ElementTree.fromstring(text)

    def _layers(self, element: Element, x: int, y: int) -> Iterator[tuple[Element, int, int]]:
        """All layers from the top down, out of their groups, with their places."""
        for child in element:
            across, down = (_number(child, side, 0, _FARTHEST) for side in ("x", "y"))
            here = x + round(across), y + round(down)
            if child.tag == "stack":
                yield from self._layers(child, *here)
            elif child.tag == "layer":
                yield child, *here

    @staticmethod
    def _is_foreign(element: Element) -> bool:
        """Whether it is shown otherwise than a plain layer, or a group that changes nothing."""
        attributes = element.attrib
        if element.tag == "stack" and (
            _number(element, "opacity", 1, 1) < 1 or attributes.get("visibility") == "hidden"
        ):
            return True
        if element.tag not in ("stack", "layer"):
            return element.tag == "text"
        return attributes.get("composite-op", "") not in _PLAIN

    def _planned(self, elements: list[Element], merged: Picture | None) -> Layout:
        """The layout that all layers share, by their heads. Raises TooLarge for all together.

        One picture may be named by many layers, and is then as many times in memory.
        """
        if merged and not elements:
            return merged.layout.with_alpha()
        heads = [self._head(_source(element)) for element in elements]
        grey = bool(heads) and all(head.is_grey for head in heads)
        deep = any(head.is_deep for head in heads)
        layout = Layout(
            ColourModel.GREY if grey else ColourModel.RGB, Depth.U16 if deep else Depth.U8, True
        )
        masks = sum("ritocco-mask" in element.attrib for element in elements)
        each = layout.channels * layout.depth.dtype.itemsize
        area = sum(head.size.area for head in heads)
        largest = max((head.size.area for head in heads), default=0)
        need = (area + largest) * each + masks * largest
        what = Sentence("{path} ({count} layers)", path=self.path, count=len(heads))
        remedy = Sentence("merge layers, or save it in parts")
        budget.check(need, what, remedy, self.path.stat().st_size)
        return layout

    def _head(self, name: str) -> _Head:
        """What a PNG says of its pixels. Raises ValueError where it is none."""
        with self.archive.open(name) as packed:
            start = packed.read(_Head.LENGTH)
        if not PNG.begins.match(start):
            raise ValueError(f"{name} is not a PNG")
        return _Head(*struct.unpack_from(">IIBB", start, 16))

    def _layer(self, element: Element, x: int, y: int, layout: Layout) -> StackLayer:
        attributes, mask = element.attrib, None
        shown = self._png(_source(element))
        picture = replace(_converted(shown, layout), metadata=Metadata())
        if "ritocco-mask" in attributes:
            with self._unpacked(attributes["ritocco-mask"]) as path:
                mask = load_selection(path, picture.size)
        return StackLayer(
            attributes.get("name", ""),
            Box(x, y, picture.size.width, picture.size.height),
            picture,
            attributes.get("visibility", "visible") == "visible",
            max(0.0, _number(element, "opacity", 1, 1)),
            mask,
            attributes.get("ritocco-masked", "yes") == "yes",
            attributes.get("ritocco-recipe", "")[:_LONGEST_RECIPE],
        )

    def _metadata(self, root: Element, metadata: Metadata) -> Metadata:
        """What the merged picture carries, and what a PNG has no exact place for."""
        if "ritocco-resolution" in root.attrib:
            said: Any = tuple(root.attrib["ritocco-resolution"].split())
            metadata = replace(metadata, resolution=said)
        if IPTC in self.archive.namelist():
            if self.archive.getinfo(IPTC).file_size > _MOST_IPTC:
                return replace(metadata, flaws=(*metadata.flaws, _LARGE_IPTC))
            metadata = replace(metadata, iptc=self.archive.read(IPTC))
        return metadata

    def _selection(self, root: Element, canvas: Size) -> tuple[Box, Levels] | None:
        attributes = root.attrib
        if "ritocco-selection" not in attributes:
            return None
        with self._unpacked(attributes["ritocco-selection"]) as path:
            size = load(path).size
            x, y = (int(part) for part in attributes["ritocco-selection-at"].split())
            box = Box(x, y, size.width, size.height)
            return (box, load_selection(path, size)) if box in Box.of(canvas) else None

    def _png(self, name: str) -> Picture:
        with self._unpacked(name) as path:
            return with_usable_profile(load(path))

    @contextmanager
    def _unpacked(self, name: str) -> Iterator[Path]:
        path, sent = self.folder / "entry.png", self.path.stat().st_size
        if self.archive.getinfo(name).file_size > budget.allowed(sent):
            raise BadPicture(
                "{path} is larger unpacked than we work on; save it in parts.", path=self.path
            )
        # By the length of the whole: unpacked, an entry is as long as somebody wished.
        need = COPIES * self._head(name).most_bytes
        what = Sentence("{name} in {path}", name=name, path=self.path)
        budget.check(need, what, Sentence("save it in parts"), sent)
        with self.archive.open(name) as packed, path.open("wb") as file:
            while chunk := packed.read(1 << 20):
                file.write(chunk)
        try:
            yield path
        except (BadPicture, OutOfMemory) as error:
            sentence = error.sentence.calling(path, what)
            raise type(error)(sentence) from None
        finally:
            path.unlink()


def _number(element: Element, name: str, usual: float, most: float) -> float:
    """An attribute as a number, from -`most` to `most`; `usual` where it is none."""
    try:
        number = float(element.attrib.get(name, usual))
    except ValueError:
        return usual
    return usual if math.isnan(number) else min(most, max(-most, number))


def _source(element: Element) -> str:
    """The layer's own pixels: without its mask, where we wrote them so."""
    return element.attrib.get("ritocco-src") or element.attrib["src"]


def _converted(picture: Picture, layout: Layout) -> Picture:
    """The picture with alpha in this model and depth, which hold its own exactly."""
    picture = with_alpha(picture)
    if layout.model is ColourModel.RGB:
        picture = in_colour(picture)
    if layout.depth is not picture.layout.depth:
        deep = picture.pixels.astype(np.uint16) * np.uint16(257)
        picture = replace(picture, pixels=deep, layout=replace(picture.layout, depth=Depth.U16))
    return picture
