"""What each entry of the menus and each key does in the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..qt import QtWidgets
from . import commands
from .canvas import CanvasWidget
from .clipboard import Exchange
from .document import Document
from .file_controller import FileController
from .options_bar import SIZES
from .tabs import PictureTabs
from .tools import ToolChoices

_SOFTENED = 8
"""Pixels of a soft edge where none are set."""


class Deeds:
    """The table of them, over what the window holds.

    take_tool  takes a tool for every picture
    ask_new    asks how large a new picture is to be, and shows it
    """

    def __init__(
        self,
        window: QtWidgets.QMainWindow,
        tabs: PictureTabs,
        choices: ToolChoices,
        files: FileController,
        exchange: Exchange,
        *,
        take_tool: Callable[[str], object],
        ask_new: Callable[[], object],
    ) -> None:
        self._window, self._tabs, self._choices = window, tabs, choices
        self._files, self._exchange = files, exchange
        self._take_tool, self._ask_new = take_tool, ask_new

    def table(self) -> dict[str, Callable[..., Any]]:
        """What each entry of `actions.py` does, by name."""
        on, see, files, window = self._on, self._see, self._files, self._window
        return {name: on(act) for name, act in commands.DEEDS.items()} | {
            "new": self._ask_new,
            "open": files.ask_open,
            "save": on(files.save),
            "save-as": on(files.ask_save),
            "export": on(lambda document: files.ask_save(document, flattened=True)),
            "close": on(files.close),
            "quit": window.close,
            "copy": self._exchange.copy,
            "paste": self._exchange.paste,
            "soften": see(self._soften),
            "veil": self._set_veil,
            "zoom-in": see(lambda canvas: canvas.zoom_step(1)),
            "zoom-out": see(lambda canvas: canvas.zoom_step(-1)),
            "actual": see(CanvasWidget.actual),
            "fit": see(CanvasWidget.fit),
            "fit-width": see(CanvasWidget.fit_width),
            "next": self._tabs.to_next,
            "full": lambda full: window.showFullScreen() if full else window.showNormal(),
            "smaller": lambda: self.size_brush(-1),
            "larger": lambda: self.size_brush(1),
            "eraser": lambda: self._choices.set(erase=not self._choices.now.erase),
            "rectangle-2": lambda: self._take_tool("rectangle"),
        }

    def size_brush(self, steps: int) -> None:
        """A larger (1) or smaller (-1) brush."""
        now = self._choices.now.size
        if steps > 0:
            self._choices.set(size=next((size for size in SIZES if size > now), SIZES[-1]))
        else:
            self._choices.set(size=next((size for size in reversed(SIZES) if size < now), 1))

    def _on(self, act: Callable[[Document], Any]) -> Callable[[], None]:
        """It is done to the document in front; what a tool has begun there ends first."""

        def do() -> None:
            canvas = self._tabs.front
            if canvas is not None:
                canvas.tool_controller.finish_stroke()
                act(canvas.document)

        return do

    def _see(self, act: Callable[[CanvasWidget], Any]) -> Callable[[], None]:
        """It is done to the canvas in front."""

        def do() -> None:
            if self._tabs.front is not None:
                act(self._tabs.front)

        return do

    def _soften(self, canvas: CanvasWidget) -> None:
        canvas.tool_controller.finish_stroke()
        radius = self._choices.now.soften or _SOFTENED
        canvas.tool_controller.follow(commands.soften_selection(canvas.document, radius))

    def _set_veil(self, shown: bool) -> None:
        for canvas in self._tabs.canvases:
            canvas.set_veil(shown)
