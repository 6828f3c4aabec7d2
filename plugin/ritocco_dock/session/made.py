"""What was made for one document, and what the artist does with it: look, apply, discard."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..editor import DocumentState, HostDocument
from ..errors import DockError
from ..geometry import Box
from ..message import Message, Remedy, Tone
from ..qt import QObject, QtGui, Signal
from ..words import say
from .apply import Applier
from .discarding import Discarding
from .gallery import Gallery
from .looking import Looking
from .order import NEWEST
from .owner import Owner
from .result import Listed, Result

SHOW_FINISHED = "show_finished"
"""Setting: a finished result shows itself where nothing else is looked at."""
ORDER = "results_order"
"""Setting: a key of `order.ORDERS`."""


class Made(QObject):
    """All that a session tells and does about results; `Session` adds what is still to be made."""

    results_changed = Signal()
    """`results` is another list, or others of them are layers now."""
    thumbnail_changed = Signal(str)
    """The thumbnail of the result with this id is here now."""
    shown_changed = Signal()
    """Another result, or none, is shown on the canvas; its picture has come; it is compared."""
    armed_changed = Signal()
    """`armed` is another result, or none."""
    applying_changed = Signal()
    """A layer is being brought in, or that has ended."""
    applied = Signal(str)
    """The result with this id is a layer of the document now."""
    message = Signal(object)
    """A `Message` for the bar."""

    def __init__(self, owner: Owner, document: HostDocument, parent: QObject) -> None:
        super().__init__(parent)
        self._owner, self._document = owner, document
        self._standing: set[str] = set()
        client, able = owner.backend.client, owner.host.capabilities
        self._applier = Applier(document, owner.host, owner.settings, client, self._look, self)
        self._applier.changed.connect(self.applying_changed)
        self._applier.applied.connect(self._pasted)
        self._applier.refused.connect(self._refused)
        self._gallery = Gallery(document.key, client, self)
        self._gallery.sort(owner.settings.get(ORDER, NEWEST))
        self._gallery.thumbnail_changed.connect(self.thumbnail_changed)
        self._gallery.failed.connect(lambda error: self._tell(error))
        draws = able.preview_overlay
        self._looking = Looking(document, draws, self._gallery, self._applier, client, self)
        self._gallery.changed.connect(self.results_changed)  # after `Looking` has heard of it
        self._looking.changed.connect(self.shown_changed)
        self._looking.refused.connect(self._refused)
        self._discarding = Discarding(self.discard, self)
        self._discarding.changed.connect(self.armed_changed)

    # What there is

    @property
    def document(self) -> HostDocument:
        """The document; may have been closed."""
        return self._document

    @property
    def results(self) -> Sequence[Listed]:
        """Results of this document, newest first; more may be had by `load_more`."""
        return self._gallery.results

    @property
    def has_more(self) -> bool:
        """Whether older results wait on the backend."""
        return self._gallery.has_more

    @property
    def shown(self) -> str:
        """Id of the result that is shown on the canvas, or ""."""
        return self._looking.shown

    @property
    def shown_image(self) -> QtGui.QImage | None:
        """Its picture (straight alpha), for hosts that cannot show it; None until it is here."""
        return self._looking.image

    @property
    def shown_result(self) -> Result | None:
        """The result that is shown on the canvas."""
        return self._gallery.result(self.shown)

    @property
    def shown_place(self) -> int:
        """Which of those that can be shown it is, from 0; -1 where none is shown."""
        return self._looking.place

    @property
    def showable(self) -> int:
        """How many results can be shown; damaged ones cannot."""
        return len(self._looking.whole)

    @property
    def shown_box(self) -> Box | None:
        """Where the shown result lies on the canvas; None where it is drawn nowhere."""
        return self._looking.box

    @property
    def candidates(self) -> Sequence[Result]:
        """What the same press made as the shown result, itself included, in that order."""
        return self._looking.candidates

    @property
    def compares(self) -> bool:
        """Whether the canvas is seen without the shown result for the moment."""
        return self._looking.compares

    @property
    def armed(self) -> str:
        """Id of the result that another press on Discard lets go, or ""."""
        return self._discarding.armed

    @property
    def order(self) -> str:
        """In which of `order.ORDERS` the results stand."""
        return self._gallery.order

    @property
    def applying(self) -> str:
        """Id of the result that is being brought in as a layer, or ""."""
        return self._applier.current

    def is_applied(self, result: str) -> bool:
        """Whether it was brought in since the document was opened, and that was not undone."""
        return result in self._standing

    # What the artist does

    def show(self, result: str) -> None:
        """Show a result on the canvas; "": show none."""
        self._looking.show(result)

    def can_step(self, by: int) -> bool:
        """Whether there is a result so many places further than the shown one; or any at all."""
        return self._looking.can_step(by)

    def step_shown(self, by: int) -> None:
        """Show the next (1) or the previous (-1) result; where none is shown, the first."""
        self._looking.step(by)

    def compare(self, on: bool) -> None:
        """While `on`, the canvas is seen as it is, though a result is shown."""
        self._looking.compare(on)

    @property
    def can_apply_shown(self) -> bool:
        """Whether `apply_shown` and `discard_shown` would do something."""
        return bool(self.shown) and not self.applying

    def apply_shown(self) -> None:
        """Make the shown result a layer, as `apply`."""
        if self.can_apply_shown:
            self.apply(self.shown)

    def discard_shown(self) -> None:
        """As `press_discard` on the shown result; what the same press made comes in its place."""
        if self.can_apply_shown:
            self.press_discard(self.shown)

    def sort(self, order: str) -> None:
        """Another of `order.ORDERS`, also from now on."""
        self._owner.settings.set(ORDER, order)
        self._gallery.sort(order)

    def apply(self, result: str) -> None:
        """Make it a layer of the document it was made for, where it belongs.

        A result that is a picture of its own is opened as a new document.

        Refused with a message, and the result kept, where the document is closed or its canvas
        is another one by now. `applied` says when it is in.
        """
        known = self._gallery.result(result)
        if known is not None:
            self._applier.begin(known)

    def press_discard(self, result: str) -> None:
        """The first press arms it (`armed`), the second discards."""
        self._discarding.press(result)

    def discard(self, result: str) -> None:
        """Let a result go for good. Where it was shown, the next of its press is shown then."""
        self._looking.leave(result)
        self._gallery.discard(result)

    def thumbnail(self, result: str) -> QtGui.QImage | None:
        """A small picture of it; None until it is here (`thumbnail_changed`), then kept."""
        return self._gallery.thumbnail(result)

    def load_more(self) -> None:
        """Fetch older results."""
        self._gallery.load_more()

    # Within

    def _see_layers(self) -> None:
        """Some may have come, or gone. The document must be alive."""
        standing = self._applier.standing()
        if standing != self._standing:
            self._standing = standing
            self.results_changed.emit()

    def _look(self) -> DocumentState | None:
        """How the document stands in this very moment."""
        raise NotImplementedError

    def _came(self, data: Mapping[str, Any], instead_of: Collection[str], show: bool) -> str:
        """A result has just been finished, to be seen in place of these. Its id."""
        result = self._gallery.add(data)
        if show and self._owner.settings.get(SHOW_FINISHED, True):
            self._looking.finished(result, instead_of)
        return result

    def _pasted(self, result: Result, as_screen: bool) -> None:
        if self.shown == result.id:
            self.show("")
        self._look()
        self._looking.draw()  # where it lies may be another place on the canvas now
        self.applied.emit(result.id)
        if as_screen:
            message = say(
                "The document's colours are others than when this was made, so the layer came as "
                "8-bit sRGB."
            )
            self.message.emit(Message(message, Tone.INFO, about=result.id))

    def _refused(self, result: str, error: DockError) -> None:
        self._tell(error, about=result)

    def _tell(self, error: DockError, remedy: Remedy = Remedy.NONE, about: str = "") -> None:
        self.message.emit(Message.of(error, remedy, about))
