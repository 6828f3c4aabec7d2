"""No engine is trusted to hand back numbers."""

from __future__ import annotations

import numpy as np
import pytest

from ritocco.errors import BadModel
from ritocco.studio.trust import trusted


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_is_refused(value: float) -> None:
    pixels = np.full((4, 5, 3), 0.5, np.float32)
    assert trusted(pixels, "an engine") is pixels
    pixels[2, 3, 1] = value
    with pytest.raises(BadModel, match="What an engine made has pixels that are no colours"):
        trusted(pixels, "an engine")
