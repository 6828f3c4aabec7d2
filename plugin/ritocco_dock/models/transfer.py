"""Work of the backend's library: fetching, checking or adding a model.

Sizes are in bytes, speeds in bytes per second, times in seconds; None where unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..phase import Phase
from ..words import from_backend


@dataclass(frozen=True)
class Transfer:
    """Something the library does: fetching ("get"), checking or adding a model.

    model    id of the model; "" while it is not known (adding)
    text     what it does, for the artist
    code, problem   why it failed; "" where it did not
    added    ids of the models that came in; `refused`: what did not, and why
    """

    id: str
    kind: str
    phase: Phase
    model: str = ""
    title: str = ""
    fraction: float = 0.0
    text: str = ""
    done: int | None = None
    total: int | None = None
    speed: float | None = None
    seconds_left: float | None = None
    code: str = ""
    problem: str = ""
    added: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Transfer:
        """From the API's JSON."""
        error = data.get("error") or {}
        return cls(
            str(data["id"]),
            data["kind"],
            Phase(data["state"]),
            data.get("model") or "",
            data.get("title") or "",
            float(data.get("fraction") or 0),
            from_backend(data, "text"),
            data.get("bytes_done"),
            data.get("bytes_total"),
            data.get("bytes_per_second"),
            data.get("seconds_left"),
            str(error.get("code", "")),
            from_backend(error),
            tuple(data.get("added") or ()),
            tuple(f"{one['name']}: {from_backend(one)}" for one in data.get("refused") or ()),
        )
