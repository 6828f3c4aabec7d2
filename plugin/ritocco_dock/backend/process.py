"""A process of the backend that was started here: its pipe, what it says, how it ends.

It reads our end of a pipe: when the editor ends, however it ends, so does the pipe, and the
process with it. Its results are on disk and survive that.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from ..qt import QObject, QtCore, QTimer, Signal
from .locate import clean_environment

ANNOUNCED = "Ritocco serves at "
COMPLAINS = "ritocco: "
"""How the line begins in which the backend says why it ends."""
STOP_MS = 3000
"""Milliseconds that it may take to end when it is asked to."""
PUTTING_AWAY, PUT_AWAY = "Ritocco puts away ", "Ritocco has put that away."
"""What it says before and after it has laid aside, for the next one, what it has not done."""
PUT_AWAY_MS = 25_000
"""Milliseconds more that this may take: large pictures on a slow disk."""
_LOOK_MS = 100
LOG_BYTES = 64 * 2**10


class ServerProcess(QObject):
    """Lives until its process has ended."""

    announced = Signal(str)
    """It serves, at this address."""
    ended = Signal()
    """It has ended by itself."""
    unstartable = Signal()
    """There was no process at all."""

    def __init__(self, command: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._command = command
        self._said = bytearray()
        self._announced = False
        self._began = monotonic()
        process = self._process = clean_process(self)
        process.readyRead.connect(self._listen)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._could_not)

    @property
    def id(self) -> int:
        """The system's number for it; 0: it does not run."""
        return int(self._process.processId() or 0)

    @property
    def seconds(self) -> float:
        """How long it has lived, or had when it is asked at its end."""
        return monotonic() - self._began

    @property
    def said(self) -> str:
        """The end of what it said, at most 64 KiB; also once it has ended."""
        return bytes(self._said).decode("utf-8", "replace")

    @property
    def complaint(self) -> str:
        """Why it would not go on, in its own words: a mistake in the settings, no disk; or ""."""
        lines = self.said.splitlines()
        last = lines[-1] if lines else ""
        return last[len(COMPLAINS) :].strip() if last.startswith(COMPLAINS) else ""

    def start(self) -> None:
        """Start it, at any port that is free."""
        program, *words = self._command
        self._process.start(program, [*words, "serve", "--port", "0", "--with-stdin"])

    def let_go(self) -> None:
        """Nothing is told of it any more; this object goes when the process has ended."""
        self.blockSignals(True)
        if self._process.state() == QtCore.QProcess.ProcessState.NotRunning:
            self.deleteLater()
        else:
            self._process.finished.connect(self.deleteLater)

    def stop(self) -> None:
        """Ask it to end; after some seconds it is not asked any more."""
        self.let_go()
        self._process.closeWriteChannel()  # it reads this, and goes
        patience = QTimer(self)
        patience.setSingleShot(True)
        patience.timeout.connect(self._process.kill)
        patience.start(STOP_MS)

    def kill(self) -> None:
        """End it now."""
        self.let_go()
        self._process.kill()

    def ask_to_end(self) -> None:
        """The editor ends; `wait` waits for it."""
        self.blockSignals(True)
        self._process.blockSignals(True)
        self._process.closeWriteChannel()

    def wait(self) -> None:
        """Wait some seconds for its end, longer while it puts work away; then make one."""
        ended = self._process.waitForFinished(STOP_MS)
        until = monotonic() + PUT_AWAY_MS / 1000
        while not ended and self._puts_away() and monotonic() < until:
            ended = self._process.waitForFinished(_LOOK_MS)
        if not ended:
            self._process.kill()
            self._process.waitForFinished(STOP_MS)

    def _puts_away(self) -> bool:
        self._listen()
        return PUTTING_AWAY in self.said and PUT_AWAY not in self.said

    def _listen(self) -> None:
        """Keep what the process says; its first line tells where it is."""
        self._said += self._process.readAll().data()
        del self._said[:-LOG_BYTES]
        if self._announced:
            return
        for line in self.said.splitlines(keepends=True):
            if line.startswith(ANNOUNCED) and line.endswith("\n"):
                self._announced = True
                self.announced.emit(line[len(ANNOUNCED) :].strip())
                return

    def _finished(self) -> None:
        self._listen()
        self.ended.emit()

    def _could_not(self, error: object) -> None:
        """What `finished` does not tell."""
        if error == QtCore.QProcess.ProcessError.FailedToStart:
            self._said += self._process.errorString().encode()
            self.unstartable.emit()


def clean_process(parent: QObject) -> QtCore.QProcess:
    """A process yet to be started: without what editors put into the environment, one channel."""
    process = QtCore.QProcess(parent)
    surroundings = QtCore.QProcessEnvironment()
    for name, value in clean_environment().items():
        surroundings.insert(name, value)
    process.setProcessEnvironment(surroundings)
    process.setProcessChannelMode(QtCore.QProcess.ProcessChannelMode.MergedChannels)
    return process
