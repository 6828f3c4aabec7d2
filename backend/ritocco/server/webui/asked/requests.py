"""What clients of the web UI send: its fields with its defaults, read as leniently as it does.

Which field is which part of a recipe stands in the recipe's own rows (`Knob.request`); ranges are
checked there. Fields nobody knows are passed over, `null` is as if it were not there, and numbers
may come as text.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ritocco.recipe.usual import KNOBS
from ritocco.webui.field_names import REQUESTED

MOST_PICTURES = 100
"""That one request may ask for."""
MOST_SIDE = 8192
MOST_BLUR = 512
MOST_PIXELS = 2**28
"""Of all pictures of one request: four of the largest."""

_SIDE = "of the picture, in pixels; with a mask and inpaint_full_res, of that part for the model"
_NO_SEAT = "passed over, with a hint where it would count"
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
        return data


def _described(schema: dict[str, Any]) -> None:
    """Say of fields that are a recipe's what its rows say of them."""
    for name, field in schema["properties"].items():
        row = KNOBS.get(REQUESTED.get(name, ""))
        if row is not None and "description" not in field:
            ranged = f"; {row.must}" if row.low is not None else ""
            field["description"] = f"{row.help}{ranged}"


class Painting(Asked):
    """What text-to-image and image-to-image have in common."""

    model_config = ConfigDict(json_schema_extra=_described)

    prompt: str = ""
    negative_prompt: str = ""
    styles: list[str] = Field(
        [], description="names of styles, whose words are put around the prompts"
    )
    seed: int = Field(-1, description="another seed, another picture; -1: one is drawn")
    subseed: int = Field(
        -1, description="a second seed, mixed in by subseed_strength; -1: one is drawn"
    )
    subseed_strength: float = 0
    seed_resize_from_h: int = Field(
        -1,
        description="begin as a picture of this height would with this seed; 0 or less: by its own",
    )
    seed_resize_from_w: int = Field(
        -1,
        description="begin as a picture of this width would with this seed; 0 or less: by its own",
    )
    sampler_name: str | None = Field(
        None,
        description=(
            "what removes the noise, by its name in samplers; of one that is not here the "
            "nearest that is, with a hint"
        ),
    )
    sampler_index: str = Field(
        "Euler", description="what sampler_name was called; counts where that is not said"
    )
    scheduler: str | None = Field(
        None,
        description="how noise levels are spaced, by name in schedulers; else the sampler's own",
    )
    batch_size: int = Field(
        1,
        ge=1,
        le=MOST_PICTURES,
        description="how many pictures; batch_size x n_iter is at most 100",
    )
    n_iter: int = Field(
        1,
        ge=1,
        le=MOST_PICTURES,
        description="how often so many; batch_size x n_iter is at most 100",
    )
    steps: int = 50
    cfg_scale: float = 7
    width: int = Field(
        512,
        ge=1,
        le=MOST_SIDE,
        description=_SIDE,
    )
    height: int = Field(
        512,
        ge=1,
        le=MOST_SIDE,
        description=_SIDE,
    )
    eta: float | None = Field(None, description=_NO_SEAT)
    s_churn: float | None = Field(None, description=_NO_SEAT)
    s_noise: float | None = Field(None, description=_NO_SEAT)
    s_min_uncond: float | None = Field(None, description=_NO_SEAT)
    restore_faces: bool | None = Field(
        None, description="repair faces; else as the option face_restoration says"
    )
    tiling: bool | None = Field(
        None, description="a texture whose opposite sides meet; else as the option tiling says"
    )
    denoising_strength: float = 0.75
    refiner_checkpoint: str | None = Field(
        None, description="passed over, with a hint: one model paints it all"
    )
    refiner_switch_at: float | None = Field(None, description="passed over")
    override_settings: dict[str, Any] = Field(
        {},
        description=(
            "options for this request alone, as in options: sd_model_checkpoint, samples_format"
        ),
    )
    override_settings_restore_afterwards: bool = Field(True, description="false: they stay set")
    disable_extra_networks: bool = Field(
        False, description="pass over what the prompts name: LoRAs, hypernetworks"
    )
    script_name: str | None = Field(None, description="no scripts are here: empty, or None")
    script_args: list[Any] = Field([], description="passed over")
    alwayson_scripts: dict[str, Any] = Field(
        {},
        description=(
            "by name; soft inpainting is always on here, others are refused unless they are off"
        ),
    )
    send_images: bool = Field(True, description="false: no pictures in the reply")
    save_images: bool = Field(False, description="true: the results stay among Ritocco's own too")
    force_task_id: str | None = Field(
        None, description="what the client calls this request where it asks how far it is"
    )
    infotext: Annotated[str, Field(max_length=3 * MOST_TEXT)] | None = Field(
        None,
        description=(
            "a picture's parameters as the web UI writes them; what the request says itself"
            " counts before it"
        ),
    )

    @property
    def count(self) -> int:
        """How many pictures are asked for."""
        return self.batch_size * self.n_iter


