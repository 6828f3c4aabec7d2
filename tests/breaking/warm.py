"""The command line in a process that has all imports done: each command runs in a fork of it.

As a program (`python -m tests.breaking.warm`): a line of JSON in, a line of JSON out.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.breaking.backend import MOST_DATA

ROOT = Path(__file__).parents[2]
DEADLINE = 60.0
"""Seconds after which a command hangs."""
IMPORTS = (
    "ritocco.cli.main",
    "ritocco.cli.paint",
    "ritocco.cli.models",
    "ritocco.canvas.files",
    "ritocco.canvas.openraster",
    "ritocco.fill",
    "ritocco.studio.studio",
    "cv2",
    "maxflow",
)


@dataclass(frozen=True)
class Ended:
    """How a command ended: code, or minus the signal; its words; most resident bytes."""

    code: int
    out: str
    err: str
    highest: int
    seconds: float
    hung: bool


class WarmCommands:
    """Runs commands in forks of one process."""

    def __init__(self, home: Path, scratch: Path) -> None:
        environment = os.environ | {
            "RITOCCO_HOME": str(home),
            "RITOCCO_OFFLINE": "true",
            "TMPDIR": str(scratch),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.breaking.warm"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: object) -> Ended:
        """`ritocco ARGUMENTS`."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps([str(one) for one in arguments]), file=self._process.stdin, flush=True)
        return Ended(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _in_a_fork(arguments: list[str]) -> dict[str, Any]:
    """What came of one command."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.monotonic()
        child = os.fork()
        if child == 0:
            _command(arguments, out.fileno(), err.fileno())
        hung = False
        while not (ended := os.wait4(child, os.WNOHANG))[0]:
            if time.monotonic() - begun > DEADLINE and not hung:
                os.kill(child, signal.SIGKILL)
                hung = True
            time.sleep(0.002)
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read(100_000).decode("utf-8", "backslashreplace"))
        return {
            "code": os.waitstatus_to_exitcode(ended[1]),
            "out": said[0],
            "err": said[1],
            "highest": ended[2].ru_maxrss * 1024,
            "seconds": time.monotonic() - begun,
            "hung": hung,
        }


def _command(arguments: list[str], out: int, err: int) -> None:
    """Become `ritocco ARGUMENTS`; does not return."""
    code = 70
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_DATA, MOST_DATA))
        from ritocco.cli.main import main

        code = main(arguments)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:  # noqa: BLE001  as Python itself would tell it
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _serve() -> None:
    for module in IMPORTS:
        __import__(module)
    for line in sys.stdin:
        print(json.dumps(_in_a_fork(json.loads(line))), flush=True)


if __name__ == "__main__":
    _serve()
