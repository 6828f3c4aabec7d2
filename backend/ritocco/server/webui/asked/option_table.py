"""The web UI's options that its clients read and set: name, type, default, what each does here.

Those that say something about what comes back, and those that clients read. What else a client
sets is passed over.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from ritocco.server.webui.asked.requests import Asked

LONGEST = 1000
"""Characters of an option."""
_PASSED = Field(description="kept for clients that set it; nothing is done otherwise")
_NOT_HERE = Field(
    description="does nothing here: there are no grids, and requests say what is saved"
)
_Share = Field(ge=0, le=1)


class OptionTable(Asked):
    """The options, each with its default."""

    model_config = ConfigDict(str_max_length=LONGEST)

    sd_model_checkpoint: Annotated[
        str, Field(description="the model that paints, by its title, name, file or hash")
    ] = ""
    sd_checkpoint_hash: Annotated[
        str, Field(description="sha256 of that model where it is known; cannot be set")
    ] = ""
    sd_vae: Annotated[
        str, Field(description="another VAE than the model's own; Automatic or None: its own")
    ] = "Automatic"
    CLIP_stop_at_last_layers: Annotated[
        int,
        Field(ge=0, le=12, description="layer of the text encoder; 1: the model's own usual one"),
    ] = 1
    sd_hypernetwork: Annotated[
        str, Field(description="a hypernetwork that changes every picture; None: none")
    ] = "None"
    sd_lora: Annotated[str, Field(description="a LoRA that changes every picture; None: none")] = (
        "None"
    )
    extra_networks_default_multiplier: Annotated[
        float, Field(ge=-10, le=10, description="how strongly these two act")
    ] = 1.0
    tiling: Annotated[bool, Field(description="seamless, where a request does not say")] = False
    face_restoration: Annotated[
        bool, Field(description="repair faces, where a request does not say")
    ] = False
    face_restoration_model: Annotated[
        str, Field(description="what repairs them: GFPGAN, or CodeFormer where you have it")
    ] = "GFPGAN"
    code_former_weight: Annotated[
        float, _Share, Field(description="how close CodeFormer keeps to the face that is there")
    ] = 0.5
    samples_format: Annotated[
        str, Field(description="what pictures come back as: png, jpg or webp")
    ] = "png"
    jpeg_quality: Annotated[int, Field(ge=1, le=100, description="of jpg and webp")] = 80
    webp_lossless: Annotated[bool, Field(description="whether webp keeps every pixel")] = False

    img2img_background_color: Annotated[
        str, Field(description="kept for clients that set it; what is transparent stays so")
    ] = "#ffffff"
    img2img_color_correction: Annotated[bool, _PASSED] = False
    img2img_fix_steps: Annotated[bool, _PASSED] = False
    inpainting_mask_weight: Annotated[float, _PASSED] = 1.0
    initial_noise_multiplier: Annotated[float, _PASSED] = 1.0
    upscaler_for_img2img: Annotated[str, _PASSED] = "None"
    use_scale_latent_for_hires_fix: Annotated[bool, _PASSED] = False
    enable_pnginfo: Annotated[bool, _PASSED] = True
    return_grid: Annotated[bool, _NOT_HERE] = False
    return_mask: Annotated[
        bool, Field(description="each picture of an inpaint is followed by the mask it was made in")
    ] = False
    return_mask_composite: Annotated[
        bool, Field(description="and by what was painted alone, as opaque as the mask")
    ] = False
    live_previews_enable: Annotated[bool, _PASSED] = True
    live_preview_refresh_period: Annotated[float, _PASSED] = 1000.0
    show_progress_every_n_steps: Annotated[int, _PASSED] = 1
    eta_noise_seed_delta: Annotated[int, _PASSED] = 0
    eta_ancestral: Annotated[float, _PASSED] = 1.0
    eta_ddim: Annotated[float, _PASSED] = 0.0
    randn_source: Annotated[str, _PASSED] = "CPU"
    emphasis: Annotated[str, _PASSED] = "Original"
    enable_emphasis: Annotated[bool, _PASSED] = True
    comma_padding_backtrack: Annotated[int, _PASSED] = 20
    token_merging_ratio: Annotated[float, _PASSED] = 0.0
    ESRGAN_tile: Annotated[int, _PASSED] = 192
    ESRGAN_tile_overlap: Annotated[int, _PASSED] = 8
    sd_checkpoints_limit: Annotated[int, _PASSED] = 1
    sd_unet: Annotated[str, _PASSED] = "Automatic"
    samples_save: Annotated[bool, _NOT_HERE] = False
    grid_save: Annotated[bool, _NOT_HERE] = False
