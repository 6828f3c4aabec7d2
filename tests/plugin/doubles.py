"""An editor in memory: documents of numpy arrays, with the undo steps that an editor would make."""

from dataclasses import replace

import numpy as np

from ritocco_dock.editor import (
    EVERYTHING,
    Builder,
    Colour,
    DocumentState,
    Host,
    HostDocument,
    LayerSpec,
    Layout,
    Snapshot,
)
from ritocco_dock.errors import HostError
from ritocco_dock.geometry import Box, Sides, Size

KINDS = {"u8": "u1", "u16": "<u2", "f16": "<f2", "f32": "<f4"}
FULL = {"u8": 255, "u16": 65535, "f16": 1.0, "f32": 1.0}


def cut(pixels, box):
    return pixels[box.y : box.bottom, box.x : box.right]


class MemorySnapshot(Snapshot):
    """Holds what was announced, and no pixel more; as Krita does with a small part."""

    def __init__(self, document, likely=None):
        self.state = document.state()
        canvas = Box.of(self.state.size)
        self.kept = likely & canvas if likely else canvas
        self._pixels = document.flattened().copy()
        self._mask = document.selected.copy()
        self.closed = False
        self.largest = 0

    def pixels(self, box):
        self._check(box)
        self.largest = max(self.largest, box.area)
        return cut(self._pixels, box).tobytes()

    def mask(self, box):
        self._check(box)
        return cut(self._mask, box).tobytes()

    def _check(self, box):
        assert not self.closed
        if not self.kept.holds(box):
            raise HostError("This part of the picture was not kept.")

    def close(self):
        self.closed = True


class MemoryLayer:
    def __init__(self, spec, pixels, mask):
        self.spec, self.pixels, self.mask = spec, pixels, mask


class MemoryBuilder(Builder):
    def __init__(self, document, spec):
        self._document, self._spec = document, spec
        layout = spec.colour.layout
        channels = layout.pixel_bytes // np.dtype(KINDS[layout.depth]).itemsize
        shape = (spec.box.height, spec.box.width, channels)
        self._pixels = np.zeros(shape, KINDS[layout.depth])
        self._mask = np.zeros(shape[:2], np.uint8) if spec.masked else None
        self._written = np.zeros(shape[:2], bool)
        self.over = False

    def _place(self, box):
        top, left = box.y - self._spec.box.y, box.x - self._spec.box.x
        return slice(top, top + box.height), slice(left, left + box.width)

    def write(self, box, pixels):
        kind = self._pixels.dtype
        band = np.frombuffer(pixels, kind).reshape(box.height, box.width, -1)
        self._pixels[self._place(box)] = band
        self._written[self._place(box)] = True

    def write_mask(self, box, mask):
        assert self._mask is not None, "no mask was announced"
        band = np.frombuffer(mask, np.uint8).reshape(box.height, box.width)
        self._mask[self._place(box)] = band

    def commit(self):
        assert not self.over
        assert self._written.all(), "not all of the layer was written"
        self.over = True
        if not self._document.alive():
            raise HostError("The document is closed.")
        self._document.take(MemoryLayer(self._spec, self._pixels, self._mask))

    def discard(self):
        self.over = True


