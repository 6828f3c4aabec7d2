"""What a tool is: it is pressed, moved and released on the canvas of a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ..geometry import Box
from ..qt import QObject, Qt, QtCore, QtGui, Signal
from .aid import Aid
from .document import Canvas, Document
from .selection import Combine

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class Pointer:
    """Where the pen or mouse is on the canvas, in pixels; `pressure` 0..1, 1 for a mouse.

    `reach` is how far around it a handle is hit.
    """

    at: QtCore.QPointF
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    pressure: float = 1.0
    reach: float = 4.0


@dataclass(frozen=True)
class Options:
    """What the tools share.

    tolerance  0..255, how much the wand lets colours differ
    soften     pixels over which a selection's edge rises, on either side
    size       diameter of the brushes in pixels
    hardness   0..1, how much of the brush is at full strength
    opacity    0..1, of paint
    colour     of paint, sRGB
    """

    combine: Combine = Combine.REPLACE
    tolerance: int = 32
    soften: int = 0
    size: int = 60
    hardness: float = 0.8
    opacity: float = 1.0
    colour: QtGui.QColor = field(default_factory=lambda: QtGui.QColor(40, 40, 46))
    erase: bool = False
    mask: bool = False


class ToolChoices(QObject):
    """The options as they are set now."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.now = Options()

    def set(self, **values: object) -> None:
        """Change some of them."""
        fresh = replace(self.now, **values)  # type: ignore[arg-type]
        if fresh != self.now:
            self.now = fresh
            self.changed.emit()


@dataclass(frozen=True)
class Bench:
    """What a tool works with.

    colour   a screen colour in the document's numbers
    pick     the screen colour at a point of the canvas
    seen     a canvas in a box as the screen shows it, one pixel for so many
    message  a sentence for the artist
    aid      does what only the backend can; None: there is none
    """

    document: Document
    choices: ToolChoices
    colour: Callable[[QtGui.QColor], QtGui.QColor]
    pick: Callable[[QtCore.QPointF], QtGui.QColor]
    seen: Callable[[Canvas, Box, int], QtGui.QImage]
    message: Callable[[str], None]
    aid: Aid | None = None


class Tool:
    """One way of using the hand. A press begins, a release ends, `cancel` undoes a begun one.

    Some tools hold what they prepare until it is committed: `pending`. Their `commits` is what
    the button says that does so; "": a release is all. `uses` names the options that it knows.
    """

    name = ""
    label = ""
    hint = ""
    key = ""
    brushes = False
    commits = ""
    uses: tuple[str, ...] = ()

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    @property
    def pending(self) -> bool:
        """Whether something is prepared, to be committed or dropped."""
        return False

    @property
    def doing(self) -> str:
        """What goes on by itself after a release, for the artist; "" where nothing does."""
        return ""

    def press(self, pointer: Pointer) -> None:
        """The button went down."""

    def move(self, pointer: Pointer) -> None:
        """The pointer moved with the button down."""

    def release(self, pointer: Pointer) -> None:
        """The button went up: the step is made, or prepared."""

    def commit(self) -> None:
        """Make the step that is prepared."""

    def cancel(self) -> None:
        """As if nothing had begun, or been prepared."""

    def finish(self) -> None:
        """Bring to its end what still goes on after the release; before whatever comes next."""

    def nudge(self, dx: int, dy: int) -> bool:
        """Move what is prepared by a pixel or some; False where that means nothing."""
        return False

    def cursor(self, pointer: Pointer) -> Qt.CursorShape | None:
        """The pointer's shape over this place; None: the usual one."""
        return None

    def outline(self) -> QtGui.QPainterPath | None:
        """What to draw over the canvas while the hand is at work, in pixels of the canvas."""
        return None

    def draw(self, painter: QtGui.QPainter, view: QtGui.QTransform, ratio: float) -> None:
        """Draw over the picture. `view` leads from the canvas to the screen's pixels, of which
        `ratio` are one of the desktop's."""
