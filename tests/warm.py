"""`python -m MODULE` with its imports behind it: each is a fork of one warm process.

A backend needs a second of a processor before it serves and fills for the first time, nearly all
of it imports, and a hundred tests start one each. With this they still have one each, a process
with a data folder and a port of its own, which may be killed. What a test starts is a launcher: it
hands its words, streams, surroundings and folder to the fork, passes signals on, and ends as the
fork ends. What is about the start itself, about limits or what is imported, starts a Python.

As a program (`python -m tests.warm SOCKET`) this is the warm process; it ends with its stdin.
"""

import gc
import json
import os
import runpy
import selectors
import shlex
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODULES = (
    "ritocco.cli.serve",
    "ritocco.server.app",
    "ritocco.server.serving",
    "ritocco.installed.here",
    "ritocco.studio.studio",
    "ritocco.studio.passes",
    "ritocco.fill.content_aware",
    "anyio._backends._asyncio",
    "uvicorn.lifespan.on",
)
"""With what these import, that is what a server has imported when it has filled something."""
LAUNCHER = """
import json, os, signal, socket, sys

line = socket.socket(socket.AF_UNIX)
line.connect(sys.argv[1])
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda number, frame: line.send(bytes([number])))
call = json.dumps([sys.argv[2:], dict(os.environ), os.getcwd()]).encode()
socket.send_fds(line, [len(call).to_bytes(4, "little")], [0, 1, 2])
line.sendall(call)
code = int(line.recv(8) or -signal.SIGKILL)
if code < 0:
    signal.signal(-code, signal.SIG_DFL)
    os.kill(os.getpid(), -code)
os._exit(code)
"""
"""Needs the standard library alone, so that it starts at once."""


class Warm:
    """A warm process, and what runs in forks of it.

    ritocco  a program, as an installed `ritocco` is one
    """

    ritocco: Path

    def __init__(self, folder: Path) -> None:
        """`folder` takes the programs and a socket, whose path the system wants to be short."""
        self._launcher, self._socket = folder / "launcher.py", folder / "warm"
        self._launcher.write_text(LAUNCHER)
        self.ritocco = folder / "ritocco"
        self.ritocco.write_text(f'#!/bin/sh\nexec {shlex.join(self.words("ritocco"))} "$@"\n')
        self.ritocco.chmod(0o755)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm", str(self._socket)],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"warm\n"

    def words(self, module: str) -> tuple[str, ...]:
        """How a command begins, in place of a Python, `-m` and the module."""
        return (sys.executable, "-IS", str(self._launcher), str(self._socket), module)

    def close(self) -> None:
        """End the process and what is left of its forks."""
        self._process.communicate()


@dataclass
class Call:
    """What a launcher at the other end of `line` asks for, and the fork that is it.

    words    the module and what it is told
    streams  stdin, stdout and stderr
    """

    line: socket.socket
    words: list[str]
    surroundings: dict[str, str]
    folder: str
    streams: list[int]
    process: int = 0

    @classmethod
    def heard(cls, line: socket.socket) -> "Call":
        """What a launcher asks for."""
        length, streams, _, _ = socket.recv_fds(line, 4, 3)
        told = b""
        while len(told) < int.from_bytes(length, "little"):
            told += line.recv(2**16)
        return cls(line, *json.loads(told), streams)

    def become(self) -> None:
        """Be it; ends as a program does."""
        for number, stream in enumerate(self.streams):
            os.dup2(stream, number)
        self.let_go()
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout = os.fdopen(1, "w", 1, "utf-8", closefd=False)
        sys.stderr = os.fdopen(2, "w", 1, "utf-8", "backslashreplace", closefd=False)
        os.environ.clear()
        os.environ.update(self.surroundings)
        os.chdir(self.folder)
        sys.argv = list(self.words)
        runpy.run_module(self.words[0], run_name="__main__", alter_sys=True)

    def let_go(self) -> None:
        """Close its streams: another process has them."""
        for stream in self.streams:
            os.close(stream)

    def pass_on(self) -> bool:
        """Send on the signal that its launcher got; False: there is no launcher any more."""
        told = b""
        with suppress(ConnectionResetError):
            told = self.line.recv(1)
        if told:
            os.kill(self.process, told[0])
        return bool(told)

    def ended(self, status: int) -> None:
        """Tell its launcher how."""
        with suppress(OSError):  # it is gone
            self.line.send(str(os.waitstatus_to_exitcode(status)).encode())
        self.line.close()


class Exchange:
    """Takes calls, makes a fork of each, and looks after the forks."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._calls: dict[int, Call] = {}
        self._ends, tells = os.pipe()
        os.set_blocking(tells, False)
        signal.set_wakeup_fd(tells)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        self._hears = selectors.DefaultSelector()
        for source in (0, self._ends, listener):
            self._hears.register(source, selectors.EVENT_READ)

    def next_call(self) -> Call | None:
        """In each fork: what it is to be. In the warm process: None, when stdin has ended."""
        while True:
            heard = {key.fileobj for key, _ in self._hears.select()}
            if 0 in heard:
                for process in list(self._calls):
                    self._kill(process)
                return None
            if self._ends in heard:
                os.read(self._ends, 2**10)
            for call in [call for call in self._calls.values() if call.line in heard]:
                if not call.pass_on():
                    self._kill(call.process)
            self._reap()
            # Last: who was killed before somebody called is gone before they are answered.
            if self._listener in heard and (call := self._fork()):
                return call

    def _fork(self) -> Call | None:
        """The call where this is its fork."""
        line, _ = self._listener.accept()
        call = Call.heard(line)
        call.process = os.fork()
        if call.process:
            call.let_go()
            self._calls[call.process] = call
            self._hears.register(line, selectors.EVENT_READ)
            return None
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for other in (call, *self._calls.values()):
            other.line.close()
        self._hears.close()
        return call

    def _kill(self, process: int) -> None:
        os.kill(process, signal.SIGKILL)
        self._ended(*os.waitpid(process, 0))

    def _reap(self) -> None:
        """Tell of all that have ended."""
        with suppress(ChildProcessError):  # none is left
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                self._ended(*ended)

    def _ended(self, process: int, status: int) -> None:
        call = self._calls.pop(process)
        self._hears.unregister(call.line)
        call.ended(status)


def main(path: str) -> None:
    """Be the warm process; returns when it is over, and in forks when what they are is."""
    for module in MODULES:
        import_module(module)
    gc.collect()
    gc.freeze()  # forks share what is not looked at
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        print("warm", flush=True)
        call = Exchange(listener).next_call()
    if call is not None:
        call.become()


if __name__ == "__main__":
    main(sys.argv[1])
