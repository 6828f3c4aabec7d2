"""The backend's life: finding it, starting it, watching it, stopping it; or a remote one."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from ..errors import DockError
from ..from_disk import content, opened, reading
from ..net.client import LOOPBACK, Answer, Call, Client, Stream
from ..qt import QObject, QtCore, QTimer, Signal
from ..settings import Settings, data_folder
from ..words import say
from .locate import find_command
from .process import LOG_BYTES, ServerProcess

START_MS = 60_000
"""Milliseconds that a start may take; the first on a slow disk takes long."""
PAUSES_MS = (300, 2000, 8000)
"""Before each new start after a crash; after the last the artist is asked."""
CALM_SECONDS = 120.0
"""A backend that has lived so long may crash as if for the first time."""
PROBE_MS = 3000
"""Between two tries to reach a remote backend."""
API = 1


class Standing(Enum):
    """How the backend stands."""

    OFF = "off"
    """Not needed yet, or stopped by the artist."""
    MISSING = "missing"
    """No backend is installed."""
    STARTING = "starting"
    """Being started, or being reached."""
    READY = "ready"
    LOST = "lost"
    """It stopped answering; another try is under way or `start` is needed."""
    REFUSED = "refused"
    """It answers, but not to us: wrong token, or something else at that address."""


class Backend(QObject):
    """The one backend of this editor."""

    changed = Signal()
    """`standing` or `problem` is another one."""
    ready = Signal()
    """It can be talked to from now on; also after a restart."""

    client: Client
    """To talk to it; always there, fails with `Unreachable` while it is not ready."""
    stream: Stream
    """Its events; opened when it is ready."""

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.client = Client(self)
        self.stream = self.client.stream()
        self.stream.cut.connect(self._stream_cut)
        self._standing = Standing.OFF
        self._problem = ""
        self._process: ServerProcess | None = None
        self._latest: ServerProcess | None = None
        """The one that runs or the last that did, for what it said."""
        self._crashes = 0
        self._probe: Call | None = None
        self._timer = QTimer(self)
        """One thing at a time is waited for: the next try, or the end of patience."""
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_is_up)

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return self._standing

    @property
    def problem(self) -> str:
        """What is wrong and what to do, for the artist; "" where nothing is."""
        return self._problem

    @property
    def is_remote(self) -> bool:
        """Whether it is at an address that was set, so that we neither start nor stop it."""
        return bool(self._settings.get("address", ""))

    @property
    def address(self) -> str:
        """As in "http://127.0.0.1:7867"; "" until known."""
        return self._settings.get("address", "") or self.client.address

    @property
    def process_id(self) -> int:
        """Of the process started here; 0: none runs."""
        return self._process.id if self._process else 0

    def start(self) -> None:
        """Start or reach it, if it is not there; answers at once, see `changed`."""
        if self._standing in (Standing.STARTING, Standing.READY):
            return
        self._crashes = 0
        self._begin()

    def stop(self) -> None:
        """Stop it if we started it, and stay off until `start`."""
        self._let_go()
        process, self._process = self._process, None
        if process is not None:
            process.stop()
        self._stand(Standing.OFF)

    def connect_to(self, address: str, token: str) -> None:
        """Use the backend at this address from now on; "": the one on this computer.

        `problem` says what is wrong with an address that cannot be one.
        """
        self.stop()
        address = address.strip()
        if address and "://" not in address:
            address = f"http://{address}"
        if not address.endswith("://"):
            address = address.rstrip("/")
        self._settings.set("address", address)
        self._settings.set("token", token.strip())
        self.start()

    def log(self) -> str:
        """The end of the backend's log, at most 64 KiB, and what it said while starting."""
        if self.is_remote:
            return say("The log of a remote backend is on its own computer.")
        said = self._latest.said if self._latest else ""
        return "\n".join(part for part in (_end_of(data_folder() / "ritocco.log"), said) if part)

    def close(self) -> None:
        """The editor ends: stop what was started here, and wait a moment for it."""
        self._let_go()
        self._process = None
        leaving = self.findChildren(ServerProcess)
        for process in leaving:
            process.ask_to_end()
        for process in leaving:
            process.wait()
        self._standing = Standing.OFF

    # Starting one, or reaching one

    def _begin(self) -> None:
        self._let_go()
        if self.is_remote:
            if self._standing is not Standing.LOST:  # each new try is no news
                self._stand(Standing.STARTING)
            self._reach()
            return
        command = find_command()
        if command is None:
            self._stand(
                Standing.MISSING,
                say("Ritocco's backend is not installed here. Install it, then start it again."),
            )
            return
        process = self._process = self._latest = ServerProcess(command, self)
        process.announced.connect(self._announced)
        process.ended.connect(self._finished)
        process.unstartable.connect(self._could_not)
        self._stand(Standing.STARTING)
        self._timer.start(START_MS)
        process.start()

    def _announced(self, address: str) -> None:
        if self._standing is Standing.STARTING:
            self._arrive(address, _own_token())

    def _reach(self) -> None:
        """Ask whoever is at the remote address who it is."""
        address, token = self._settings.get("address", ""), self._settings.get("token", "")
        url = QtCore.QUrl(address)
        if url.scheme() not in ("http", "https") or not url.host() or url.path() or url.userInfo():
            message = say(
                "That is no address of a backend. It looks like http://studio:7867 or "
                "https://studio:7867."
            )
            self._stand(Standing.REFUSED, message)
            return
        own = not token and url.host() in LOOPBACK
        self.client.aim(address, _own_token() if own else token)
        self._probe = self.client.get("/v1/status")
        self._probe.done.connect(self._reached)
        self._probe.failed.connect(self._not_reached)

    def _reached(self, answer: Answer) -> None:
        self._probe = None
        try:
            told = answer.json()
            known = isinstance(told, dict) and told.get("name") == "Ritocco"
        except DockError as error:
            self._stand(Standing.REFUSED, error.message)
            return
        if not known:
            sentence = say(
                "Something answers at that address, but it is not Ritocco. Check the address."
            )
            self._stand(Standing.REFUSED, sentence)
        elif told.get("api") != API:
            other = say("That backend is of another version. Update Ritocco on both computers.")
            self._stand(Standing.REFUSED, other)
        else:
            self._arrive(self.client.address, None)

    def _not_reached(self, error: DockError) -> None:
        self._probe = None
        if error.code in ("unreachable",):
            self._stand(Standing.LOST, error.message)
            self._timer.start(PROBE_MS)
        else:
            self._stand(Standing.REFUSED, error.message)

    def _arrive(self, address: str, token: str | None) -> None:
        """It is there. `token` None: the client has it already."""
        self._timer.stop()
        if token is not None:
            self.client.aim(address, token)
        self._stand(Standing.READY)
        self.stream.open()
        self.ready.emit()

    # Losing it

    def _finished(self) -> None:
        """The process that was started here has ended by itself."""
        process, self._process = self._process, None
        if process is None:
            return
        complaint = process.complaint if self._standing is Standing.STARTING else ""
        if process.seconds > CALM_SECONDS:
            self._crashes = 0
        self._let_go()
        process.let_go()
        if complaint:  # it would say the same again
            self._stand(Standing.LOST, complaint)
        elif self._crashes < len(PAUSES_MS):
            self._timer.start(PAUSES_MS[self._crashes])
            self._crashes += 1
            self._stand(Standing.LOST, say("The backend stopped. It is being started again."))
        else:
            self._stand(
                Standing.LOST,
                say("The backend keeps stopping. Look into its log, then start it again."),
            )

    def _could_not(self) -> None:
        """There was no process at all."""
        process, self._process = self._process, None
        if process is None:
            return
        self._let_go()
        process.let_go()
        self._stand(
            Standing.MISSING,
            say("The backend could not be started. Install it again, then start it."),
        )

    def _stream_cut(self, error: DockError) -> None:
        """The line to the events broke. Of a process of ours we hear otherwise if it died."""
        if self.is_remote and self._standing is Standing.READY:
            self.stream.close()
            self._not_reached(error)

    def _time_is_up(self) -> None:
        if self._standing is Standing.STARTING and self._process is not None:
            process, self._process = self._process, None
            self._let_go()
            process.kill()
            self._stand(
                Standing.LOST,
                say("The backend takes too long to start. Look into its log, then start it again."),
            )
        elif self._standing is Standing.LOST:
            self._begin()

    def _let_go(self) -> None:
        """Nothing is waited for, and nobody is talked to."""
        self._timer.stop()
        if self._probe is not None:
            self._probe.cancel()
            self._probe = None
        self.stream.close()
        self.client.aim("", "")

    def _stand(self, standing: Standing, problem: str = "") -> None:
        if (standing, problem) != (self._standing, self._problem):
            self._standing, self._problem = standing, problem
            self.changed.emit()


def _own_token() -> str:
    """The token of this computer's user; "" where there is none (yet)."""
    return reading(lambda: content(data_folder() / "token").decode("ascii").strip(), "")


def _end_of(file: Path) -> str:
    try:
        with opened(file) as log:
            log.seek(max(0, file.stat().st_size - LOG_BYTES))
            return log.read().decode("utf-8", "replace")
    except OSError:
        return ""
