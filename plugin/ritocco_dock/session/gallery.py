"""The results of one document, as the backend keeps them, and their thumbnails."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from ..errors import DockError
from ..net.client import Answer, Client
from ..qt import QObject, QtGui, Signal
from .order import NEWEST, ORDERS, ordered
from .result import Listed, Result, listed

PAGE = 40
THUMBNAILS_KEPT = 160
"""Of up to a quarter of a megabyte each."""


class Gallery(QObject):
    """In pages, since there may be hundreds."""

    changed = Signal()
    thumbnail_changed = Signal(str)
    failed = Signal(object)
    """A `DockError`."""
    cut_off = Signal(object)
    """A job of this document that a crash of the backend cut off, as the API tells it."""

    def __init__(self, key: str, client: Client, parent: QObject) -> None:
        super().__init__(parent)
        self._key, self._client = key, client
        self._results: dict[str, Listed] = {}
        self._gone: set[str] = set()
        self._next: str | None = None
        self._order = NEWEST
        self._thumbnails: OrderedDict[str, QtGui.QImage] = OrderedDict()
        self._asked: set[str] = set()

    @property
    def results(self) -> Sequence[Listed]:
        """All that are known, in this order; damaged ones too."""
        return ordered(self._results.values(), self._order)

    @property
    def has_more(self) -> bool:
        """Whether the backend has older ones."""
        return self._next is not None

    def result(self, result: str) -> Result | None:
        """One result that is whole."""
        known = self._results.get(result)
        return known if isinstance(known, Result) else None

    @property
    def order(self) -> str:
        """A key of `ORDERS`."""
        return self._order

    def sort(self, order: str) -> None:
        """Another order; an unknown one is the newest first."""
        order = order if order in ORDERS else NEWEST
        if order != self._order:
            self._order = order
            self.changed.emit()

    def refresh(self) -> None:
        """Ask the backend for the newest."""
        self._fetch({})

    def load_more(self) -> None:
        """Ask for older ones."""
        if self._next is not None:
            self._fetch({"before": self._next})

    def add(self, data: Mapping[str, Any]) -> str:
        """A result as the API tells it. Its id; "" where it was discarded already."""
        result = Result.from_dict(data)
        if result.id in self._gone:
            return ""
        self._results[result.id] = result
        self.changed.emit()
        return result.id

    def discard(self, result: str) -> None:
        """Let it go, here at once and on the backend's disk."""
        if result not in self._results:
            return
        kept = self._results[result]
        self.forget(result)
        call = self._client.delete(f"/v1/jobs/{result}")

        def refused(error: DockError) -> None:
            if error.code != "not_found":
                self._gone.discard(result)
                self._results[result] = kept
                self.changed.emit()
                self.failed.emit(error)

        call.then(self, lambda _: None, refused)

    def forget(self, result: str) -> None:
        """It is gone from the backend."""
        self._gone.add(result)
        self._thumbnails.pop(result, None)
        if self._results.pop(result, None) is not None:
            self.changed.emit()

    def thumbnail(self, result: str) -> QtGui.QImage | None:
        """A small picture; asked for where it is not here."""
        image = self._thumbnails.get(result)
        if image is not None:
            self._thumbnails.move_to_end(result)
        elif self.result(result) and result not in self._asked:
            self._asked.add(result)
            call = self._client.get(f"/v1/jobs/{result}/thumbnail")
            call.then(self, partial(self._keep, result), lambda _: self._asked.discard(result))
        return image

    def _fetch(self, query: Mapping[str, object]) -> None:
        call = self._client.get("/v1/history", {"document": self._key, "limit": PAGE, **query})
        call.then(self, self._listed, self._not_listed)

    def _listed(self, answer: Answer) -> None:
        data = answer.json()
        for lost in data.get("cut_off", ()):
            self.cut_off.emit(lost)
        for told in data["results"]:
            if told["id"] not in self._gone:
                result = listed(told)
                self._results[result.id] = result
        self._next = data["next"]
        self.changed.emit()

    def _not_listed(self, error: DockError) -> None:
        if error.code != "unreachable":  # that one is told by the state of the backend
            self.failed.emit(error)

    def _keep(self, result: str, answer: Answer) -> None:
        self._asked.discard(result)
        image = QtGui.QImage.fromData(answer.body)
        if image.isNull() or result not in self._results:
            return
        self._thumbnails[result] = image
        while len(self._thumbnails) > THUMBNAILS_KEPT:
            self._thumbnails.popitem(last=False)
        self.thumbnail_changed.emit(result)
