"""One request under way, its answer, and what went wrong in the artist's words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import DockError, Unreachable
from ..qt import QObject, QTimer, QtNetwork, Signal
from ..words import from_backend, say

_Request, _Reply = QtNetwork.QNetworkRequest, QtNetwork.QNetworkReply
_Problem = _Reply.NetworkError
TURN_BYTES = 4 * 2**20
"""Most bytes taken from the network in one turn of the event loop."""
AHEAD_BYTES = 4 * TURN_BYTES
"""Most bytes that Qt reads ahead of us, so that memory stays flat."""


@dataclass(frozen=True)
class Answer:
    """What came back. Names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """The body's JSON. Raises DockError where it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            raise _not_ritocco(f"no JSON: {self.body[:200]!r}") from None


class Call(QObject):
    """One request under way. Exactly one of `done` and `failed` comes, after this turn of the
    event loop, unless it was cancelled."""

    done = Signal(object)
    """An `Answer` of status 2xx."""
    failed = Signal(object)
    """A `DockError`."""
    part = Signal(bytes)
    """Of a call in parts: the next bytes of the body, which is then not in the answer."""

    def __init__(
        self, parent: QObject, reply: QtNetwork.QNetworkReply | None, part_bytes: int = 0
    ) -> None:
        """`part_bytes` above 0: the body comes in parts of exactly so many bytes (the last: fewer).

        `reply` None: there is nobody to ask; it fails soon.
        """
        super().__init__(parent)
        self._reply, self._part_bytes = reply, part_bytes
        self._body: list[bytes] = []
        self._waiting = bytearray()
        self._complete = self._over = False
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._take)
        if reply is None:
            QTimer.singleShot(0, self._fail_unaimed)
            return
        reply.setParent(self)
        if part_bytes:
            reply.setReadBufferSize(AHEAD_BYTES)
            # By the timer: Qt may tell of bytes several times in one turn.
            reply.readyRead.connect(self._turn.start)
        reply.finished.connect(self._finish)

    def ends_with(self, context: QObject) -> Call:
        """Is given up where `context` ends, the one whom its signals reach; itself, for short."""
        context.destroyed.connect(self.cancel)
        return self

    def then(
        self,
        context: QObject,
        take: Callable[[Answer], object],
        fail: Callable[[DockError], object] = lambda error: None,
    ) -> Call:
        """Hand the answer to `take`, and what goes wrong to `fail`; itself, for short.

        Neither is called once `context` has ended, the object that they belong to.

        An answer that `take` cannot make sense of (KeyError, TypeError, ValueError) goes wrong:
        it comes from another program, perhaps of another version.
        """

        def taken(answer: Answer) -> None:
            try:
                take(answer)
            except DockError as error:
                fail(error)
            except (KeyError, TypeError, ValueError) as error:
                message = say("The backend's answer could not be read. Is it of another version?")
                fail(DockError(message, "unreadable", repr(error)))

        self.done.connect(taken)
        self.failed.connect(fail)
        return self.ends_with(context)

    def cancel(self) -> None:
        """Give it up: no signal comes any more."""
        if not self._over:
            self._end()
            if self._reply is not None:
                self._reply.abort()

    def _fail_unaimed(self) -> None:
        if not self._over:
            self._end()
            self.failed.emit(unreachable())

    def _take(self) -> None:
        """Hand on what has come, not too much at a time."""
        if self._over or self._reply is None:
            return
        if not 200 <= status_of(self._reply) < 300:
            if self._complete:
                self._conclude()
            return
        self._waiting += bytes(self._reply.read(TURN_BYTES) or b"")
        while len(self._waiting) >= self._part_bytes and not self._over:
            part = bytes(self._waiting[: self._part_bytes])
            del self._waiting[: self._part_bytes]
            self.part.emit(part)
        if self._over:
            return
        if self._reply.bytesAvailable():
            self._turn.start()
        elif self._complete:
            if self._waiting and self._reply.error() == _Problem.NoError:
                self.part.emit(bytes(self._waiting))
            self._conclude()

    def _finish(self) -> None:
        self._complete = True
        if self._part_bytes:
            self._turn.start()
        else:
            self._conclude()

    def _conclude(self) -> None:
        if self._over or self._reply is None:
            return
        reply = self._reply
        status = status_of(reply)
        well = 200 <= status < 300 and reply.error() == _Problem.NoError
        body = b"" if well and self._part_bytes else rest_of(reply)
        headers = {
            name.data().decode("latin-1").lower(): value.data().decode("latin-1")
            for name, value in reply.rawHeaderPairs()
        }
        self._end()
        if well:
            self.done.emit(Answer(status, headers, body))
        else:
            self.failed.emit(error_of(reply, status, body))

    def _end(self) -> None:
        self._over = True
        self._waiting = bytearray()
        self.deleteLater()


def unreachable(details: str = "") -> Unreachable:
    """Nobody answers."""
    return Unreachable(say("Ritocco's backend does not answer. Start it again."), details)


def rest_of(reply: QtNetwork.QNetworkReply) -> bytes:
    """What has come and was not read; nothing where the reply was given up."""
    return reply.readAll().data() if reply.isOpen() else b""


def status_of(reply: QtNetwork.QNetworkReply) -> int:
    """The status of an answer; 0 while there is none."""
    return int(reply.attribute(_Request.Attribute.HttpStatusCodeAttribute) or 0)


def _not_ritocco(details: str) -> DockError:
    message = say("Something answers at that address, but it is not Ritocco. Check the address.")
    return DockError(message, "not_ritocco", details)


def error_of(reply: QtNetwork.QNetworkReply, status: int, body: bytes) -> DockError:
    """What went wrong, in the artist's words; of what only the backend knows, in its own."""
    details = f"{status} {reply.errorString()} {body[:500]!r}".replace(reply.url().host(), "host")
    if 300 <= status < 400:
        message = say(
            "That address sends on to another one. Give the address of the backend itself; "
            "the token is sent nowhere else."
        )
        return DockError(message, "redirected", details)
    if status == 401:
        message = say("The backend does not accept this token. Enter the one it was started with.")
        return DockError(message, "unauthorized", details)
    if status:
        try:
            error = json.loads(body)
            return DockError(from_backend(error), str(error["code"]), details)
        except (ValueError, KeyError, TypeError, AttributeError):
            # Cut short inside a good answer: the line, not what was said.
            return unreachable(details) if status < 300 else _not_ritocco(details)
    if reply.error() == _Problem.HostNotFoundError:
        message = say("There is no computer of that name. Check the address.")
        return Unreachable(message, details)
    if reply.error() == _Problem.SslHandshakeFailedError:
        message = say("The backend's certificate could not be checked, so nothing was sent to it.")
        return DockError(message, "certificate", details)
    if reply.error() in (_Problem.OperationCanceledError, _Problem.TimeoutError):
        message = say("The backend takes too long to answer. Try again, or look into its log.")
        return Unreachable(message, details)
    return unreachable(details)
