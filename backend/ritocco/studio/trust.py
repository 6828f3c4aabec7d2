"""What any engine hands back is looked at before it may become part of a picture."""

from __future__ import annotations

import numpy as np

from ritocco.canvas.arrays import Floats
from ritocco.errors import BadModel


def trusted(pixels: Floats, engine: str) -> Floats:
    """The pixels that an engine made. Raises BadModel where some are no numbers."""
    if not np.isfinite(pixels).all():
        raise BadModel(
            "What {engine} made has pixels that are no colours (not a number), so nothing "
            "was changed. Choose another model, or check this one with `ritocco models "
            "check`.",
            engine=engine,
        )
    return pixels
