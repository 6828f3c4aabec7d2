"""The families of Stable Diffusion: a table of what sets them apart."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ritocco.canvas.window import Native


class Prediction(StrEnum):
    """What the U-Net's output means."""

    EPSILON = "epsilon"
    V = "v_prediction"


@dataclass(frozen=True, slots=True)
class TextPart:
    """One text encoder of a family.

    part      its folder in a diffusers folder, and among the shipped configs
    prefixes  what its keys begin with in a single file of the original layout, in order of
              preference; a file holds one of them
    open_clip whether it is of the OpenCLIP kind: its keys are in that layout (fused qkv), and
              its chunks are filled with `!` instead of the end token
    """

    part: str
    prefixes: tuple[str, ...]
    open_clip: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of model.

    name          as shown to the artist
    configs       folders below resources/diffusion with its diffusers configs, searched in this
                  order for each part, so that a part shared by families is there once
    native        the window sizes it draws well
    latent_scale  factor between the VAE's latents and the U-Net's
    channels      input channels of the U-Net: 4, or 9 for inpainting models
    prediction    what the U-Net predicts, unless a file or a person says otherwise
    clip_skip     hidden layer that conditions it: 1 is the last
    text          its text encoders, in the order in which their hidden states are joined
    vae_in_half   whether its VAE keeps to the range of float16 (SDXL's overflows)
    """

    name: str
    configs: tuple[str, ...]
    native: Native
    latent_scale: float
    channels: int
    prediction: Prediction
    text: tuple[TextPart, ...]
    clip_skip: int = 1
    vae_in_half: bool = True

    @property
    def inpaints(self) -> bool:
        """Whether the model was trained to see mask and masked image."""
        return self.channels == 9


_512, _768, _1024 = (Native(side * side, multiple=8) for side in (512, 768, 1024))
_EPSILON, _V = Prediction.EPSILON, Prediction.V

_CLIP_L = TextPart(
    "text_encoder", ("cond_stage_model.transformer.text_model.", "cond_stage_model.transformer.")
)
_OPEN_CLIP_H = TextPart("text_encoder", ("cond_stage_model.model.",), open_clip=True)
_XL_CLIP_L = TextPart(
    "text_encoder",
    ("conditioner.embedders.0.transformer.text_model.", "conditioner.embedders.0.transformer."),
)
_XL_OPEN_CLIP_G = TextPart("text_encoder_2", ("conditioner.embedders.1.model.",), open_clip=True)
_SD1, _SD2, _XL = (_CLIP_L,), (_OPEN_CLIP_H,), (_XL_CLIP_L, _XL_OPEN_CLIP_G)
_SD1_CONFIGS, _SD2_CONFIGS, _XL_CONFIGS = ("sd1",), ("sd2", "sd1"), ("sdxl", "sd1")

FAMILIES: dict[str, Family] = {
    "sd1": Family("Stable Diffusion 1", _SD1_CONFIGS, _512, 0.18215, 4, _EPSILON, _SD1),
    "sd1-inpaint": Family(
        "Stable Diffusion 1 inpainting", _SD1_CONFIGS, _512, 0.18215, 9, _EPSILON, _SD1
    ),
    "sd2": Family("Stable Diffusion 2 (768)", _SD2_CONFIGS, _768, 0.18215, 4, _V, _SD2),
    "sd2-base": Family("Stable Diffusion 2 base", _SD2_CONFIGS, _512, 0.18215, 4, _EPSILON, _SD2),
    "sd2-inpaint": Family(
        "Stable Diffusion 2 inpainting", _SD2_CONFIGS, _512, 0.18215, 9, _EPSILON, _SD2
    ),
    "sdxl": Family(
        "SDXL", _XL_CONFIGS, _1024, 0.13025, 4, _EPSILON, _XL, clip_skip=2, vae_in_half=False
    ),
    "sdxl-inpaint": Family(
        "SDXL inpainting",
        _XL_CONFIGS,
        _1024,
        0.13025,
        9,
        _EPSILON,
        _XL,
        clip_skip=2,
        vae_in_half=False,
    ),
    # Ours, small, trained in the open; its files name themselves by metadata (see sniff.py).
    "mini": Family(
        "mini (demonstration)",
        ("mini",),
        Native(256 * 256, multiple=8),
        1.0,
        9,
        _V,
        _SD1,
    ),
}
"""Family id -> what it is."""
