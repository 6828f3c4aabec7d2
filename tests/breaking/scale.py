"""How much of the whole is done: all, unless `RITOCCO_BREAK_SCALE` says a part (0.05, say)."""

import os

SCALE = float(os.environ.get("RITOCCO_BREAK_SCALE", "1"))


def count(whole: int, least: int = 3) -> int:
    """How often something is done that is done `whole` times in full."""
    return max(min(least, whole), round(whole * SCALE))
