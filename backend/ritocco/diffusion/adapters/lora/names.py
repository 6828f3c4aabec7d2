"""Which module a left side means: a table of all names that trainers give a model's modules.

Every name is made from the model's own; none is ever taken apart. (`to_out_0` and `to_out.0`
cannot be told apart once underscores stand for dots.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from torch import nn

from ritocco.diffusion.adapters.lora.ldm_names import ldm_names


class Place(NamedTuple):
    """A module of a model: the folder of its part, and its name within that."""

    folder: str
    module: str


_ATTENTION = {
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
_WRAPPER = "text_model."
"""Around a text encoder's modules, or not: in files as in versions of transformers."""


@dataclass(frozen=True)
class _Naming:
    """How trainers name the modules of a part.

    underscored  what stands before a module's name that has underscores for dots
    dotted       what stands before its name as it is
    spelled      all names of a part's modules: its own name of each -> those in files
    """

    underscored: tuple[str, ...]
    dotted: tuple[str, ...]
    spelled: Callable[[nn.Module], Iterator[tuple[str, list[str]]]]

    def left_sides(self, name: str) -> Iterator[str]:
        """All left sides by a name in files."""
        flat = name.replace(".", "_")
        yield from (prefix + flat for prefix in self.underscored)
        old = next((end for end in _ATTENTION if name.endswith(f".{end}")), None)
        for prefix in self.dotted:
            yield prefix + name
            if old is not None:
                yield prefix + name.removesuffix(old) + _ATTENTION[old]


def _unet(module: nn.Module) -> Iterator[tuple[str, list[str]]]:
    ldm = ldm_names(module)
    for own in _with_weights(module):
        yield own, [own, ldm[own]] if own in ldm else [own]


def _text_encoder(module: nn.Module) -> Iterator[tuple[str, list[str]]]:
    for own in _with_weights(module):
        bare = own.removeprefix(_WRAPPER)
        yield own, [_WRAPPER + bare, bare]


def _with_weights(module: nn.Module) -> Iterator[str]:
    for name, inner in module.named_modules():
        if name and isinstance(getattr(inner, "weight", None), nn.Parameter):
            yield name


_PEFT = "base_model.model."
_NAMINGS = {
    "unet": _Naming(
        ("lora_unet_", "lycoris_", "lycoris_unet_", "oft_unet_"),
        ("unet.", f"{_PEFT}unet.", _PEFT, "diffusion_model.", ""),
        _unet,
    ),
    "text_encoder": _Naming(
        ("lora_te_", "lora_te1_", "lycoris_", "lycoris_te_", "lycoris_te1_"),
        (
            *("text_encoder.", f"{_PEFT}text_encoder.", _PEFT, ""),
            *("clip_l.transformer.", "text_encoders.clip_l.transformer."),
        ),
        _text_encoder,
    ),
    "text_encoder_2": _Naming(
        ("lora_te2_", "lycoris_te2_"),
        (
            *("text_encoder_2.", f"{_PEFT}text_encoder_2."),
            *("clip_g.transformer.", "text_encoders.clip_g.transformer."),
        ),
        _text_encoder,
    ),
}
"""Folder of a part -> how it is named: by kohya's scripts, LyCORIS, PEFT, diffusers, ComfyUI."""


def places_of(parts: Mapping[str, nn.Module]) -> Mapping[str, Place]:
    """Every left side that is accepted -> the module it means.

    parts  folder of a part -> its module, as a loaded model has them; the VAE is passed over
    """
    table: dict[str, Place] = {}
    for folder, naming in _NAMINGS.items():
        if folder in parts:
            for own, names in naming.spelled(parts[folder]):
                for left in (left for name in names for left in naming.left_sides(name)):
                    table.setdefault(left, Place(folder, own))
    return table