class TextToImage(Painting):
    """The body of `txt2img`."""

    enable_hr: bool = Field(
        False,
        description=(
            "enlarge the picture and paint over it: the fields hr_..., and denoising_strength"
        ),
    )
    firstphase_width: int = Field(
        0,
        le=MOST_SIDE,
        description=(
            "with enable_hr, as older clients say it: width of the first pass, and width x "
            "height the picture's; 0: not said"
        ),
    )
    firstphase_height: int = Field(0, le=MOST_SIDE, description="as firstphase_width")
    hr_scale: float = Field(
        2,
        description=(
            "how many times as large, from 1 to 8; hr_resize_x and hr_resize_y count before it"
        ),
    )
    hr_upscaler: str | None = Field(
        None, description="by its name in upscalers or latent-upscale-modes; else plain resampling"
    )
    hr_second_pass_steps: int = 0
    hr_resize_x: int = Field(
        0, description="width of the enlarged picture; 0: by the height, or by hr_scale"
    )
    hr_resize_y: int = Field(
        0, description="height of the enlarged picture; 0: by the width, or by hr_scale"
    )
    hr_checkpoint_name: str | None = Field(
        None, description="passed over, with a hint: one model paints both passes"
    )
    hr_sampler_name: str | None = Field(
        None, description="sampler of the second pass; else the first's"
    )
    hr_scheduler: str | None = Field(
        None, description="scheduler of the second pass; else the first's"
    )
    hr_prompt: str = Field("", description="prompt of the second pass; empty: the first's")
    hr_negative_prompt: str = Field(
        "", description="negative prompt of the second pass; empty: the first's"
    )


class ImageToImage(Painting):
    """The body of `img2img`. Pictures are base64, as they are or as `data:` URLs."""

    init_images: list[Sent] = Field(
        [], description="what is painted over; of several, each gives pictures of its own"
    )
    resize_mode: int = Field(
        0,
        ge=0,
        le=3,
        description=(
            "how a picture comes to width x height: 0 stretched, 1 cropped, 2 filled at its"
            " edges, 3 stretched (the web UI: as latents)"
        ),
    )
    image_cfg_scale: float | None = Field(None, description="passed over")
    mask: Sent | None = Field(
        None,
        description=(
            "where is painted: white, or opaque in a picture with transparency; else everywhere"
        ),
    )
    latent_mask: Sent | None = Field(None, description="passed over, with a hint")
    mask_blur: int | None = Field(
        None,
        ge=0,
        le=MOST_BLUR,
        description=(
            "soften the mask's edge inwards, by so many pixels; else by the larger of the next two"
        ),
    )
    mask_blur_x: int = Field(4, ge=0, le=MOST_BLUR, description="as mask_blur, across")
    mask_blur_y: int = Field(4, ge=0, le=MOST_BLUR, description="as mask_blur, down")
    inpainting_fill: int = Field(
        0,
        ge=0,
        le=3,
        description=(
            "what the masked part begins with: 0 its surroundings, 1 what is there, 2 "
            "noise, 3 noise (the web UI: nothing)"
        ),
    )
    inpaint_full_res: bool = Field(
        True,
        description=(
            "true: only the masked part and what surrounds it is painted, at width x "
            "height, and the picture keeps its size; false: the whole comes to width x "
            "height"
        ),
    )
    inpaint_full_res_padding: int = Field(
        0,
        description=(
            "with inpaint_full_res: at least so many pixels of surroundings are seen, up to 8192"
        ),
    )
    inpainting_mask_invert: int = Field(0, description="1: everything but the mask is painted")
    initial_noise_multiplier: float | None = Field(None, description="passed over, with a hint")
    include_init_images: bool = Field(
        False, description="true: the request in the reply has its pictures too"
    )

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
