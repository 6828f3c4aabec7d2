"""*Only masked* in the web UI's text of a picture, both ways: no part of a recipe, which says what
was seen and how large the model worked.

    Size: 512x512, ..., Inpaint area: Only masked, Masked area padding: 32

There `Size` is that of the masked part for the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ritocco.server.webui.asked.requests import ImageToImage

_AREA, _PADDING = "Inpaint area", "Masked area padding"
_ONLY = {"Only masked": True, "Whole picture": False}
"""What such a text says -> whether only the masked part is painted at width x height."""


def area_told(asked: ImageToImage) -> dict[str, str]:
    """The fields that tell of it; none where the whole picture is the model's."""
    if not asked.only_masked:
        return {}
    return {
        "Size": f"{asked.width}x{asked.height}",
        _AREA: "Only masked",
        _PADDING: str(asked.padding),
    }


def area_read(fields: Mapping[str, str]) -> dict[str, Any]:
    """What fields of a text say of a request."""
    only = _ONLY.get(fields.get(_AREA, ""))
    return {} if only is None else {"inpaint_full_res": only}
