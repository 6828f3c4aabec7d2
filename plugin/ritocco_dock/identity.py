"""Which document is which, also after it was saved elsewhere, closed and opened again.

An editor that can keep a text inside its files (Krita's annotations) keeps the key there. For
others, and for formats that cannot, the dock remembers which key a path had; of the path itself
only a digest is kept.
"""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from .settings import Settings

KEPT = 2000
"""Paths that are remembered; the oldest are forgotten."""
_KEY = re.compile(r"[0-9A-Za-z]{1,64}")


def key_for(settings: Settings, path: str = "", stored: str = "") -> str:
    """The key of a document that has just been opened or made.

    path    where it lies; "" for one that was never saved
    stored  the key found inside the file; "" if none
    """
    if _KEY.fullmatch(stored):
        return stored
    known = settings.get("documents", {}).get(_digest(path)) if path else None
    return known if isinstance(known, str) and _KEY.fullmatch(known) else uuid4().hex


def remember(settings: Settings, path: str, key: str) -> None:
    """The document with this key lies at this path: call it when it was opened or saved."""
    if path:
        known = dict(settings.get("documents", {}))
        known.pop(_digest(path), None)
        known[_digest(path)] = key
        settings.set("documents", dict(list(known.items())[-KEPT:]))


def _digest(path: str) -> str:
    whole = os.path.normcase(Path(path).absolute())
    return sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]
