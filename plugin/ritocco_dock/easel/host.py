"""Our own window as an editor: a document's values are snapshots already, so nothing is copied."""

from __future__ import annotations

from collections.abc import Sequence

from ..editor import (
    EVERYTHING,
    SRGB8,
    Builder,
    Colour,
    DocumentState,
    Host,
    HostDocument,
    LayerSpec,
    Layout,
    PictureSpec,
    Preview,
    Snapshot,
    Source,
)
from ..errors import HostError
from ..geometry import Box, Sides
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..ui.dock_actions import DOCK_ACTIONS
from ..words import say
from . import selection as levels
from .canvas import CanvasWidget
from .colours import Screen
from .compose import projection
from .document import Canvas, Document, FileFacts, new_canvas
from .document import Layer as EaselLayer
from .host_pixels import Pixels, colour_of, grey_pixels
from .raster import KINDS, LEVELS, Raster, bytes_of, image_of


class EaselSnapshot(Snapshot):
    """One value of a document's history."""

    def __init__(self, state: DocumentState, canvas: Canvas, source: Source) -> None:
        self.state = state
        self._canvas: Canvas | None = canvas
        layer = canvas.layer
        if source is Source.LAYER:
            self._layers: tuple[EaselLayer, ...] = (layer,) if layer else ()
        else:
            self._layers = canvas.layers

    def pixels(self, box: Box) -> bytes:
        """Flattened in the document's own depth."""
        canvas = self._open()
        data = bytes_of(projection(self._layers, canvas.kind, box), canvas.kind.pixel_bytes)
        grey = self.state.colour.layout.model == "grey"
        return grey_pixels(data, canvas.kind) if grey else data

    def mask(self, box: Box) -> bytes:
        """The selection's levels."""
        selection = self._open().selection
        return selection.bytes(box) if selection else bytes(box.area)

    def close(self) -> None:
        """Let go of the value."""
        self._canvas, self._layers = None, ()

    def _open(self) -> Canvas:
        if self._canvas is None:
            raise HostError(say("This moment of the picture was let go already. Run it again."))
        return self._canvas


class LayerBuilder(Builder):
    """A layer that is put into its document in one step, with the canvas it needs."""

    def __init__(self, owner: EaselDocument, spec: LayerSpec) -> None:
        self._owner, self._spec = owner, spec
        document, colours = owner.canvas.document, owner.canvas.colours
        own = owner.state().colour
        self._pixels = Pixels(spec.box, spec.colour, document.canvas.kind, own, colours)
        self._mask = Raster(LEVELS, {}, (spec.box.x, spec.box.y)) if spec.masked else None
        self._over = False
        self._layer = ""

    @property
    def layer(self) -> str:
        """Its number."""
        return self._layer

    def write(self, box: Box, pixels: bytes) -> None:
        """A band of pixels."""
        self._pixels.write(box, pixels)

    def write_mask(self, box: Box, mask: bytes) -> None:
        """A band of the mask."""
        if self._mask is not None:
            self._mask = self._mask.drawn(image_of(mask, box, LEVELS), box)

    def commit(self) -> None:
        """Canvas and layer, one step of undo. Raises HostError where it has no place any more."""
        if self._over:
            return
        self._owner.check()
        self._over = True
        spec, document = self._spec, self._owner.canvas.document
        allowed = document.canvas
        self._owner.canvas.tool_controller.finish_stroke()
        if (document.canvas.size, document.canvas.anchor) != (allowed.size, allowed.anchor):
            # What a command still went on with, a turn perhaps, has ended only now.
            raise HostError(
                say("The canvas changed while the layer was on its way. Apply it again.")
            )
        canvas = document.canvas.extended(spec.extend) if spec.extend else document.canvas
        left, top = spec.extend.left, spec.extend.top
        layer = EaselLayer(
            spec.name,
            self._pixels.raster.moved(left, top),
            mask=levels.tidied(self._mask).moved(left, top) if self._mask is not None else None,
            recipe=spec.recipe,
        )
        self._layer = str(layer.number)
        document.apply(spec.name, canvas.added(layer, 0 if spec.below else len(canvas.layers)))

    def discard(self) -> None:
        """Throw it away."""
        self._over = True


