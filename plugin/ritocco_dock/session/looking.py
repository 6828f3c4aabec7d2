"""Which result of a document is looked at on its canvas, and what is drawn there for it.

Looking is not applying: nothing here changes the document.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial

from ..editor import HostDocument, Preview
from ..errors import DockError
from ..geometry import Box
from ..net.client import Answer, Client
from ..qt import QObject, QtGui, Signal
from .apply import Applier
from .gallery import Gallery
from .result import Result

SHOWN_SIDE = 2048
"""Most pixels on the longer side of a result that is shown on the canvas."""


class Looking(QObject):
    """At most one result is shown."""

    changed = Signal()
    """Another one is shown, or none, or its picture has come, or it is compared."""
    refused = Signal(str, object)
    """The result with this id cannot be shown: a `DockError`."""

    def __init__(
        self,
        document: HostDocument,
        draws: bool,
        gallery: Gallery,
        applier: Applier,
        client: Client,
        parent: QObject,
    ) -> None:
        """`draws`: the editor can show a result over its canvas."""
        super().__init__(parent)
        self._document, self._draws = document, draws
        self._gallery, self._applier, self._client = gallery, applier, client
        self._shown, self._compares = "", False
        self._image: QtGui.QImage | None = None
        self._preview: Preview | None = None
        gallery.changed.connect(self._listed)

    @property
    def shown(self) -> str:
        """Id of the result on the canvas, or ""."""
        return self._shown

    @property
    def image(self) -> QtGui.QImage | None:
        """Its picture, once it is here."""
        return self._image

    @property
    def box(self) -> Box | None:
        """Where it lies on the canvas; None where it is drawn nowhere."""
        return self._preview.box if self._preview is not None else None

    @property
    def compares(self) -> bool:
        """Whether the picture is seen without the shown result for the moment."""
        return self._compares

    @property
    def whole(self) -> Sequence[Result]:
        """The results that can be shown, in the gallery's order."""
        return [one for one in self._gallery.results if isinstance(one, Result)]

    @property
    def place(self) -> int:
        """Which of `whole` is shown, from 0; -1 where none is."""
        return next((at for at, one in enumerate(self.whole) if one.id == self._shown), -1)

    @property
    def candidates(self) -> Sequence[Result]:
        """What the same press made as the shown one, itself included; empty where none is."""
        shown = self._gallery.result(self._shown)
        if shown is None:
            return ()
        if not shown.press:
            return (shown,)
        return [one for one in self.whole if one.press == shown.press]

    def show(self, result: str) -> None:
        """Show a result; "" or one that cannot be shown: none."""
        wanted = "" if self._gallery.result(result) is None else result
        if wanted == self._shown:
            return
        self._shown, self._image, self._compares = wanted, None, False
        self.draw()
        if not wanted:
            return
        path, query = f"/v1/jobs/{wanted}/layer", {"format": "screen", "side": SHOWN_SIDE}
        call = self._client.get(path, query)
        call.then(self, partial(self._arrived, wanted), partial(self._not_arrived, wanted))

    def can_step(self, by: int) -> bool:
        """Whether there is one so many places further in the gallery."""
        place, whole = self.place, self.whole
        return bool(whole) if place < 0 else 0 <= place + by < len(whole)

    def step(self, by: int) -> None:
        """Show the one so many places further in the gallery; from none the newest."""
        whole, place = self.whole, self.place
        if self.can_step(by):
            self.show(whole[place + by if place >= 0 else 0].id)
        elif by > 0:
            self._gallery.load_more()

    def finished(self, result: str, instead_of: Collection[str]) -> None:
        """One has just come, asked for while one of these was looked at, or as another of it.

        It is shown where nothing else is looked at, and the artist's hand is free.
        """
        known, free = self._gallery.result(result), not self._document.in_stroke()
        if known is not None and free and self._shown in ("", *instead_of):
            self.show(result)

    def leave(self, result: str) -> None:
        """This one is about to go: if it is shown, the next of its press takes its place."""
        if self._shown == result:
            ids = [one.id for one in self.candidates]
            at = ids.index(result)
            self.show("".join([*ids[at + 1 :], *reversed(ids[:at])][:1]))

    def compare(self, on: bool) -> None:
        """While `on`, the picture is seen as it is, without the shown result."""
        if self._shown and on != self._compares:
            self._compares = on
            self.draw()

    def _listed(self) -> None:
        if self._shown and self._gallery.result(self._shown) is None:
            self.show("")  # it was let go

    def _arrived(self, result: str, answer: Answer) -> None:
        if self._shown != result:
            return
        size = json.loads(answer.headers["ritocco-size"])
        width, height = size["width"], size["height"]
        kind = QtGui.QImage.Format.Format_ARGB32
        self._image = QtGui.QImage(answer.body, width, height, width * 4, kind).copy()
        self.draw()

    def _not_arrived(self, result: str, error: DockError) -> None:
        if self._shown == result:
            self.show("")
        self.refused.emit(result, error)

    def draw(self) -> None:
        """Draw the shown result on the canvas, where that can be done."""
        placed = self._placed()
        self._preview = placed if self._image is not None else None
        if self._draws and self._document.alive():
            if placed is not None and self._compares:  # its place stays in sight
                placed = replace(placed, image=QtGui.QImage())
            self._document.show_preview(placed)
        self.changed.emit()

    def _placed(self) -> Preview | None:
        """The shown result where it lies, though its picture may not be here yet."""
        result, image = self._gallery.result(self._shown), self._image
        if result is None:
            return None
        try:
            return self._applier.preview(result, QtGui.QImage() if image is None else image)
        except DockError as error:
            if image is not None:  # told once
                self.refused.emit(result.id, error)
            return None
