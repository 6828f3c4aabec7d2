"""One open document of Krita."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import krita as api

from ..editor import (
    SRGB,
    Builder,
    DocumentState,
    HostDocument,
    LayerSpec,
    Preview,
    Snapshot,
    Source,
)
from ..errors import HostError
from ..geometry import Box, Sides, Size
from ..identity import key_for, remember
from ..pending import Pending
from ..qt import QtCore, QtGui, QtWidgets
from ..settings import Settings
from ..words import say
from . import krita_bar
from .krita_colour import SRGB_SPACE, Colours
from .krita_layer import LayerBuilder
from .krita_snapshot import AT_ONCE, Cloned, Copied, node_at, path_to, reader
from .krita_thumbnail import thumbnail

KEY = "ritocco/document"
"""Annotation that holds the document's key."""


class KritaDocument(HostDocument):
    """A document as Krita's API hands it out; its wrappers are compared by ==, never by `is`."""

    def __init__(
        self, own: Any, settings: Settings, colours: Colours, draw: Callable[[], None]
    ) -> None:
        """`draw` shows `boxes` and `preview` of the active document over the canvas."""
        self._own, self._settings, self._colours, self._draw = own, settings, colours, draw
        self._key = key_for(settings, own.fileName(), bytes(own.annotation(KEY)).decode())
        self.boxes: tuple[Box, ...] = ()
        self.preview: Preview | None = None
        self._sides: Sides | None = None
        self.saved()

    def is_of(self, own: Any) -> bool:
        """Whether this is that wrapper's document."""
        return bool(self._own == own)

    def live(self) -> Any:
        """Krita's document. Raises HostError when it was closed."""
        if not self.alive():
            raise HostError(say("The document was closed. Its results are kept in the gallery."))
        return self._own

    @property
    def key(self) -> str:
        """As `HostDocument.key`."""
        return self._key

    @property
    def name(self) -> str:
        """As `HostDocument.name`."""
        return Path(self._own.fileName()).name or self._own.name() or say("Untitled")

    def alive(self) -> bool:
        """As `HostDocument.alive`."""
        return any(self._own == document for document in api.Krita.instance().documents())

    def state(self) -> DocumentState:
        """As `HostDocument.state`."""
        own = self.live()
        size = Size(own.width(), own.height())
        active = own.activeNode()
        return DocumentState(
            size, _selected(own, size), self._colours.of(own), active.name() if active else ""
        )

    def snapshot(self, source: Source = Source.PICTURE, likely: Box | None = None) -> Snapshot:
        """As `HostDocument.snapshot`."""
        own = self.live()
        settle(own)
        state = self.state()
        selection = own.selection()
        layer = own.activeNode() if source is Source.LAYER else None
        read = reader(own, source, state, layer)
        wanted = likely & Box.of(state.size) if likely else Box.of(state.size)
        if wanted.area <= AT_ONCE:
            return Copied(state, wanted, read, selection)
        clone = own.clone()
        frozen = selection.duplicate() if selection else None
        twin = node_at(clone, path_to(layer)) if layer else None
        return Cloned(state, clone, reader(clone, source, state, twin), frozen)

    def new_layer(self, spec: LayerSpec) -> Builder:
        """As `HostDocument.new_layer`."""
        now = self._colours.of(self.live())
        if spec.colour == SRGB:
            return LayerBuilder(self, spec, SRGB_SPACE)
        space = self._colours.space(spec.colour) if spec.colour == now else None
        if space is None:
            raise HostError(
                say(
                    "The document has another colour space by now ({now}). Make the result again.",
                    now=now.text,
                )
            )
        return LayerBuilder(self, spec, space)

    def has_layer(self, layer: str) -> bool:
        """As `HostDocument.has_layer`."""
        return self.live().nodeByUniqueID(QtCore.QUuid(layer)) is not None

    def bar_place(self) -> QtWidgets.QWidget | None:
        """As `HostDocument.bar_place`."""
        return krita_bar.bar_place(self._own)

    def place_of(self, box: Box) -> QtCore.QRectF | None:
        """As `HostDocument.place_of`."""
        return krita_bar.place_of(self._own, box)

    def thumbnail(self, side: int) -> Pending[QtGui.QImage]:
        """As `HostDocument.thumbnail`."""
        return thumbnail(self.live, side)

    def show_plan(self, boxes: Sequence[Box]) -> None:
        """As `HostDocument.show_plan`."""
        self.boxes = tuple(boxes)
        self._draw()

    def show_sides(self, sides: Sides | None) -> None:
        """As `HostDocument.show_sides`; drawn only, the mouse over the canvas is Krita's."""
        if sides != self._sides:
            self._sides = sides
            self._draw()

    @property
    def outline(self) -> tuple[Box, ...]:
        """The canvas as it would be, where it would be larger."""
        canvas = Box(0, 0, self._own.width(), self._own.height())
        return (canvas.grown(self._sides),) if self._sides else ()

    def show_preview(self, preview: Preview | None) -> None:
        """As `HostDocument.show_preview`."""
        self.preview = preview
        self._draw()

    @property
    def beyond(self) -> Box | None:
        """All there is to see where the preview reaches beyond the canvas; None: it does not."""
        canvas = Box(0, 0, self._own.width(), self._own.height())
        if self.preview is None or canvas.holds(self.preview.box):
            return None
        return canvas | self.preview.box

    def sign(self) -> None:
        """Keep the key inside the document, when it is being changed anyway."""
        self._own.setAnnotation(KEY, "Ritocco", self._key.encode())

    def saved(self) -> None:
        """It has a path now, or another one."""
        remember(self._settings, self._own.fileName(), self._key)


def settle(own: Any) -> None:
    """Let strokes and filters that are still running come to their end."""
    if own.tryBarrierLock():
        own.unlock()
    else:
        own.waitForDone()


def _selected(own: Any, size: Size) -> Box | None:
    """Bounds of the selection on the canvas."""
    selection = own.selection()
    if selection is None:
        return None
    bounds = Box(selection.x(), selection.y(), selection.width(), selection.height())
    return (bounds & Box.of(size)) or None