class MemoryDocument(HostDocument):
    """Pixels (H, W, channels) in `colour.layout`; layers as they were added, in order."""

    def __init__(self, host, pixels, colour=None, name="Untitled", key="memory"):
        self.host, self.base, self.colour = host, pixels, colour or Colour()
        self.layers, self.undo, self.plans, self.previews, self.snapshots = [], [], [], [], []
        self.selected = np.zeros(pixels.shape[:2], np.uint8)
        self._name, self._key, self._alive = name, key, True

    # What a host offers

    @property
    def key(self):
        return self._key

    @property
    def name(self):
        return self._name

    def alive(self):
        return self._alive

    def state(self):
        if not self._alive:
            raise HostError("The document is closed.")
        height, width = self.base.shape[:2]
        return DocumentState(Size(width, height), self._bounds(), self.colour, "Background")

    def snapshot(self, source=None, likely=None):
        self.snapshots.append(MemorySnapshot(self, likely))
        return self.snapshots[-1]

    def new_layer(self, spec):
        return MemoryBuilder(self, spec)

    def show_plan(self, boxes):
        self.plans.append(tuple(boxes))

    def show_preview(self, preview):
        self.previews.append(preview)

    # What an artist does

    def select(self, box, level=255):
        self.selected[:] = 0
        cut(self.selected, box)[:] = level
        self.host.changed.emit()

    def deselect(self):
        self.selected[:] = 0
        self.host.changed.emit()

    def resize(self, sides):
        self._grow(sides)
        self.undo.append("resize")
        self.host.changed.emit()

    def crop(self, width, height):
        self.base = self.base[:height, :width].copy()
        self.selected = self.selected[:height, :width].copy()
        self.undo.append("crop")
        self.host.changed.emit()

    def close(self):
        self._alive = False
        self.host.documents.remove(self)
        self.host.now = self.host.documents[-1] if self.host.documents else None
        self.host.closed.emit(self)

    # Within

    def take(self, layer):
        self._grow(layer.spec.extend)
        self.layers.append(layer)
        self.undo.append(layer.spec.name)

    def flattened(self):
        """The base: what layers do to it is a matter of each editor."""
        return self.base

    def _grow(self, sides: Sides):
        frame = ((sides.top, sides.bottom), (sides.left, sides.right))
        self.base = np.pad(self.base, (*frame, (0, 0)))
        self.selected = np.pad(self.selected, frame)

    def _bounds(self):
        rows, columns = np.flatnonzero(self.selected.any(1)), np.flatnonzero(self.selected.any(0))
        if not rows.size:
            return None
        return Box.between(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


class PictureBuilder(MemoryBuilder):
    def __init__(self, host, spec):
        layer = LayerSpec(spec.name, Box.of(spec.size), spec.colour)
        super().__init__(None, layer)
        self._host = host

    def commit(self):
        assert self._written.all()
        colour = self._spec.colour
        made = self._host.open(self._pixels, colour.layout, "made", self._spec.name, colour.profile)
        made.undo.append("new")


class MemoryHost(Host):
    name = "Memory"
    capabilities = EVERYTHING

    def __init__(self):
        super().__init__()
        self.documents, self.now, self.watching = [], None, False

    def active(self):
        return self.now

    def window(self):
        return None

    def watch(self, looking):
        self.watching = looking

    def open(self, pixels=None, layout=None, key="memory", name="Untitled", profile=b""):
        """A document of these pixels, active; by default a small picture of noise."""
        layout = layout or Layout("rgb", "u8", True, "bgra")
        if pixels is None:
            pixels = noise(48, 64, layout)
        document = MemoryDocument(self, pixels, Colour(layout, profile), name, key)
        self.documents.append(document)
        self.now = document
        self.active_changed.emit()
        return document

    def new_picture(self, spec):
        return PictureBuilder(self, spec)

    def activate(self, document):
        self.now = document
        self.active_changed.emit()


def noise(height, width, layout, seed=1):
    """A picture that can be filled: soft noise around the middle, opaque."""
    channels = (1 if layout.model == "grey" else 3) + layout.alpha
    kind, full = np.dtype(KINDS[layout.depth]), FULL[layout.depth]
    random = np.random.default_rng(seed)
    pixels = (random.uniform(0.35, 0.6, (height, width, channels)) * full).astype(kind)
    if layout.alpha:
        pixels[..., -1] = full
    return pixels


def of_several(session, result, candidates):
    """As if the backend had said of a result that it was chosen among so many."""
    known = session._gallery._results[result]
    session._gallery._results[result] = replace(known, candidates=candidates)
