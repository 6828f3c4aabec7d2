"""Bringing a result into its document: where it belongs, as which layer, and not otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..editor import (
    SRGB,
    Builder,
    DocumentState,
    Host,
    HostDocument,
    LayerSpec,
    PictureSpec,
    Preview,
)
from ..errors import DockError
from ..geometry import Anchor, Box, Sides
from ..knobs.tasks import TASKS, Needs
from ..net.client import Client
from ..qt import QObject, QtGui, Signal
from ..settings import Settings
from ..words import say
from .paste import Paste
from .placement import Placement
from .result import Result

NAME_LENGTH = 60
"""Most letters of the prompt in a layer's name."""


class Applier(QObject):
    """Applies one result at a time to one document."""

    changed = Signal()
    """`current` is another one."""
    applied = Signal(object, bool)
    """This `Result` is in; whether as 8-bit sRGB, though the document is something else."""
    refused = Signal(str, object)
    """The result with this id was not brought in: a `DockError`. It is kept."""

    def __init__(
        self,
        document: HostDocument,
        host: Host,
        settings: Settings,
        client: Client,
        look: Callable[[], DocumentState | None],
        parent: QObject,
    ) -> None:
        """`look` tells how the document stands now; None: it is closed."""
        super().__init__(parent)
        self._document, self._host, self._settings = document, host, settings
        self._client, self._look = client, look
        state = document.state()
        self._placement = Placement(state.size, state.anchor)
        self._made: dict[str, Anchor] = {}
        self._layers: dict[str, str] = {}
        self._paste: Paste | None = None
        self._current = ""

    @property
    def current(self) -> str:
        """Id of the result on its way, or ""."""
        return self._current

    def standing(self) -> set[str]:
        """Ids of the results that were brought in, and whose layers are still there."""
        has = self._document.has_layer
        return {one for one, layer in self._layers.items() if not layer or has(layer)}

    def saw(self, state: DocumentState) -> None:
        """The document stands so now."""
        self._placement.saw(state.size, state.anchor)

    @property
    def anchor(self) -> Anchor:
        """Where the canvas lies now: to be kept with what is asked for."""
        return self._placement.anchor

    def made_at(self, result: str, anchor: Anchor) -> None:
        """A result was asked for when the canvas lay so."""
        self._made[result] = anchor

    def begin(self, result: Result) -> None:
        """Fetch it and bring it in; see `applied` and `refused`. One at a time."""
        if self._paste is not None:
            return
        try:
            spec, screen = self._spec(result)
            builder = self._builder(result, spec)
        except DockError as error:
            self.refused.emit(result.id, error)
            return

        def allow() -> None:
            dx, dy = self._place(result)
            moved = result.box.moved(dx, dy) != spec.box
            if moved or self._sides(result, dx, dy) != spec.extend:
                message = say("The canvas changed while the layer was on its way. Apply it again.")
                raise DockError(message, "canvas_changed")
            self._placement.expect(spec.extend)

        def done() -> None:
            self._layers[result.id] = builder.layer
            self._look()
            self._paste, self._current = None, ""
            self.applied.emit(result, screen)  # first: who hears of the end asks whether it is in
            self.changed.emit()

        def failed(error: DockError) -> None:
            self._placement.expect(Sides())
            self._end()
            self.refused.emit(result.id, error)

        self._paste = Paste(self._client, result.id, spec, builder, screen, allow, self)
        self._paste.done.connect(done)
        self._paste.failed.connect(failed)
        self._current = result.id
        self.changed.emit()

    def cancel(self) -> None:
        """Leave what is on its way; the document is as it was, unless it is being changed now."""
        if self._paste is not None and self._paste.cancel():
            self._end()

    def preview(self, result: Result, image: QtGui.QImage) -> Preview | None:
        """The result as it would lie on the canvas; None for a picture of its own.

        Raises DockError where it has no place.
        """
        if result.is_picture:
            return None
        dx, dy = self._place(result)
        return Preview(image, result.box.moved(dx, dy), result.below)

    def _end(self) -> None:
        self._paste, self._current = None, ""
        self.changed.emit()

    def _spec(self, result: Result) -> tuple[LayerSpec, bool]:
        """The layer, and whether it comes as 8-bit sRGB. Raises DockError."""
        dx, dy = self._place(result)
        state, task = self._look(), TASKS[result.task]
        own = state.colour if state is not None else SRGB
        screen = result.digest != own.digest
        masked = (
            self._host.capabilities.transparency_mask
            and self._settings.get("layer_mask", True)
            and task.needs is not Needs.CANVAS
            and result.selected
            and result.position == "above"
        )
        words = " ".join(result.prompt.split())
        short = words if len(words) <= NAME_LENGTH else f"{words[: NAME_LENGTH - 1]}…"
        spec = LayerSpec(
            name=f"{say(task.label)}: {short}" if short else say(task.label),
            box=result.box.moved(dx, dy),
            colour=SRGB if screen else replace(own, layout=result.layout),
            recipe=result.recipe_text,
            below=result.below,
            masked=bool(masked),
            extend=self._sides(result, dx, dy),
        )
        return spec, screen

    def _sides(self, result: Result, dx: int, dy: int) -> Sides:
        """What of the canvas that an extension wants is not there yet."""
        if not result.extend:
            return Sides()
        return self._placement.lacking(Box.of(result.canvas).grown(result.extend).moved(dx, dy))

    def _builder(self, result: Result, spec: LayerSpec) -> Builder:
        """Where the pixels go. Raises DockError."""
        if not result.is_picture:
            return self._document.new_layer(spec)
        name = f"{self._document.name} ({spec.name})"
        return self._host.new_picture(PictureSpec(name, spec.box.size, spec.colour, spec.recipe))

    def _place(self, result: Result) -> tuple[int, int]:
        """By how much the result has to move. Raises DockError where it has no place."""
        if result.is_picture:
            return 0, 0
        state = self._look()
        if state is None:
            message = say("This document is closed. The result is kept; open the document again.")
            raise DockError(message, "closed")
        offset = self._placement.offset(result.canvas, self._made.get(result.id))
        if offset is None:
            message = say(
                "This was made for a canvas of {old}; it is {new} now, so its place is not known. "
                "The result is kept. Undo the change of the canvas, then apply it.",
                old=result.canvas,
                new=state.size,
            )
            raise DockError(message, "canvas_changed")
        return offset
