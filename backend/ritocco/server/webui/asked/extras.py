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

    resize_mode: int = Field(
        0,
        ge=0,
        le=1,
        description=(
            "0: upscaling_resize times as large; 1: to upscaling_resize_w x upscaling_resize_h"
        ),
    )
    show_extras_results: bool = Field(True, description="passed over")
    gfpgan_visibility: _Share = Field(
        0, description="how much of faces that GFPGAN repaired shows; 0: none are repaired"
    )
    codeformer_visibility: _Share = Field(
        0, description="how much of faces that CodeFormer repaired shows; 0: none are repaired"
    )
    codeformer_weight: _Share = Field(
        0, description="how close CodeFormer keeps to the face that is there"
    )
    upscaling_resize: float = Field(2, gt=0, le=MOST_TIMES, description="how many times as large")
    upscaling_resize_w: _Side = Field(512, description="width to come to, in pixels")
    upscaling_resize_h: _Side = Field(512, description="height to come to, in pixels")
    upscaling_crop: bool = Field(
        True,
        description="true: cropped to exactly that size; false: as much larger, not cropped",
    )
    upscaler_1: str = Field(
        "None", description="by its name in upscalers; None: it stays as large as it is"
    )
    upscaler_2: str = Field("None", description="a second one, laid over the first")
    extras_upscaler_2_visibility: _Share = Field(0, description="how much of the second shows")
    upscale_first: bool = Field(False, description="enlarge before faces are repaired")

    @property
    def size(self) -> Size:
        """What `resize_mode` 1 asks for."""
        return Size(self.upscaling_resize_w, self.upscaling_resize_h)


class OneExtra(Extras):
    """The body of `extra-single-image`: a picture in base64."""

    image: Sent = Field("", description="the picture, in base64 or as a data: URL")


class NamedPicture(Asked):
    """One picture of several, and what the client calls it."""

    data: Sent = ""
    name: str = ""


class ManyExtras(Extras):
    """The body of `extra-batch-images`."""

    imageList: list[NamedPicture] = Field(  # noqa: N815  its name on the wire
        [], max_length=MOST_PICTURES, description="the pictures, each {data, name}, at most 100"
    )
