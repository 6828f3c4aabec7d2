"""What the web UI's clients send to have finished pictures enlarged and their faces repaired."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ritocco.geometry import Size
from ritocco.server.webui.asked.requests import MOST_PICTURES, Asked, Sent

MOST_TIMES = 16
"""As large as that, on a side, a picture may be asked for."""
MOST_LONG = 32768
"""Pixels of a side."""
_Share = Annotated[float, Field(ge=0, le=1)]
_Side = Annotated[int, Field(ge=1, le=MOST_LONG)]


class Extras(Asked):
    """What is done to one picture or to each of several.

    resize_mode  0: `upscaling_resize` times as large; 1: to `upscaling_resize_w` x `_h`
    """

    resize_mode: int = Field(0, ge=0, le=1)
    show_extras_results: bool = True
    gfpgan_visibility: _Share = 0
    codeformer_visibility: _Share = 0
    codeformer_weight: _Share = 0
    upscaling_resize: float = Field(2, gt=0, le=MOST_TIMES)
    upscaling_resize_w: _Side = 512
    upscaling_resize_h: _Side = 512
    upscaling_crop: bool = True
    upscaler_1: str = "None"
    upscaler_2: str = "None"
    extras_upscaler_2_visibility: _Share = 0
    upscale_first: bool = False

    @property
    def size(self) -> Size:
        """What `resize_mode` 1 asks for."""
        return Size(self.upscaling_resize_w, self.upscaling_resize_h)


class OneExtra(Extras):
    """The body of `extra-single-image`: a picture in base64."""

    image: Sent = ""


class Named(Asked):
    """One picture of several, and what the client calls it."""

    data: Sent = ""
    name: str = ""


class ManyExtras(Extras):
    """The body of `extra-batch-images`."""

    imageList: list[Named] = Field([], max_length=MOST_PICTURES)  # noqa: N815  its name on the wire
