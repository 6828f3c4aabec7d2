"""What a hypernetwork is for, by the names of its tensors alone: light, for lists and signs."""

from __future__ import annotations

import re
from types import MappingProxyType

from ritocco.diffusion.headers import Contents

_KEY = re.compile(r"([1-9]\d{0,4})\.[01]\.linear[12]?\.")
"""`WIDTH.SIDE.linear...`: side 0 goes before the keys, side 1 before the values."""
_CONTEXTS = MappingProxyType({768: "sd1", 1024: "sd2", 2048: "sdxl", 96: "mini"})
"""Width of a prompt's vectors -> the family that has such prompts."""


def hypernetwork_widths(contents: Contents) -> frozenset[int]:
    """The widths of attention contexts that a file has networks for; none: no hypernetwork."""
    found = (_KEY.match(name) for name in contents.shapes)
    return frozenset(int(match[1]) for match in found if match)


def hypernetwork_family(contents: Contents) -> str | None:
    """Whose prompts it was made for: "sd1", "sd2", "sdxl", "mini"; None where that is open.

    One that only changes what pictures attend to of themselves may fit several.
    """
    families = {_CONTEXTS[width] for width in hypernetwork_widths(contents) if width in _CONTEXTS}
    return families.pop() if len(families) == 1 else None
