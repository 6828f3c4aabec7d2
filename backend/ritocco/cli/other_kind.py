"""A recipe that made its picture by another command: told before the work, and done all the same.

Settings may be taken from any recipe. But a picture painted from words alone has nothing in common
with one that was painted over a picture, and no error would say so.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import Any

from ritocco.recipe.recipe import Kind
from ritocco.webui.reading import told_by

_PICTURE = "PICTURE"
_WITH_MASK = (Kind.FILL, Kind.INPAINT)


def other_kind(options: Namespace, kind: Kind) -> list[str]:
    """A sentence with the command that paints a recipe's picture again, where this one does not
    though it may look so. Raises what `told_by` raises."""
    if not options.recipe:
        return []
    told = told_by(Path(options.recipe), kind).data
    made_by = told.get("kind")
    if made_by not in tuple(Kind) or (made_by == Kind.GENERATE) == (kind is Kind.GENERATE):
        return []
    command = " ".join(("ritocco", made_by, *_needed(Kind(made_by), told)))
    command += f" --recipe {quote(options.recipe)} -o OUT"
    if kind is Kind.GENERATE:
        return [
            f"This recipe painted over a picture ({made_by}), and {kind} paints another from its "
            f"words alone. What it made is made again by: {command}"
        ]
    return [
        f"This recipe painted a picture from words alone, and {kind} takes only its settings. What "
        f"it made is made again by: {command}"
    ]


def _needed(kind: Kind, told: Mapping[str, Any]) -> list[str]:
    """What a command needs beside the recipe."""
    if kind is Kind.GENERATE:
        return []
    if kind in _WITH_MASK:
        return [_PICTURE, "--mask MASK"]
    extend = told.get("extend") if kind is Kind.OUTPAINT else None
    sides = extend.items() if isinstance(extend, dict) else ()
    return [_PICTURE, *(f"--{side} {pixels}" for side, pixels in sides if pixels)]
