"""Which models a LoRA is for: told by its shapes, then by what its maker wrote; no weights read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ritocco.diffusion.adapters.lora.keys import by_left_side
from ritocco.diffusion.adapters.lora.kind import Shapes
from ritocco.diffusion.adapters.lora.kinds import changed_area, check_parts
from ritocco.diffusion.families.family import Family
from ritocco.diffusion.headers import Contents
from ritocco.errors import BadModel, ForeignModel
from ritocco.sentence import Sentence

FAMILY_NAMES = {
    "sd1": "Stable Diffusion 1",
    "sd2": "Stable Diffusion 2",
    "sdxl": "SDXL",
    "mini": "mini (demonstration)",
}
"""What lists and sentences call the families that a LoRA can be for; inpainting twins are one with
the others."""
_REFINER = Sentence("the SDXL refiner")
_FLUX = Sentence("Flux or its kin")
_TRANSFORMER = Sentence("a model of another kind (a diffusion transformer)")
_LANGUAGE = Sentence("a language model")
_SD3 = Sentence("Stable Diffusion 3")

_STRANGERS: tuple[tuple[str, Sentence], ...] = (
    (r"(?<!encoder\.)layers\.\d+\.(self_attn|mlp)\.|transformer\.h\.\d", _LANGUAGE),
    (r"(double|single)(_transformer)?_blocks[._]\d", _FLUX),
    (r"(unet_|model\.)joint_blocks[._]\d", _SD3),
    (r"motion_modules\.", Sentence("AnimateDiff")),
    (r"^lora_prior_", Sentence("Stable Cascade")),
    (r"^(lora_|lycoris_)?transformer[._]", _TRANSFORMER),
    (
        r"^(base_model\.model\.|diffusion_model\.|lora_unet_)?"
        r"(layers|blocks|transformer_blocks)[._]\d",
        _TRANSFORMER,
    ),
)
"""What a left side shows -> which models it is for, that are none of ours."""
_WIDTHS = {96: "mini", 768: "sd1", 1024: "sd2", 2048: "sdxl"}
"""How wide the text is that a U-Net attends to -> family."""
_REFINERS_WIDTH = 1280
_TEXT_WIDTHS = {96: "mini", 768: "sd1", 1024: "sd2"}
"""How wide the one text encoder is -> family."""
_ARCHITECTURES: tuple[tuple[str, str | Sentence], ...] = (
    ("stable-diffusion-v1", "sd1"),
    ("stable-diffusion-v2", "sd2"),
    ("stable-diffusion-xl-v1-base", "sdxl"),
    ("stable-diffusion-xl-v1-refiner", _REFINER),
    ("stable-diffusion-3", _SD3),
    ("stable-diffusion-v3", _SD3),
    ("flux", _FLUX),
    ("sd_v1", "sd1"),
    ("sd_v2", "sd2"),
    ("sdxl_base", "sdxl"),
    ("sdxl_refiner", _REFINER),
    ("sd3", _SD3),
)
"""How `modelspec.architecture` or `ss_base_model_version` begins -> family, or what it is for."""
_SAID = ("ritocco.family", "modelspec.architecture", "ss_base_model_version")

_Parts = Mapping[str, Shapes]


def lora_family(contents: Contents, name: str) -> str | None:
    """The family of models that a LoRA's file is for, one of `FAMILY_NAMES`; None: not told.

    Raises ForeignModel, with the file's `name` and what it is for, where that is none of these;
    BadModel where it is no LoRA at all, or has parts that do not go together.
    """
    parts = by_left_side(contents.shapes)
    stranger = next(
        (what for sign, what in _STRANGERS if any(re.search(sign, left) for left in parts)), None
    )
    if stranger is not None:
        raise _for_others(name, stranger)
    check_parts(name, parts)
    found = next((one for rule in _RULES if (one := rule(parts)) is not None), None)
    found = found or _as_said(contents.metadata)
    if isinstance(found, Sentence):
        raise _for_others(name, found)
    return found


def check_family(name: str, found: str | None, family: Family) -> None:
    """Raise BadModel where a LoRA's family, as far as it is told, is not that of the model."""
    own = family.configs[0]
    if found is not None and found != own:
        raise BadModel(
            "{name} is a LoRA for {found}, and the model is {family}. Choose another LoRA, or a "
            "model it is made for.",
            name=name,
            found=FAMILY_NAMES[found],
            family=FAMILY_NAMES.get(own, family.name),
        )


def _for_others(name: str, what: Sentence) -> ForeignModel:
    return ForeignModel(
        "{name} is a LoRA for {what}, which Ritocco does not paint with. Use one for Stable "
        "Diffusion 1, Stable Diffusion 2 or SDXL.",
        name=name,
        what=what,
    )


def _by_context(parts: _Parts) -> str | Sentence | None:
    """By the width of the text that the U-Net attends to."""
    for width in _inputs(parts, re.compile(r"attn2[._](processor[._])?to_[kv]$")):
        return _REFINER if width == _REFINERS_WIDTH else _WIDTHS.get(width)
    return None


def _by_structure(parts: _Parts) -> str | None:
    """By what only SDXL has."""
    only = re.compile(
        r"^(lora|lycoris)_te[12]_|^text_encoder_2\.|clip_g\.|add_embedding|label_emb"
        r"|transformer_blocks[._][1-9]"
    )
    return "sdxl" if any(only.search(left) for left in parts) else None


def _by_text(parts: _Parts) -> str | None:
    """By the width of the only text encoder."""
    for width in _inputs(parts, re.compile(r"self_attn[._](to_)?[qkv](_proj)?$|mlp[._]fc1$")):
        return _TEXT_WIDTHS.get(width)
    return None


def _by_projection(parts: _Parts) -> str | None:
    """By the layers around attention, which are convolutions in Stable Diffusion 1."""
    for left, shapes in parts.items():
        down = shapes.get("lora_down", ())
        if left.endswith("proj_in") and len(down) == 4 and down[1] % 320 == 0:
            return "sd1"
    return None


_RULES: tuple[Callable[[_Parts], str | Sentence | None], ...] = (
    _by_context,
    _by_structure,
    _by_text,
    _by_projection,
)
"""Asked in order; the first that can tell tells."""


def _inputs(parts: _Parts, sign: re.Pattern[str]) -> list[int]:
    """Inputs of the layers whose left sides show a sign, where their parts tell them."""
    areas = (changed_area(shapes) for left, shapes in parts.items() if sign.search(left))
    return [area.each for area in areas if area is not None]


def _as_said(metadata: Mapping[str, str]) -> str | Sentence | None:
    """By what the maker wrote."""
    said = [metadata.get(key, "").lower() for key in _SAID]
    if said[0] in FAMILY_NAMES:
        return said[0]
    for text in said:
        for start, found in _ARCHITECTURES:
            if text.startswith(start):
                return found
    return "sd2" if metadata.get("ss_v2", "").lower() == "true" else None
