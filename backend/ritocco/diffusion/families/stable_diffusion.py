"""What the families of Stable Diffusion share: keys of their files, parts, how they are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ritocco.canvas.window import Native
from ritocco.diffusion.conditioning import PromptReader
from ritocco.diffusion.extras import Extras
from ritocco.diffusion.families.family import Family, Part
from ritocco.diffusion.latents import Projection
from ritocco.diffusion.seams import Network
from ritocco.diffusion.signs import Sign, begins, has, measures
from ritocco.diffusion.unet import unet_network
from ritocco.geometry import Size
from ritocco.sentence import Sentence

if TYPE_CHECKING:  # families are read by faces that never load torch
    import torch
    from torch import Tensor, nn

UNET = "model.diffusion_model."
FIRST = UNET + "input_blocks.0.0.weight"
NO_TEXT = ~begins("cond_stage_model.", "conditioner.")
VAE_PREFIXES = ("first_stage_model.", "vae.")
VAE_WEIGHTS, VAE_ACTIVE = 83_653_863, 49_160
SD_PROJECTION = Projection(
    ((0.298, 0.187, -0.158, -0.184), (0.207, 0.286, 0.189, -0.271), (0.208, 0.173, 0.264, -0.473))
)
"""Keturn, "Decoding latents to RGB without upscaling", discuss.huggingface.co, November 2022."""


_NEVER_TOLD = (
    "class_embed_type",
    "num_class_embeds",
    "encoder_hid_dim_type",
    "time_cond_proj_dim",
)
"""Keys of a U-Net's config that ask for more than a prompt and, for SDXL, sizes: classes, pictures,
or, in models distilled for few steps, the strength of guidance."""


def native(side: int) -> Native:
    """Windows of the area of a square with this side in pixels."""
    return Native(side * side, multiple=8)


def context(block: int) -> str:
    """The key whose width is that of the text."""
    return f"{UNET}input_blocks.{block}.1.transformer_blocks.0.attn2.to_k.weight"


def takes(channels: int) -> Sign:
    """A U-Net with so many input channels."""
    return has(FIRST) & measures(FIRST, 1, channels)


def more_wanted(unet: Mapping[str, Any]) -> str | None:
    """What this U-Net wants to be told and we do not tell it; None where there is nothing."""
    return next((key for key in _NEVER_TOLD if unet.get(key) is not None), None)


def folder_with(
    width: int, channels: int
) -> Callable[[Mapping[str, Any], Mapping[str, Any]], bool]:
    """Whether a diffusers folder's U-Net has text of this width and so many input channels."""

    def is_folder(index: Mapping[str, Any], unet: Mapping[str, Any]) -> bool:
        of_width = unet.get("cross_attention_dim") == width and not more_wanted(unet)
        return of_width and unet.get("in_channels", 4) == channels

    return is_folder


def inpainting(family: Family, sign: Sign, width: int) -> Family:
    """The 9-channel twin of a family."""
    return replace(
        family,
        id=f"{family.id}-inpaint",
        name=f"{family.name} inpainting",
        sign=takes(9) & sign,
        is_folder=folder_with(width, 9),
        channels=9,
    )


def unet_part(weights: int) -> Part:
    """The U-Net, of so many weights."""
    return Part("unet", "U-Net", _unet, _unet_state, weights, prefixes=(UNET,))


def vae_part(weights: int = VAE_WEIGHTS) -> Part:
    """The VAE, of so many weights."""
    return Part("vae", "VAE", _vae, vae_state, weights, vae_state, prefixes=VAE_PREFIXES)


def clip_part(
    weights: int, prefixes: tuple[str, ...], *, folder: str = "text_encoder", fused: bool = False
) -> Part:
    """A text encoder of CLIP's kind.

    prefixes  what its keys begin with in a single file, in order of preference
    fused     whether its keys there are OpenCLIP's, with query, key and value in one
    """

    def convert(tensors: dict[str, Tensor], module: nn.Module) -> dict[str, Tensor]:
        from ritocco.diffusion import original

        return original.text_state(tensors, module, prefixes, fused)

    return Part(
        folder,
        Sentence("text encoder"),
        _text(folder),
        convert,
        weights,
        _text_state,
        _count_positions,
        prefixes,
    )


def reader(
    clip_skip: int = 1, *, open_clip: tuple[bool, ...]
) -> Callable[[Sequence[Any]], PromptReader]:
    """Reads prompts as the web UI does.

    clip_skip  hidden layer that conditions the model: 1 is the last
    open_clip  for each encoder, whether its chunks are filled with `!` and not the end token
    """

    def make(modules: Sequence[Any]) -> PromptReader:
        from ritocco.diffusion.prompt.encode import Prompter, TextEncoders
        from ritocco.diffusion.prompt.tokens import load_tokenizer

        tokenizers = [load_tokenizer(second=filled) for filled in open_clip]
        return Prompter(TextEncoders(tuple(zip(tokenizers, modules, strict=True)), clip_skip))

    return make


def plain_network(unet: Any, window: Size, extras: Extras) -> Network:
    """A U-Net that is told nothing of sizes."""
    return unet_network(unet, extras=extras)


def sized_network(unet: Any, window: Size, extras: Extras) -> Network:
    """SDXL's: as if the picture had always been this window."""
    sides = (window.height, window.width)
    return unet_network(unet, (*sides, 0, 0, *sides), extras)


def _unet(config: Mapping[str, Any]) -> nn.Module:
    import diffusers

    untyped: Any = diffusers
    made: nn.Module = untyped.UNet2DConditionModel.from_config(config)
    return made


def _vae(config: Mapping[str, Any]) -> nn.Module:
    import diffusers

    untyped: Any = diffusers
    made: nn.Module = untyped.AutoencoderKL.from_config(config)
    return made


def _text(folder: str) -> Callable[[Mapping[str, Any]], nn.Module]:
    def make(config: Mapping[str, Any]) -> nn.Module:
        from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

        made = CLIPTextConfig.from_dict(dict(config))
        projects = folder == "text_encoder_2"
        return CLIPTextModelWithProjection(made) if projects else CLIPTextModel(made)

    return make


def _unet_state(tensors: dict[str, Tensor], module: nn.Module) -> dict[str, Tensor]:
    from ritocco.diffusion import original

    return original.unet_state(tensors, module)


def vae_state(tensors: dict[str, Tensor], module: nn.Module) -> dict[str, Tensor]:
    """A VAE's weights in either layout, by diffusers' names of today."""
    from ritocco.diffusion import original

    return original.vae_state(tensors, module)


def _text_state(tensors: dict[str, Tensor], module: nn.Module) -> dict[str, Tensor]:
    from ritocco.diffusion import original

    return original.as_text_model(tensors, module)


def _count_positions(module: nn.Module, device: torch.device) -> None:
    """CLIP's numbers of positions are no weights, and not in every file."""
    import torch

    for holder in module.modules():
        for name, buffer in holder.named_buffers(recurse=False):
            if buffer.is_meta and name == "position_ids":
                count = torch.arange(buffer.shape[-1], device=device)
                holder.register_buffer(name, count.expand(buffer.shape), persistent=False)
