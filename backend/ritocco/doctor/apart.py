"""Checks in a process of their own: a crash, an illegal instruction or a hang ends only that.

python -m ritocco.doctor.apart deep|quick NAME ...      lines of JSON, in order
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from threading import Thread
from typing import IO

from ritocco.doctor.finding import Finding, bad
from ritocco.doctor.guard import guarded
from ritocco.doctor.remedy import reinstall
from ritocco.doctor.table import BY_NAME, Look

TIMEOUT = 120.0
"""Seconds without a word after which a check hangs; loading PyTorch from a slow disk takes 30."""
DEEP_TIMEOUT = 1200.0


class Apart:
    """The process, begun again behind a check that ended it. A context manager."""

    def __init__(self, names: Sequence[str], look: Look, timeout: float | None = None) -> None:
        self._left = deque(names)
        self._look = look
        self._timeout = timeout or (DEEP_TIMEOUT if look.deep else TIMEOUT)
        self._process: subprocess.Popen[str] | None = None
        self._errors: IO[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()

    def __enter__(self) -> Apart:
        if self._left:
            self._begin()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def findings(self, name: str) -> Iterator[Finding]:
        """What a check finds, as it finds it; checks are asked for in the order given."""
        while True:
            try:
                line = self._lines.get(timeout=self._timeout)
            except queue.Empty:
                self._left.popleft()
                yield self._hung(name)
                break
            if line is None:
                self._left.popleft()
                yield self._ended(name)
                break
            message = json.loads(line)
            if "done" in message:
                self._left.popleft()
                return
            yield Finding.from_dict(message)
        self._stop()
        if self._left:
            self._begin()

    def _begin(self) -> None:
        how = "deep" if self._look.deep else "quick"
        self._errors = tempfile.TemporaryFile(  # noqa: SIM115  closed in `_stop`
            "w+", encoding="utf-8", errors="replace"
        )
        self._lines = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__, how, *self._left],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            encoding="utf-8",
        )
        Thread(target=_hear, args=(self._process, self._lines), daemon=True).start()

    def _stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
        if self._errors:
            self._errors.close()
        self._process = self._errors = None

    def _hung(self, name: str) -> Finding:
        seen = f"nothing was heard for {self._timeout:.0f} s, so it was stopped"
        return bad(name, seen, "close other programs and look again; else restart the computer")

    def _ended(self, name: str) -> Finding:
        code = self._process.wait() if self._process else 0
        how = _signal(-code) if code < 0 else f"exit code {code}"
        seen = f"the program ended in the midst of it ({how}): {self._last_words()}"
        if "ILL" in how:
            return bad(name, seen, "this processor is too old for a package; use another computer")
        return bad(name, seen, reinstall())

    def _last_words(self) -> str:
        if self._errors is None:
            return ""
        self._errors.seek(0)
        lines = [line.strip() for line in self._errors.read().splitlines() if line.strip()]
        return lines[-1][:300] if lines else "it said nothing"


def _hear(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def main(how: str, *names: str) -> None:
    """Run these checks here. What packages print goes to stderr, findings to stdout."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for name in names:
        for finding in guarded(BY_NAME[name], Look(how == "deep")):
            print(json.dumps(finding.to_dict()), file=answers, flush=True)
        print(json.dumps({"done": name}), file=answers, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
