"""What auto-sd-paint-ext sends, a dock for Krita: fields of its own, with its own defaults.

It sends the part of a canvas that the artist works on, and wants it back at that size. How large
the model works is told by `base_size`, for the shorter side, and `max_size`, for the longer one.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from ritocco.geometry import Size
from ritocco.server.webui.asked.requests import (
    MOST_PICTURES,
    MOST_SIDE,
    Asked,
    ImageToImage,
    Sent,
    TextToImage,
)

_Side = Annotated[int, Field(ge=1, le=MOST_SIDE)]
_UNDER_THEIR_NAME = (
    "prompt",
    "negative_prompt",
    "seed",
    "subseed",
    "subseed_strength",
    "sampler_name",
    "steps",
    "cfg_scale",
    "denoising_strength",
    "batch_size",
    "tiling",
    "restore_faces",
)
"""Fields that the web UI's own requests have too, and mean the same."""


class Dream(Asked):
    """What `txt2img` and `img2img` have in common."""

    prompt: str = ""
    negative_prompt: str = ""
    seed: int = -1
    subseed: int = -1
    subseed_strength: float = 0
    sampler_name: str = "Euler a"
    steps: int = 30
    cfg_scale: float = 7.5
    denoising_strength: float = 0.35
    batch_count: int = Field(1, ge=1, le=MOST_PICTURES)
    batch_size: int = Field(1, ge=1, le=MOST_PICTURES)
    base_size: _Side = 512
    max_size: _Side = 768
    disable_sddebz_highres: bool = False
    tiling: bool = False
    restore_faces: bool = False
    face_restorer: str = "None"
    codeformer_weight: float = 0.5
    sd_model: str = ""
    sd_vae: str = "Automatic"
    clip_skip: int = 1
    upscaler_name: str = "None"
    script: str = "None"
    script_args: Annotated[list[Any], Field(default_factory=list)]

    def painted_at(self, size: Size) -> Size:
        """The size at which the model works on a part of this size; its own where that is off."""
        if self.disable_sddebz_highres:
            return size
        shorter, longer = sorted((size.width, size.height))
        times = min(self.base_size / shorter, self.max_size / longer)
        return Size(*(max(1, round(side * times)) for side in (size.width, size.height)))

    def said(self, painted: Size) -> dict[str, Any]:
        """Its fields as the web UI's own requests have them, painted at this size."""
        options = {
            "sd_model_checkpoint": self.sd_model or None,
            "sd_vae": self.sd_vae,
            "CLIP_stop_at_last_layers": self.clip_skip,
            "face_restoration_model": None if self.face_restorer == "None" else self.face_restorer,
            "code_former_weight": self.codeformer_weight,
        }
        return {
            **{name: getattr(self, name) for name in _UNDER_THEIR_NAME},
            "n_iter": self.batch_count,
            "script_name": self.script,
            "script_args": self.script_args,
            "override_settings": {k: value for k, value in options.items() if value is not None},
            "width": min(painted.width, MOST_SIDE),
            "height": min(painted.height, MOST_SIDE),
        }


class FromWords(Dream):
    """The body of `txt2img`."""

    orig_width: _Side = 512
    orig_height: _Side = 512
    highres_fix: bool = False

    @property
    def size(self) -> Size:
        """What comes back."""
        return Size(self.orig_width, self.orig_height)

    @property
    def theirs(self) -> TextToImage:
        """The web UI's own request: at the model's size, with a second pass where it is asked."""
        size, painted = self.size, self.painted_at(self.size)
        asked = TextToImage(**self.said(painted))
        if not self.highres_fix or painted.area >= size.area:
            return asked
        again = {"hr_upscaler": self.upscaler_name, "hr_resize_x": size.width}
        return asked.model_copy(update={**again, "hr_resize_y": size.height, "enable_hr": True})


class FromPicture(Dream):
    """The body of `img2img`. Pictures are base64; the mask is the alpha of its picture."""

    steps: int = 50
    src_img: Sent = ""
    mask_img: Sent | None = None
    is_inpaint: bool = False
    invert_mask: bool = False
    inpainting_fill: int = Field(1, ge=0, le=3)

    def theirs(self, size: Size, *, masked: bool) -> ImageToImage:
        """The web UI's own request for a picture of this size: with sizes for the model it sees
        all of it, else as much as our own windows do."""
        all_around = min(max(size.width, size.height), MOST_SIDE)
        whole = {"inpaint_full_res": True, "inpaint_full_res_padding": all_around}
        return ImageToImage(
            **self.said(self.painted_at(size)),
            **({"inpaint_full_res": False} if self.disable_sddebz_highres else whole),
            mask=self.mask_img if masked else None,
            mask_blur=0,
            inpainting_fill=self.inpainting_fill,
        )


class Larger(Asked):
    """The body of `upscale`."""

    src_img: Sent = ""
    upscaler_name: str = "None"
    downscale_first: bool = False
