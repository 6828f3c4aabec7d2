"""What an editor must offer the dock. One implementation for each editor; all on the GUI thread.

How one action runs through it:

1. The artist presses the button: `document.snapshot(...)` freezes pixels and selection of that
   moment. It must be cheap at any size of canvas (a copy on write, a clone): what the artist
   does from then on must not show in it.
2. The session reads the part it needs from the snapshot in bands of rows, a few milliseconds
   at a time, while the editor stays alive, and closes it.
3. When the artist applies a result: `document.new_layer(spec)` gives a builder; the session
   writes pixels into it in bands, then calls `commit()`, which changes the document in one
   action, or `discard()`. Until `commit` the document is untouched.

An editor in another process cannot answer at once: what reads pixels, writes them or commits
may return a `Pending` instead, which the session waits for while the event loop goes on. What
`HostDocument` tells of itself (`state`, `alive`) must be at hand.

Pixels travel as bytes: rows without gaps, little endian, alpha last and straight (not
premultiplied), in the layout that `Colour.layout` says.

Nothing here raises anything but `HostError`, whose message the artist reads.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from hashlib import sha256

from .geometry import Anchor, Box, Sides, Size
from .pending import Pending
from .qt import QObject, Qt, QtCore, QtGui, QtWidgets, Signal

CHANNEL_BYTES = {"u8": 1, "u16": 2, "f16": 2, "f32": 4}


@dataclass(frozen=True)
class Layout:
    """What one raw pixel is made of; the API's `LayoutIn`.

    model  "grey" or "rgb"
    depth  "u8", "u16", "f16" or "f32"
    alpha  whether alpha is the last channel
    order  "rgba" or "bgra": order of the colour channels; means nothing for grey
    """

    model: str = "rgb"
    depth: str = "u8"
    alpha: bool = True
    order: str = "rgba"

    @property
    def pixel_bytes(self) -> int:
        """Bytes of one pixel."""
        channels = (1 if self.model == "grey" else 3) + self.alpha
        return channels * CHANNEL_BYTES[self.depth]

    def to_dict(self) -> dict[str, object]:
        """As JSON writes it."""
        return {
            "model": self.model,
            "depth": self.depth,
            "alpha": self.alpha,
            "order": self.order,
        }


SRGB8 = Layout("rgb", "u8", True, "bgra")
"""8-bit sRGB as `QImage.Format.Format_ARGB32` keeps it on little endian machines."""


@dataclass(frozen=True)
class Colour:
    """How a document's pixels are to be read.

    layout      of the bytes that `Snapshot.pixels` gives and that a builder takes
    profile     ICC profile of those bytes; empty: none (integers are then sRGB, floats linear)
    text        for the artist: "RGB 16 bit, Rec. 2020", "CMYK 8 bit"
    converted   the document's own space is none of the API's (CMYK, Lab, ...): the bytes are a
                conversion to 8-bit sRGB (`SRGB8`), and a result comes back as such a layer
    """

    layout: Layout = SRGB8
    profile: bytes = field(default=b"", repr=False)
    text: str = ""
    converted: bool = False

    @property
    def digest(self) -> str:
        """Equal for equal layout and profile; kept with a result to know its bytes fit."""
        layout = repr((self.layout, self.converted)).encode() + self.profile
        return sha256(layout).hexdigest()[:16]


SRGB = Colour(SRGB8, b"", "RGB 8 bit, sRGB")
"""A builder must take layers of this colour in any document, beside those of its own."""


@dataclass(frozen=True)
class DocumentState:
    """How a document stands now; cheap to ask for, several times a second.

    size       the canvas
    selection  EXACT bounds of what is selected above 0, clipped to the canvas; None: nothing
               is selected, or nothing on the canvas
    layer      name of the active layer, "" if none
    colour     as above
    anchor     where the canvas's corner lies on the plane its picture began on, in an editor that
               follows that through everything it does; None: it does not
    """

    size: Size
    selection: Box | None
    colour: Colour
    layer: str = ""
    anchor: Anchor | None = None


class Source(Enum):
    """Whose pixels a snapshot holds."""

    PICTURE = "picture"
    """All visible layers, flattened, as on screen."""
    LAYER = "layer"
    """The active layer (or group) alone."""


@dataclass(frozen=True)
class LayerSpec:
    """A layer to be added.

    name      as the artist sees it
    box       its place on the canvas as it is now, so x and y may be negative where `extend`
              adds canvas at the left or top
    colour    of the bytes written: `DocumentState.colour` of the document, or `SRGB`
    recipe    JSON of the recipe, to be kept with the layer where the editor can; else dropped
    below     the layer belongs under the picture (transparent areas were filled)
    masked    a mask is written beside the pixels: pixels are opaque wherever the result is, and
              the soft edge is in the mask alone. Only asked of hosts that can
              (`Capabilities.transparency_mask`); else alpha holds the soft edge
    extend    canvas to be added at each side, in the same action as the layer
    """

    name: str
    box: Box
    colour: Colour
    recipe: str = ""
    below: bool = False
    masked: bool = False
    extend: Sides = field(default_factory=Sides)


@dataclass(frozen=True)
class PictureSpec:
    """A new document with one layer (upscaling). `dpi` is that of the document it came from."""

    name: str
    size: Size
    colour: Colour
    recipe: str = ""


@dataclass(frozen=True)
class Preview:
    """A result shown on the canvas before it is applied.

    image   8-bit sRGB with straight alpha; may have fewer pixels than `box`; null: nothing is to
            be drawn (now), but its place is to stay in sight
    box     where it lies, in pixels of the canvas as it is now; may reach beyond it
    below   shows only through what is transparent
    """

    image: QtGui.QImage
    box: Box
    below: bool = False


@dataclass(frozen=True)
class Capabilities:
    """What this editor can do; the dock offers only that.

    macro_undo         canvas and layer of an extension are one undo step (else two)
    transparency_mask  a soft edge can be a mask of its own
    plan_overlay       `show_plan` draws on the canvas
    preview_overlay    `show_preview` draws on the canvas without an undo step
    layer_source       `Source.LAYER` works
    new_picture        `Host.new_picture` works
    thumbnail          `HostDocument.thumbnail` works, and the canvas has no remove brush of its own
    note               a sentence for the tooltip of what the editor cannot do, or ""
    """

    macro_undo: bool = False
    transparency_mask: bool = False
    plan_overlay: bool = False
    preview_overlay: bool = False
    layer_source: bool = False
    new_picture: bool = False
    thumbnail: bool = False
    note: str = ""


EVERYTHING = Capabilities(True, True, True, True, True, True)
"""An editor that lacks nothing."""


class Snapshot(ABC):
    """Pixels and selection of one moment, whatever happens to the document afterwards."""

    state: DocumentState
    """How the document stood at that moment."""

    @abstractmethod
    def pixels(self, box: Box) -> bytes | Pending[bytes]:
        """The bytes of `box`, which lies on the canvas, in `state.colour.layout`."""

    @abstractmethod
    def mask(self, box: Box) -> bytes | Pending[bytes]:
        """The selection in `box`, one byte a pixel, 255: fully selected. Zeros without one."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the memory, and of what is pending. May be called twice."""


