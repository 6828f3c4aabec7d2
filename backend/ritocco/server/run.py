"""Starting the server: the socket, the token, the log, then uvicorn.

What is slow to import is imported late: the first answer comes before OpenCV and libvips.
"""

from __future__ import annotations

import gc
import logging
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from ritocco.errors import CannotWrite, ServerUnavailable
from ritocco.places import Places
from ritocco.server.log import log_to
from ritocco.server.patience import Patience
from ritocco.server.sockets import in_url, is_wildcard, listening, reached_at
from ritocco.settings import Settings

if TYPE_CHECKING:
    from ritocco.canvas.document import Document
    from ritocco.geometry import Box, Size
    from ritocco.jobs.accepted import AcceptedJobs
    from ritocco.jobs.workers import StudioLike
    from ritocco.recipe.recipe import Recipe
    from ritocco.server.webui.door.door import Door
    from ritocco.studio.plan import Plan
    from ritocco.studio.result import Result
    from ritocco.watch import Watch

FILES = 4096
"""Files and connections that may be open at a time, where the system allows so many."""
PUTTING_AWAY = "Ritocco puts away what it has not done."
PUT_AWAY = "Ritocco has put that away."
"""What an editor that started this is told when it ends."""
_log = logging.getLogger(__name__)


class LateStudio:
    """A studio that is made when a plan or a job first needs it."""

    def __init__(self, make: Callable[[], StudioLike]) -> None:
        self._make = make
        self._made: StudioLike | None = None
        self._lock = Lock()

    def plan(self, recipe: Recipe, canvas: Size, selection: Box) -> Plan:
        """As `Studio.plan`."""
        return self._studio().plan(recipe, canvas, selection)

    def run(self, recipe: Recipe, document: Document, watch: Watch) -> Result:
        """As `Studio.run`."""
        return self._studio().run(recipe, document, watch)

    def release(self) -> None:
        """As `Studio.release`."""
        if self._made is not None:
            self._made.release()

    @property
    def engines(self) -> tuple[str, ...]:
        """Names of the engines; none until the studio was needed."""
        return tuple(getattr(self._made, "engines", ()))

    @property
    def device(self) -> str:
        """What the engines run on, as text; empty until the studio was needed."""
        return str(getattr(self._made, "device", ""))

    def _studio(self) -> StudioLike:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made


def real_studio() -> StudioLike:
    """The studio with all its engines."""
    from ritocco.studio.studio import Studio

    return Studio()


