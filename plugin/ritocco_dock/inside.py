"""Which program this is inside of; known without Qt, whose libraries may be missing elsewhere."""

from __future__ import annotations

import sys
from importlib.util import find_spec


def in_krita() -> bool:
    """Whether this Python is the one inside Krita."""
    return "pykrita" in sys.modules or find_spec("pykrita") is not None
