"""How a fetch is coming on: bytes, speed, time left; progress out, cancel in."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep

from ritocco.sizes import size_text, time_text
from ritocco.watch import Watch

SPAN = 8.0
"""Seconds over which speed is measured: steady enough to read, quick enough to follow."""
EVERY = 0.1
"""Seconds between two reports."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a fetch stands.

    text     what is being done
    done     bytes of the whole that are on the disk
    total    bytes of the whole; None while unknown
    speed    bytes a second; None while unknown
    left     seconds; None while unknown
    """

    text: str
    done: int = 0
    total: int | None = None
    speed: float | None = None
    left: float | None = None

    @property
    def fraction(self) -> float:
        """How much is done, 0..1; 0 while the total is unknown."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    @property
    def numbers(self) -> str:
        """Bytes, speed and time left as text: `1.2 of 4.3 GB, 9.5 MB/s, 5 min left`."""
        whole = f"{size_text(self.done)} of {size_text(self.total)}"
        parts = [whole if self.total else size_text(self.done)]
        if self.speed is not None:
            parts.append(f"{size_text(int(self.speed))}/s")
        if self.left is not None:
            parts.append(f"{time_text(self.left)} left")
        return ", ".join(parts)


class ProgressReporter:
    """Told by the fetcher; tells a watch, which may raise Cancelled, and whoever listens."""

    def __init__(
        self, watch: Watch | None = None, tell: Callable[[Progress], object] | None = None
    ) -> None:
        self._watch = watch or Watch()
        self._tell = tell or (lambda progress: None)
        self.total: int | None = None
        self.before = 0
        """Bytes of files that are done."""
        self._marks: deque[tuple[float, int]] = deque()
        self._last = 0.0
        self._text = ""

    def begin(self, text: str, done: int = 0) -> None:
        """Another thing is being done from here; speed is measured anew."""
        self._text = text
        self._marks.clear()
        self._last = 0.0
        self.at(done)

    def at(self, done: int) -> None:
        """So many bytes of this file are on the disk. Raises Cancelled."""
        now, whole = monotonic(), self.before + done
        if now - self._last < EVERY and self._last:
            self._watch.quiet().step(0, "")
            return
        self._last = now
        self._marks.append((now, whole))
        while len(self._marks) > 2 and now - self._marks[0][0] > SPAN:
            self._marks.popleft()
        progress = self._measured(whole)
        self._tell(progress)
        self._watch.step(progress.fraction, f"{self._text}: {progress.numbers}")

    def wait(self, seconds: float, text: str) -> None:
        """Sit still for a while. Raises Cancelled within a tenth of a second."""
        until = monotonic() + seconds
        waiting = Progress(text, self.before, self.total)
        while (left := until - monotonic()) > 0:
            self._tell(waiting)
            self._watch.step(waiting.fraction, text)
            sleep(min(left, EVERY))

    def _measured(self, whole: int) -> Progress:
        (began, first), (now, _) = self._marks[0], self._marks[-1]
        speed = (whole - first) / (now - began) if now - began > 0.5 and whole > first else None
        left = (self.total - whole) / speed if speed and self.total else None
        return Progress(self._text, whole, self.total, speed, left)