class Builder(ABC):
    """A layer or picture in the making: invisible, and out of the document, until `commit`."""

    @abstractmethod
    def write(self, box: Box, pixels: bytes) -> Pending[None] | None:
        """A band of pixels, in the coordinates and colour of the spec."""

    @abstractmethod
    def write_mask(self, box: Box, mask: bytes) -> Pending[None] | None:
        """A band of the mask, one byte a pixel; only where the spec is `masked`."""

    @abstractmethod
    def commit(self) -> Pending[None] | None:
        """Change the document, all at once, as one action. HostError: nothing changed."""

    @property
    def layer(self) -> str:
        """What `HostDocument.has_layer` knows it by, once it is committed; "": by nothing."""
        return ""

    @abstractmethod
    def discard(self) -> None:
        """Throw it away. Changes nothing once `commit` was called, pending or not."""


class HostDocument(ABC):
    """One open document. The host gives the same object for as long as it is open."""

    @property
    @abstractmethod
    def key(self) -> str:
        """Which document this is, also after it was saved, closed and opened again.

        1 to 64 letters and digits, without any path; made with `identity`.
        """

    @property
    @abstractmethod
    def name(self) -> str:
        """For the artist: the file's name, or "Untitled"."""

    @abstractmethod
    def alive(self) -> bool:
        """Whether it is still open. Everything else raises HostError when it is not."""

    @abstractmethod
    def state(self) -> DocumentState:
        """How it stands now."""

    @abstractmethod
    def snapshot(self, source: Source = Source.PICTURE, likely: Box | None = None) -> Snapshot:
        """Freeze this moment, in at most a few tens of milliseconds at any size.

        `likely` is the part that will be read, where it is known; a host may copy that part at
        once when it is small, instead of the whole.
        """

    @abstractmethod
    def new_layer(self, spec: LayerSpec) -> Builder:
        """Begin a layer for this document."""

    def has_layer(self, layer: str) -> bool:
        """Whether a layer is in it now: not where its making was undone. See `Builder.layer`."""
        return True

    def in_stroke(self) -> bool:
        """Whether the artist is in the midst of a stroke: nothing new is shown meanwhile."""
        return QtWidgets.QApplication.mouseButtons() != Qt.MouseButton.NoButton

    def bar_place(self) -> QtWidgets.QWidget | None:
        """Where the dock may lay a bar over the canvas as it is seen now; its keys are heard there.

        None: nowhere, so the dock shows that bar itself alone.
        """
        return None

    def place_of(self, box: Box) -> QtCore.QRectF | None:
        """Where a box of the canvas lies on `bar_place`, in its pixels; None where not known."""
        return None

    def thumbnail(self, side: int) -> QtGui.QImage | Pending[QtGui.QImage]:
        """How it looks now, in 8-bit sRGB, with at most `side` pixels on its longer side.

        A null image where the editor has none. It may be read in slices.
        """
        return QtGui.QImage()

    def show_plan(self, boxes: Sequence[Box]) -> None:  # noqa: B027  optional
        """Draw these boxes over the canvas (the first is the main one); none: no longer."""

    def show_sides(self, sides: Sides | None) -> None:  # noqa: B027  optional
        """Offer the canvas's edges to be pulled, which would stand so; None: no longer.

        What the artist makes of them is told by `Host.sides_pulled`.
        """

    def show_preview(self, preview: Preview | None) -> None:  # noqa: B027  optional
        """Show this over the canvas, in place of an earlier one; None: no longer."""


