"""Files that ship with Ritocco: in the installed package, or in the source tree."""

from __future__ import annotations

from pathlib import Path

from ritocco.errors import NotFound

DEMONSTRATION = "mini"
"""The model that ships and paints, which any model of the user's takes the place of."""
_PACKAGE = Path(__file__).resolve().parent
_FOLDERS = (_PACKAGE / "resources", _PACKAGE.parent.parent / "resources")


def resource(*parts: str) -> Path:
    """The path of a shipped file. Raises NotFound where the installation lacks it."""
    for folder in _FOLDERS:
        path = folder.joinpath(*parts)
        if path.exists():
            return path
    raise NotFound(
        "This installation lacks its file {parts}; install Ritocco again to mend it.",
        parts="/".join(parts),
    )
