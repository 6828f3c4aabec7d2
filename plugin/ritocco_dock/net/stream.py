"""The backend's events as they happen; resumed by itself where the line was cut."""

from __future__ import annotations

from collections.abc import Callable

from ..qt import QObject, QTimer, QtNetwork, Signal
from .call import error_of, rest_of, status_of
from .events import Parser

Send = Callable[[str, str, dict[str, str], int], "QtNetwork.QNetworkReply | None"]
"""Begins a request (method, path, headers, milliseconds of silence); None: nobody to ask."""

STREAM_MS = 45_000
"""Milliseconds of silence after which the line counts as cut: it shows life every 15 seconds."""
RETRY_MS = 1000


class Stream(QObject):
    """The backend's events, from now on; connects again by itself when the line is cut."""

    heard = Signal(object)
    """An `events.Event`."""
    opened = Signal()
    """Connected; also after each cut."""
    cut = Signal(object)
    """The line was cut: a `DockError` that says how. It will be tried again."""

    def __init__(self, send: Send, parent: QObject) -> None:
        super().__init__(parent)
        self._send = send
        self._parser = Parser()
        self._reply: QtNetwork.QNetworkReply | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.open)

    def open(self) -> None:
        """Connect, unless it is."""
        if self._reply is not None:
            return
        self._again.stop()
        self._parser.restart()
        headers = {"Accept": "text/event-stream"}
        if self._parser.last_number:
            headers["Last-Event-ID"] = self._parser.last_number
        reply = self._send("GET", "/v1/events", headers, STREAM_MS)
        if reply is None:
            return
        self._reply = reply
        reply.setParent(self)
        reply.metaDataChanged.connect(self._begin)
        reply.readyRead.connect(self._read)
        reply.finished.connect(self._end)

    def close(self) -> None:
        """Disconnect and stay so until `open`; the next stream begins anew."""
        self._again.stop()
        self._parser = Parser()
        if self._reply is not None:
            reply, self._reply = self._reply, None
            reply.abort()
            reply.deleteLater()

    def _begin(self) -> None:
        if self._reply is not None and status_of(self._reply) == 200:
            self.opened.emit()

    def _read(self) -> None:
        if self._reply is None or status_of(self._reply) != 200:
            return
        for event in self._parser.feed(self._reply.readAll().data()):
            self.heard.emit(event)
            if self._reply is None:
                return

    def _end(self) -> None:
        reply, self._reply = self._reply, None
        if reply is None:
            return
        error = error_of(reply, status_of(reply), rest_of(reply))
        reply.deleteLater()
        self._again.start(self._parser.retry or RETRY_MS)
        self.cut.emit(error)
