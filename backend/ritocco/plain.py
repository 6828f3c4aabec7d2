"""Values as JSON takes them, which knows neither NaN nor infinity; and as a sentence takes them."""

from __future__ import annotations

import math
from reprlib import Repr
from typing import Any

_SHORT = Repr()
_SHORT.maxlevel, _SHORT.maxstring, _SHORT.maxother, _SHORT.maxlong = 3, 80, 80, 80
_SHORT.maxdict = _SHORT.maxlist = _SHORT.maxtuple = 6


def finite(value: Any) -> Any:
    """The same plain values, with None for a number that is not finite."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {name: finite(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(part) for part in value]
    return value


def shown(value: Any) -> str:
    """A value that somebody sent, as a sentence may hold it: never long, however deep it is."""
    return _SHORT.repr(value)
