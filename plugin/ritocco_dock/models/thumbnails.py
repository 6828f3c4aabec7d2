"""Small pictures of adapters: asked for when they are looked at, a few at a time."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

from ..errors import DockError
from ..net.client import Answer, Client
from ..qt import QObject, Qt, QtCore, QtGui, Signal

KEPT = 300
"""Pictures that are held; the ones looked at longest ago go first."""
SIDE = 128
"""Most pixels of a side; they are shown at a third of it, on fine screens at more."""
AT_ONCE = 4
WAITING = 60
"""Questions that wait for their turn; of a list that was scrolled past, the first are dropped."""
Key = tuple[str, str]
"""Kind and name of an adapter."""


class Thumbnails(QObject):
    """Of one backend. What is looked at last is asked for first."""

    came = Signal(str, str)
    """The picture of the adapter of this kind and name is here."""

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._images: OrderedDict[Key, QtGui.QImage] = OrderedDict()
        self._waiting: OrderedDict[Key, None] = OrderedDict()
        self._asked: set[Key] = set()
        self._refused: set[Key] = set()
        self._old: set[Key] = set()
        """Those whose pictures are held, and may be others by now."""

    def image(self, kind: str, name: str) -> QtGui.QImage | None:
        """The picture; asked for where it is not here, unless it is known that there is none."""
        key = kind, name
        image = self._images.get(key)
        if image is not None:
            self._images.move_to_end(key)
        wanted = image is None or key in self._old
        if wanted and key not in self._asked and key not in self._refused:
            self._waiting[key] = None
            self._waiting.move_to_end(key)
            while len(self._waiting) > WAITING:
                self._waiting.popitem(last=False)
            self._ask()
        return image

    def forget(self) -> None:
        """Other files may be here than before: ask again for what is looked at; until then
        the pictures that are held are shown."""
        self._refused.clear()
        self._old.update(self._images)

    def _ask(self) -> None:
        while self._waiting and len(self._asked) < AT_ONCE:
            key, _ = self._waiting.popitem()
            self._asked.add(key)
            kind, name = (QtCore.QUrl.toPercentEncoding(part).data().decode() for part in key)
            call = self._client.get(f"/v1/models/{kind}/{name}/thumbnail")
            call.then(self, partial(self._keep, key), partial(self._not_had, key))

    def _keep(self, key: Key, answer: Answer) -> None:
        image = QtGui.QImage.fromData(answer.body)
        if image.isNull():
            self._not_had(key)
            return
        self._asked.discard(key)
        self._old.discard(key)
        keep, soft = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        side = min(SIDE, max(image.width(), image.height()))
        self._images[key] = image.scaled(side, side, keep, soft)
        while len(self._images) > KEPT:
            self._images.popitem(last=False)
        self.came.emit(*key)
        self._ask()

    def _not_had(self, key: Key, error: DockError | None = None) -> None:
        self._asked.discard(key)
        self._old.discard(key)
        self._refused.add(key)
        gone = error is None or error.code == "not_found"
        if gone and self._images.pop(key, None) is not None:
            self.came.emit(*key)  # there is none any more
        self._ask()