class EaselDocument(HostDocument):
    """A document that is open in the window, by the canvas that shows it."""

    def __init__(self, canvas: CanvasWidget) -> None:
        self.canvas = canvas
        self._alive = True
        self._state: tuple[Canvas, DocumentState] | None = None

    @property
    def key(self) -> str:
        """Kept by path in the dock's settings, and with what is kept of a crash."""
        return self.canvas.document.key

    @property
    def name(self) -> str:
        """The file's name."""
        return self.canvas.document.name

    def alive(self) -> bool:
        """Whether its tab is open."""
        return self._alive

    def end(self) -> None:
        """Its tab was closed."""
        self._alive = False

    def check(self) -> None:
        """Raises HostError where it is no longer open."""
        if not self._alive:
            raise HostError(say("This picture was closed. Open it again to apply the result."))

    def state(self) -> DocumentState:
        """Of the picture's value; asked for again and again, found once for each value."""
        self.check()
        document = self.canvas.document
        canvas = document.canvas
        if self._state is None or self._state[0] is not canvas:
            bounds = levels.bounds(canvas.selection) & canvas.box if canvas.selection else None
            colour = colour_of(canvas.kind, document.facts, self.canvas.colours)
            name = canvas.layer.name if canvas.layer else ""
            state = DocumentState(canvas.size, bounds or None, colour, name, canvas.anchor)
            self._state = canvas, state
        return self._state[1]

    def snapshot(self, source: Source = Source.PICTURE, likely: Box | None = None) -> Snapshot:
        """The value of this moment."""
        self.check()
        self.canvas.tool_controller.finish_stroke()
        return EaselSnapshot(self.state(), self.canvas.document.canvas, source)

    def new_layer(self, spec: LayerSpec) -> Builder:
        """Begin a layer."""
        self.check()
        return LayerBuilder(self, spec)

    def has_layer(self, layer: str) -> bool:
        """By its number, which it keeps."""
        return layer in [str(one.number) for one in self.canvas.document.canvas.layers]

    def in_stroke(self) -> bool:
        """Whether the tool has begun something."""
        return self._alive and self.canvas.tool_controller.works

    def bar_place(self) -> QtWidgets.QWidget | None:
        """The canvas, while it is in front."""
        return self.canvas if self._alive and self.canvas.isVisible() else None

    def place_of(self, box: Box) -> QtCore.QRectF | None:
        """By the canvas' own view."""
        first = self.canvas.place_of(QtCore.QPointF(box.x, box.y))
        return QtCore.QRectF(first, self.canvas.place_of(QtCore.QPointF(box.right, box.bottom)))

    def show_plan(self, boxes: Sequence[Box]) -> None:
        """Drawn over the canvas."""
        if self._alive:
            self.canvas.show_plan(boxes)

    def show_sides(self, sides: Sides | None) -> None:
        """With handles on the canvas."""
        if self._alive:
            self.canvas.growth.show(sides)

    def show_preview(self, preview: Preview | None) -> None:
        """Drawn over, or under, the canvas."""
        if self._alive:
            self.canvas.show_preview(preview)


class _PictureBuilder(Builder):
    """A new document in the making."""

    def __init__(self, host: EaselHost, spec: PictureSpec) -> None:
        self._host, self._spec = host, spec
        layout = spec.colour.layout
        self._facts = FileFacts(layout.model, False, spec.colour.profile)
        kind = KINDS[layout.depth]
        colours = Screen(kind, self._facts)
        self._kind, box = kind, Box.of(spec.size)
        own = Colour(layout, spec.colour.profile)
        if layout == SRGB8:
            own = Colour(Layout("rgb", "u8", True, "rgba"))
        self._pixels = Pixels(box, spec.colour, kind, own, colours)
        self._over = False

    def write(self, box: Box, pixels: bytes) -> None:
        """A band of pixels."""
        self._pixels.write(box, pixels)

    def write_mask(self, box: Box, mask: bytes) -> None:
        """New pictures have none."""

    def commit(self) -> None:
        """Open it."""
        if self._over:
            return
        self._over = True
        spec = self._spec
        canvas = new_canvas(spec.size, self._kind.name, self._pixels.raster, spec.name)
        document = Document(canvas, name=spec.name, facts=self._facts)
        document.mark_unsaved()
        self._host.open_document(document)

    def discard(self) -> None:
        """Throw it away."""
        self._over = True


class EaselHost(Host):
    """Our window, as the dock sees it. The window tells it which canvases there are."""

    name = "Easel"
    capabilities = EVERYTHING
    opened = Signal(object)
    """A `Document` was made by the dock and wants to be shown."""
    told = Signal(str)
    """A sentence to be said near the canvas."""

    def __init__(self, window: QtWidgets.QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._documents: dict[CanvasWidget, EaselDocument] = {}
        self._active: EaselDocument | None = None

    def active(self) -> EaselDocument | None:
        """That of the tab in front."""
        return self._active

    def window(self) -> QtWidgets.QWidget:
        """The window."""
        return self._window

    def key_of(self, action: str) -> str:
        """Easel's keys are those of the table."""
        keys = DOCK_ACTIONS[action].sequences
        return keys[0].toString(QtGui.QKeySequence.SequenceFormat.NativeText) if keys else ""

    def focus_canvas(self) -> None:
        """That of the tab in front."""
        if self._active is not None:
            self._active.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, sentence: str) -> None:
        """In the bar over the canvas."""
        self.told.emit(sentence)

    def new_picture(self, spec: PictureSpec) -> Builder:
        """Begin a new document."""
        return _PictureBuilder(self, spec)

    def open_document(self, document: Document) -> None:
        """Have the window show a document."""
        self.opened.emit(document)

    def add(self, canvas: CanvasWidget) -> None:
        """A tab was opened."""
        self._documents[canvas] = EaselDocument(canvas)
        canvas.document.changed.connect(self.changed)
        canvas.growth.pulled.connect(self.sides_pulled)

    def show(self, canvas: CanvasWidget | None) -> None:
        """Another tab is in front."""
        document = self._documents.get(canvas) if canvas is not None else None
        if document is not self._active:
            self._active = document
            self.active_changed.emit()

    def remove(self, canvas: CanvasWidget) -> None:
        """A tab was closed."""
        document = self._documents.pop(canvas)
        canvas.document.changed.disconnect(self.changed)
        document.end()
        if document is self._active:
            self._active = None
            self.active_changed.emit()
        self.closed.emit(document)
