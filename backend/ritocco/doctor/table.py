"""The table of checks, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module

from ritocco.doctor.finding import Finding
from ritocco.errors import NotFound


@dataclass(frozen=True, slots=True)
class Look:
    """How closely to look. `deep`: read whole models, to compare their sums."""

    deep: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """Something to look at.

    name   what it looks at
    place  module:function; the function takes a Look and yields findings
    apart  whether it runs heavy or foreign code, which may end or hang a whole process
    """

    name: str
    place: str
    apart: bool = False

    def __call__(self, look: Look) -> Iterator[Finding]:
        """Look. May raise anything: see `examine.guarded`."""
        module, function = self.place.split(":")
        run: Callable[[Look], Iterator[Finding]] = getattr(import_module(module), function)
        yield from run(look)


_HERE = "ritocco.doctor"
CHECKS = (
    Check("Python", f"{_HERE}.packages:python"),
    Check("Packages", f"{_HERE}.packages:packages"),
    Check("Files of packages", f"{_HERE}.packages:files"),
    Check("OpenCV without Qt", f"{_HERE}.packages:two_qts"),
    Check("Settings", f"{_HERE}.settings:settings"),
    Check("Variables", f"{_HERE}.settings:variables"),
    Check("Data folder", f"{_HERE}.room:folders"),
    Check("Disk", f"{_HERE}.room:disks"),
    Check("Token", f"{_HERE}.room:token"),
    Check("Memory", f"{_HERE}.room:memory"),
    Check("Start by editors", f"{_HERE}.editors:pointer"),
    Check("Krita", f"{_HERE}.editors:kritas"),
    Check("Easel", f"{_HERE}.editors:easel", apart=True),
    Check("Server port", f"{_HERE}.server:port"),
    Check("Web UI API", f"{_HERE}.webui:webui"),
    Check("PyTorch", f"{_HERE}.computing:torch", apart=True),
    Check("Device", f"{_HERE}.computing:device", apart=True),
    Check("Models", f"{_HERE}.models:models", apart=True),
    Check("Content-aware fill", f"{_HERE}.trials:fill", apart=True),
    Check("Stable Diffusion", f"{_HERE}.trials:diffusion", apart=True),
    Check("Upscaling", f"{_HERE}.trials:upscaling", apart=True),
    Check("Faces", f"{_HERE}.trials:faces", apart=True),
)


def named(words: Sequence[str]) -> tuple[Check, ...]:
    """The checks whose names hold one of these words; all for none. Raises NotFound."""
    chosen = tuple(
        check
        for check in CHECKS
        if not words or any(word.lower() in check.name.lower() for word in words)
    )
    if not chosen:
        raise NotFound(f"There is no such check. There are: {', '.join(BY_NAME)}.")
    return chosen


BY_NAME = {check.name: check for check in CHECKS}
