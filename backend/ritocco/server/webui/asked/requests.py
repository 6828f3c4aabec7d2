"""What clients of the web UI send: its fields with its defaults, read as leniently as it does.

Which field is which part of a recipe stands in the recipe's own rows (`Knob.request`); ranges are
checked there. Fields nobody knows are passed over, `null` is as if it were not there, and numbers
may come as text.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

MOST_PICTURES = 100
"""That one request may ask for."""
MOST_SIDE = 8192
MOST_BLUR = 512
MOST_PIXELS = 2**28
"""Of all pictures of one request: four of the largest."""

MOST_TEXT = 20_000
"""Characters."""
Sent = Annotated[str, Field(max_length=2**30)]
"""A picture in base64, as it is or as a `data:` URL: how long it may be is the body's matter."""


class Asked(BaseModel):
    """A body of the web UI's API; texts in it are prompts or names, and no longer than a prompt."""

    model_config = ConfigDict(
        extra="ignore", allow_inf_nan=False, coerce_numbers_to_str=True, str_max_length=MOST_TEXT
    )

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {name: value for name, value in data.items() if value is not None}
        return {} if data is None else data


class Painting(Asked):
    """What text-to-image and image-to-image have in common."""

    prompt: str = ""
    negative_prompt: str = ""
    styles: list[str] = []
    seed: int = -1
    subseed: int = -1
    subseed_strength: float = 0
    seed_resize_from_h: int = -1
    seed_resize_from_w: int = -1
    sampler_name: str | None = None
    sampler_index: str = "Euler"
    scheduler: str | None = None
    batch_size: int = Field(1, ge=1, le=MOST_PICTURES)
    n_iter: int = Field(1, ge=1, le=MOST_PICTURES)
    steps: int = 50
    cfg_scale: float = 7
    width: int = Field(512, ge=1, le=MOST_SIDE)
    height: int = Field(512, ge=1, le=MOST_SIDE)
    eta: float | None = None
    s_churn: float | None = None
    s_noise: float | None = None
    s_min_uncond: float | None = None
    restore_faces: bool | None = None
    tiling: bool | None = None
    denoising_strength: float = 0.75
    refiner_checkpoint: str | None = None
    refiner_switch_at: float | None = None
    override_settings: dict[str, Any] = {}
    override_settings_restore_afterwards: bool = True
    disable_extra_networks: bool = False
    script_name: str | None = None
    script_args: list[Any] = []
    alwayson_scripts: dict[str, Any] = {}
    send_images: bool = True
    save_images: bool = False
    force_task_id: str | None = None
    infotext: Annotated[str, Field(max_length=3 * MOST_TEXT)] | None = None

    @property
    def count(self) -> int:
        """How many pictures are asked for."""
        return self.batch_size * self.n_iter


class TextToImage(Painting):
    """The body of `txt2img`."""

    enable_hr: bool = False
    firstphase_width: int = Field(0, le=MOST_SIDE)
    firstphase_height: int = Field(0, le=MOST_SIDE)
    hr_scale: float = 2
    hr_upscaler: str | None = None
    hr_second_pass_steps: int = 0
    hr_resize_x: int = 0
    hr_resize_y: int = 0
    hr_checkpoint_name: str | None = None
    hr_sampler_name: str | None = None
    hr_scheduler: str | None = None
    hr_prompt: str = ""
    hr_negative_prompt: str = ""


class ImageToImage(Painting):
    """The body of `img2img`. Pictures are base64, as they are or as `data:` URLs."""

    init_images: list[Sent] = []
    resize_mode: int = Field(0, ge=0, le=3)
    image_cfg_scale: float | None = None
    mask: Sent | None = None
    latent_mask: Sent | None = None
    mask_blur: int | None = Field(None, ge=0, le=MOST_BLUR)
    mask_blur_x: int = Field(4, ge=0, le=MOST_BLUR)
    mask_blur_y: int = Field(4, ge=0, le=MOST_BLUR)
    inpainting_fill: int = Field(0, ge=0, le=3)
    inpaint_full_res: bool = True
    inpaint_full_res_padding: int = 0
    inpainting_mask_invert: int = 0
    initial_noise_multiplier: float | None = None
    include_init_images: bool = False

    @property
    def count(self) -> int:
        """How many pictures are asked for: with several to begin with, one of each."""
        several = len(self.init_images)
        return (several if several > 1 else self.batch_size) * self.n_iter

    @property
    def only_masked(self) -> bool:
        """Whether width and height are those of the masked part for the model."""
        return bool(self.mask) and self.inpaint_full_res

    @property
    def padding(self) -> int:
        """At least so many pixels of surroundings are seen around the masked part."""
        return min(max(0, self.inpaint_full_res_padding), MOST_SIDE)

    @property
    def soften(self) -> int:
        """How wide the mask's edge becomes, in pixels."""
        return max(self.mask_blur_x, self.mask_blur_y) if self.mask_blur is None else self.mask_blur
