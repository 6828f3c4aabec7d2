"""Where a piece of long work stands: a job, or the library's."""

from __future__ import annotations

from enum import Enum


class Phase(Enum):
    """Where it stands."""

    SENDING = "sending"
    """Pixels are being copied and sent (jobs only)."""
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen."""
        return self in (Phase.DONE, Phase.FAILED, Phase.CANCELLED)