class Host(QObject):
    """An editor. A QObject, so that it has signals; the other methods are to be overridden.

    The session listens to `changed` and asks again; a host without such signals polls itself,
    at most four times a second and only while the dock is visible.
    """

    active_changed = Signal()
    """Another document became the active one, or the last was closed."""
    changed = Signal()
    """Selection, canvas, active layer or colour of the active document may have changed."""
    closed = Signal(object)
    """This HostDocument was closed."""
    sides_pulled = Signal(object)
    """The edges of the active document's canvas were pulled to these `Sides`."""

    name = ""
    """As in "Krita 5.2.9"."""
    capabilities = Capabilities()

    def active(self) -> HostDocument | None:
        """The document the artist is looking at."""
        raise NotImplementedError

    def window(self) -> QtWidgets.QWidget | None:
        """The editor's main window, parent of what the dock opens."""
        raise NotImplementedError

    def new_picture(self, spec: PictureSpec) -> Builder:
        """Begin a new document; `commit` opens it. Only where the capability says so."""
        raise NotImplementedError

    def key_of(self, action: str) -> str:
        """The key that does this (a name in the dock's table of actions) wherever the artist works.

        As they have set it, and as the system writes it; "": there is none.
        """
        return ""

    def focus_canvas(self) -> None:
        """Give the keyboard to the canvas of the active document. May be left out."""

    def tell(self, sentence: str) -> None:
        """Say this near the canvas for a moment: why a key did nothing. May be left out."""

    def watch(self, looking: bool) -> None:
        """Begin or end polling: the dock was shown or hidden. Nothing to do with real signals."""
