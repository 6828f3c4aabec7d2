"""What a run will do and cost, as the backend tells before it runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..geometry import Box, Size
from ..words import all_from_backend

OUTDATED = "too_little"
"""Code of the backend's error where its plan is another one by now than it told before."""


@dataclass(frozen=True)
class Plan:
    """For the artist to see before pressing.

    windows  the parts of the canvas the engine looks at, the first being the main one; with
             an extension they may reach beyond the canvas
    model    size at which the main window is painted
    export   what has to be sent
    layer    the part that can change
    seconds, memory (bytes)  estimates
    engine   name of what paints
    picture  size of the result where that is a document of its own (upscaling); else None
    hints    what will not be done as it was asked for, a sentence each
    """

    windows: tuple[Box, ...]
    model: Size
    export: Box
    layer: Box
    passes: int
    seconds: float
    memory: int
    engine: str
    picture: Size | None = None
    hints: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Plan:
        """From the API's JSON."""
        main, picture = data["window"], data.get("picture")
        return cls(
            tuple(Box.from_dict(window) for window in data["windows"]),
            Size(main["model_width"], main["model_height"]),
            Box.from_dict(data["export"]),
            Box.from_dict(data["layer"]),
            data["passes"],
            data["seconds"],
            data["memory"],
            data["engine"],
            Size(picture["width"], picture["height"]) if picture else None,
            all_from_backend(data),
        )
