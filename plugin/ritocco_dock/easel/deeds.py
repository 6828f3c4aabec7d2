"""What each entry of the menus and each key does in the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ..qt import QtWidgets
from ..ui.dock_actions import DOCK_ACTIONS, DockAction
from ..ui.panel import Panel
from ..words import mark, say
from . import canvas_commands, commands
from .actions import DOCK
from .ask_pixels import AskPixels
from .canvas import CanvasWidget
from .canvas_size import CanvasSize
from .clipboard import Exchange
from .document import Canvas, Document
from .file_controller import FileController
from .image_size import ImageSize
from .options_bar import SIZES
from .tabs import PictureTabs
from .timing import Patience
from .tools import ToolChoices

_Change = Callable[[Document, int], Patience[Canvas] | None]
_EDGES: dict[str, tuple[str, int, _Change]] = {
    "grow": (mark("Grow selection"), 4, commands.grow_selection),
    "shrink": (mark("Shrink selection"), 4, commands.shrink_selection),
    "soften": (mark("Soften selection"), 8, commands.soften_selection),
}
"""What is done to a selection by so many pixels: its title, the usual number, the command."""
_MOST_PIXELS = 250


class Deeds:
    """The table of them, over what the window holds.

    take_tool  takes a tool for every picture
    ask_new    asks how large a new picture is to be, and shows it
    ask_words  asks what a new picture is to show, and has it painted
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
        ask_words: Callable[[], object],
    ) -> None:
        self._window, self._tabs, self._choices = window, tabs, choices
        self._files, self._exchange = files, exchange
        self._take_tool, self._ask_new, self._ask_words = take_tool, ask_new, ask_words
        self._pixels = {name: usual for name, (_, usual, _) in _EDGES.items()}

    def table(self) -> dict[str, Callable[..., Any]]:
        """What each entry of `actions.py` does, by name."""
        on, see, files, window = self._on, self._see, self._files, self._window
        plain = commands.DEEDS | canvas_commands.DEEDS
        return {name: on(act) for name, act in plain.items()} | {
            "new": self._ask_new,
            "generate": self._ask_words,
            "open": files.ask_open,
            "save": on(files.save),
            "save-as": on(files.ask_save),
            "export": on(lambda document: files.ask_save(document, flattened=True)),
            "close": see(self._tabs.close_wanted.emit),
            "quit": window.close,
            "cut": on(self._cut),
            "copy": self._exchange.copy,
            "paste": self._exchange.paste,
            "paste-new": self._exchange.paste_as_new,
            **{name: see(partial(self._ask_edge, name=name)) for name in _EDGES},
            "canvas-size": see(self._ask_canvas_size),
            "image-size": see(self._ask_image_size),
            "veil": self._set_veil,
            "zoom-in": see(lambda canvas: canvas.zoom_step(1)),
            "zoom-out": see(lambda canvas: canvas.zoom_step(-1)),
            "actual": see(CanvasWidget.actual),
            "fit": see(CanvasWidget.fit),
            "fit-width": see(CanvasWidget.fit_width),
            "zoom-selection": see(CanvasWidget.fit_selection),
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
                _do(canvas, act)

        return do

    def _see(self, act: Callable[[CanvasWidget], Any]) -> Callable[[], None]:
        """It is done to the canvas in front."""

        def do() -> None:
            if self._tabs.front is not None:
                act(self._tabs.front)

        return do

    def _ask_edge(self, canvas: CanvasWidget, name: str) -> None:
        title, _, change = _EDGES[name]

        def do(pixels: int) -> None:
            self._pixels[name] = pixels
            _do(canvas, lambda document: change(document, pixels))

        if canvas.document.canvas.selection:
            usual = self._pixels[name]
            AskPixels(self._window, say(title), usual, _MOST_PIXELS, do).open()

    def _ask_canvas_size(self, canvas: CanvasWidget) -> None:
        canvas.tool_controller.finish_stroke()
        dialog = CanvasSize(self._window, canvas.document.canvas.size)

        def resize(document: Document) -> None:
            canvas_commands.resize_canvas(document, dialog.box())

        dialog.accepted.connect(lambda: _do(canvas, resize))
        dialog.open()

    def _ask_image_size(self, canvas: CanvasWidget) -> None:
        canvas.tool_controller.finish_stroke()
        dialog = ImageSize(self._window, canvas.document.canvas.size)
        dialog.accepted.connect(
            lambda: _do(canvas, partial(canvas_commands.scale, size=dialog.size_wanted()))
        )
        dialog.open()

    def _cut(self, document: Document) -> None:
        """What is selected goes to the clipboard, and from the active layer."""
        self._exchange.copy()
        commands.clear_pixels(document)

    def _set_veil(self, shown: bool) -> None:
        for canvas in self._tabs.canvases:
            canvas.set_veil(shown)


def _do(canvas: CanvasWidget, act: Callable[[Document], Any]) -> None:
    """A command; what a tool has begun ends before it, what it goes on with before the next."""
    canvas.tool_controller.finish_stroke()
    going = act(canvas.document)
    if isinstance(going, Patience):
        canvas.tool_controller.follow(going)


def deeds_of_dock(panel: Panel) -> dict[str, Callable[[], object]]:
    """What the dock does for a menu or a key, by the entries' names."""

    def through(action: DockAction) -> Callable[[], object]:
        return lambda: action.do(panel.main)

    return {DOCK + action.name: through(action) for action in DOCK_ACTIONS.values()}