def serve(
    port: int | None = None,
    data: Path | None = None,
    *,
    address: str = "127.0.0.1",
    token: str | None = None,
    with_stdin: bool = False,
    make_studio: Callable[[], StudioLike] = real_studio,
    announce: Callable[[str], object] = lambda line: print(line, flush=True),
    patience: Patience | None = None,
    door: Door | None = None,
    **options: Any,
) -> None:
    """Serve until asked to stop (Ctrl+C, SIGTERM).

    port      None: the one in the settings; 0: any that is free
    data      data folder; None: the user's own
    address   another than 127.0.0.1 lets other computers in, and needs a `token` given here
    with_stdin  also stop when stdin ends: an editor that holds its other end takes the server
              along, even when it is killed
    announce  is told the server's address, once it can be reached
    patience  how long clients are waited for
    door      where the web UI's API is served beside ours, and is announced first; None: where
              the settings say, if anywhere
    options   go to `create_app`

    Raises ServerUnavailable where the address cannot be had, CannotWrite where the data folder
    cannot be used, BadSettings.
    """
    if address not in ("127.0.0.1", "localhost", "::1") and not token:
        raise ServerUnavailable(
            "Serving at {address} lets other computers in; choose a token for them with --token.",
            address=address,
        )
    if door:
        door.check()
    patience = patience or Patience()
    wanted = Settings.of_user().port if port is None else port
    with ExitStack() as stack:
        # First, so that a second server fails at once.
        beside = stack.enter_context(listening(door.address, door.port)) if door else None
        bound = stack.enter_context(_bound(address, wanted, beside is not None))
        port = bound.getsockname()[1]
        places = Places(data.absolute()) if data else Places.of_user()
        places.make()
        token = token or places.read_or_make_token()
        log_to(places.log)
        _allow_files()

        gc.disable()  # imports make no garbage; looking for it takes a tenth of the start
        from ritocco.jobs.results import ResultStore
        from ritocco.server.app import create_app
        from ritocco.server.events import EventLog
        from ritocco.server.security import own_hosts
        from ritocco.server.serving import Server
        from ritocco.server.webui.door.doorkeeper import answers_at

        events = EventLog()
        app = create_app(
            LateStudio(make_studio),
            ResultStore(places.results),
            token,
            hosts=None if is_wildcard(address) else own_hosts(port, in_url(address)),
            log=places.log,
            home=places.home,
            events=events,
            patience=patience,
            accepted=_settled_in(places, stack),
            door=door,
            beside=beside,
            announce=announce,
            **options,
        )
        _log.info("serving at %s port %d", address, port)
        if door and beside:
            port_beside = beside.getsockname()[1]
            announce(answers_at(f"http://{reached_at(door.address)}:{port_beside}"))
        announce(f"Ritocco serves at http://{in_url(address)}:{port}")
        gc.freeze()
        gc.enable()
        server = Server(app, events, patience)
        if with_stdin:

            def end() -> None:
                # The editor does not wait long before it kills: first what cannot be made up for,
                # and it is told for how long that takes.
                with suppress(OSError, ValueError):  # nobody may be there to be told
                    announce(PUTTING_AWAY)
                app.state.context.queue.set_aside()
                with suppress(OSError, ValueError):
                    announce(PUT_AWAY)
                server.stop()

            Thread(target=_wait_for_stdin, args=(end,), name="stdin", daemon=True).start()
        with suppress(KeyboardInterrupt):  # Ctrl+C is one way to stop it, not an error
            server.run(sockets=[bound])


def _bound(address: str, port: int, may_move: bool) -> socket.socket:
    """A listening socket; where the port is taken and it may move, at one that is free."""
    try:
        return listening(address, port)
    except ServerUnavailable:
        if not may_move:
            raise
    return listening(address, 0)


def _settled_in(places: Places, stack: ExitStack) -> AcceptedJobs | None:
    """Where accepted jobs are written down: in a folder of this server's own, as uploads are.

    It is left with the stack. None on a disk that takes nothing more; what lies on it can be
    released all the same.
    """
    from ritocco.jobs.accepted import AcceptedJobs
    from ritocco.jobs.own_folder import OwnFolder

    try:
        own = stack.enter_context(closing(OwnFolder(places.servers)))
        accepted = AcceptedJobs(own.path / "accepted", places.cut_off)
        for left in own.abandoned():
            accepted.take_over(left / "accepted")
        stack.enter_context(_uploads_in(own.path / "uploads"))
    except (CannotWrite, OSError) as error:
        _log.warning("uploads lie elsewhere: %s", error)
        return None
    return accepted


@contextmanager
def _uploads_in(folder: Path) -> Iterator[None]:
    """Have whatever this process puts on the disk for a moment lie in here, to be swept with it.

    All of Python asks `tempfile` where that is, and so does what reads the bodies of requests.
    """
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        folder.mkdir(mode=0o700)
        yield
    finally:
        tempfile.tempdir = before


def _wait_for_stdin(stop: Callable[[], object]) -> None:
    """Stop the server once stdin has ended."""
    with suppress(OSError, ValueError):  # no stdin at all is one that has ended
        while os.read(sys.stdin.fileno(), 4096):
            pass
    _log.info("stdin has ended, and so does the server")
    stop()


def _allow_files() -> None:
    """Let this process open as many files as clients can make it; macOS begins with 256."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < most:
            with suppress(OSError, ValueError):  # then it is as it was
                resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
