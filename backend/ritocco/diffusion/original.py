"""Weights of the original layout, and of older diffusers, by the names diffusers has today."""

from __future__ import annotations

import re
from typing import Any

from torch import Tensor, nn

_UNET = "model.diffusion_model."
_VAE_PREFIXES = ("first_stage_model.", "vae.", "")
_OLD_ATTENTION = {"query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0"}


def unet_state(tensors: dict[str, Tensor], module: nn.Module) -> dict[str, Tensor]:
    """A U-Net's weights out of all tensors of a file."""
    state = _starting(tensors, _UNET, keep=True)
    return dict(_converters().convert_ldm_unet_checkpoint(state, module.config))


def text_state(
    tensors: dict[str, Tensor], module: nn.Module, prefixes: tuple[str, ...], fused: bool
) -> dict[str, Tensor]:
    """A text encoder's weights, under the first of these prefixes that is there.

    fused  whether the keys are OpenCLIP's, with query, key and value in one
    """
    every = (_starting(tensors, prefix) for prefix in prefixes)
    state = next((some for some in every if some), {})
    if fused:
        state = _converters().convert_open_clip_checkpoint(module, state, prefix="")
    return as_text_model(state, module)


def vae_state(tensors: dict[str, Tensor], module: nn.Module) -> dict[str, Tensor]:
    """A VAE's weights in either layout."""
    every = (_starting(tensors, prefix) for prefix in _VAE_PREFIXES)
    state = next((some for some in every if any(n.startswith("encoder.") for n in some)), {})
    if any(name.startswith("encoder.down.") for name in state):
        return dict(_converters().convert_ldm_vae_checkpoint(state, module.config))
    old = re.compile(rf"(?<=\.attentions\.0\.)({'|'.join(_OLD_ATTENTION)})(?=\.)")
    renamed = {old.sub(lambda m: _OLD_ATTENTION[m[1]], name): t for name, t in state.items()}
    flat = re.compile(r"\.attentions\.0\.to_\w+(\.0)?\.weight$")
    return {n: t[:, :, 0, 0] if t.dim() == 4 and flat.search(n) else t for n, t in renamed.items()}


def as_text_model(tensors: dict[str, Tensor], module: nn.Module) -> dict[str, Tensor]:
    """A text encoder's weights with or without `text_model.` in front, as the module has it.

    Which classes have it changes between versions of transformers.
    """
    wrapper = "text_model."
    outside = "text_projection."
    bare = {name.removeprefix(wrapper): tensor for name, tensor in tensors.items()}
    if not hasattr(module, "text_model"):
        return bare
    return {n if n.startswith(outside) else wrapper + n: tensor for n, tensor in bare.items()}


def _converters() -> Any:
    """diffusers' own conversions from the original layout: pure functions on dictionaries."""
    from diffusers.loaders import single_file_utils

    return single_file_utils


def _starting(tensors: dict[str, Tensor], prefix: str, *, keep: bool = False) -> dict[str, Tensor]:
    """The tensors whose names begin with a prefix, that prefix taken off unless kept."""
    cut = 0 if keep else len(prefix)
    return {name[cut:]: t for name, t in tensors.items() if name.startswith(prefix)}
