"""Which module a left side means: a table of all names that trainers give a model's modules.

Every name is made from the model's own; none is ever taken apart. (`to_out_0` and `to_out.0`
cannot be told apart once underscores stand for dots.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from torch import nn

from ritocco.diffusion.adapters.lora.ldm_names import ldm_names


class Place(NamedTuple):
    """A module of a model: the folder of its part, and its name within that."""

    folder: str
    module: str


_UNDERSCORED = {
    "unet": ("lora_unet_", "lycoris_", "lycoris_unet_", "oft_unet_"),
    "text_encoder": ("lora_te_", "lora_te1_", "lycoris_", "lycoris_te_", "lycoris_te1_"),
    "text_encoder_2": ("lora_te2_", "lycoris_te2_"),
}
"""Folder -> what stands before a module's name with underscores for dots."""
_DOTTED = {
    "unet": ("unet.", "base_model.model.unet.", "base_model.model.", "diffusion_model.", ""),
    "text_encoder": ("text_encoder.", "base_model.model.text_encoder.", "base_model.model.", ""),
    "text_encoder_2": ("text_encoder_2.", "base_model.model.text_encoder_2."),
}
"""Folder -> what stands before a module's own name."""
_LDM_TEXT = {
    "text_encoder": ("clip_l.transformer.", "text_encoders.clip_l.transformer."),
    "text_encoder_2": ("clip_g.transformer.", "text_encoders.clip_g.transformer."),
}
_WRAPPER = "text_model."
_OLD_ATTENTION = {
    "to_q": "processor.to_q",
    "to_k": "processor.to_k",
    "to_v": "processor.to_v",
    "to_out.0": "processor.to_out",
    "q_proj": "to_q",
    "k_proj": "to_k",
    "v_proj": "to_v",
    "out_proj": "to_out",
}
"""End of an attention's name -> how older diffusers called it."""


def places_of(parts: Mapping[str, nn.Module]) -> Mapping[str, Place]:
    """Every left side that is accepted -> the module it means.

    parts  folder of a part -> its module, as a loaded model has them; the VAE is passed over
    """
    table: dict[str, Place] = {}
    for folder in _UNDERSCORED:
        module = parts.get(folder)
        if module is None:
            continue
        for own, names in _all_names(folder, module):
            for name in names:
                table.setdefault(name, Place(folder, own))
    return table


def _all_names(folder: str, module: nn.Module) -> Iterator[tuple[str, Iterator[str]]]:
    """Each module with a weight, and all left sides that mean it."""
    ldm = ldm_names(module) if folder == "unet" else {}
    for own, inner in module.named_modules():
        if own and isinstance(getattr(inner, "weight", None), nn.Parameter):
            spelled = [own, *([ldm[own]] if own in ldm else [])] if ldm else _text_names(own)
            yield own, _left_sides(folder, spelled)


def _text_names(own: str) -> list[str]:
    """A text encoder's module with and without the wrapper that some transformers have."""
    bare = own.removeprefix(_WRAPPER)
    return [_WRAPPER + bare, bare]


def _left_sides(folder: str, spelled: list[str]) -> Iterator[str]:
    for name in spelled:
        for prefix in _UNDERSCORED[folder]:
            yield prefix + name.replace(".", "_")
        for prefix in (*_DOTTED[folder], *_LDM_TEXT.get(folder, ())):
            yield prefix + name
            for end, old in _OLD_ATTENTION.items():
                if name.endswith("." + end):
                    yield prefix + name.removesuffix(end) + old
