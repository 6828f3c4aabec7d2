"""Server processes with a data folder and a temporary place of their own, and what they take."""

import os
import re
import resource
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.server.conftest import Running

FAKE, REAL = "tests.server.fakes", "tests.breaking.real"
MOST_DATA = 6 * 2**30
"""Bytes a child may ask for; the machine stays whole even where a bound of ours is missing."""
LOG = "ritocco.log"


@dataclass
class Place:
    """Where servers of one test keep what is theirs; all of them end with the test."""

    folder: Path
    started: list[Running] = field(default_factory=list)

    @property
    def home(self) -> Path:
        """The data folder."""
        return self.folder / "home"

    @property
    def scratch(self) -> Path:
        """The system's temporary folder, as these servers see it."""
        made = self.folder / "scratch"
        made.mkdir(exist_ok=True)
        return made

    def serve(self, *options: str, module: str = FAKE, **more: str) -> Running:
        """A new server on this data folder; `more` are variables of its environment."""
        environment = os.environ | {
            "RITOCCO_HOME": str(self.home),
            "RITOCCO_OFFLINE": "true",
            "TMPDIR": str(self.scratch),
            **more,
        }
        running = Running.start(
            self.home, *options, module=module, env=environment, preexec_fn=limited
        )
        self.started.append(running)
        return running

    def close(self) -> None:
        """End all that still runs."""
        for running in self.started:
            if running.process.poll() is None:
                running.stop(kill=True)

    def files(self) -> set[str]:
        """Everything below the data folder but the log and what the last server works with."""
        own = f"servers/{self.started[-1].process.pid}-" if self.started else LOG
        paths = {str(path.relative_to(self.home)) for path in self.home.rglob("*")}
        return {path for path in paths if not path.startswith((LOG, own))}

    def temporary(self) -> list[str]:
        """What lies in the temporary folder."""
        return sorted(path.name for path in self.scratch.iterdir())

    def errors(self) -> list[str]:
        """What the servers logged as errors or tracebacks, as far as it is kept."""
        kept = [self.home / f"{LOG}.1", self.home / LOG]
        text = "".join(path.read_text("utf-8") for path in kept if path.exists())
        entries = re.split(r"^(?=\d{4}-\d\d-\d\d )", text, flags=re.MULTILINE)
        return [one for one in entries if " ERROR " in one or "Traceback" in one]


@dataclass(frozen=True)
class Taken:
    """What a process holds at a moment: resident bytes, open files, threads."""

    resident: int
    files: int
    threads: int

    @classmethod
    def by(cls, process: Any) -> "Taken":
        """By the process of this id."""
        known = psutil.Process(process)
        return cls(known.memory_info().rss, known.num_fds(), known.num_threads())


def limited() -> None:
    """Bound this process, which is to become a child: for `preexec_fn`."""
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_DATA, MOST_DATA))


def highest(process: int) -> int:
    """Most bytes that were resident at once in the life of a process."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    raise AssertionError("the process is gone")
