"""The recipe in the picture it made: ours, lossless, and the web UI's text beside it in a PNG."""

from __future__ import annotations

from dataclasses import replace

from ritocco import __version__
from ritocco.canvas.picture import Picture
from ritocco.recipe import Recipe

_KEYWORD = b"parameters"


def stamped(picture: Picture, recipe: Recipe) -> Picture:
    """The picture with its recipe in the metadata, in place of an earlier one."""
    metadata = picture.metadata
    others = tuple(text for text in metadata.texts if not _is_parameters(text))
    text = parameters(picture, recipe)
    if text is not None:
        others = (*others, _chunk(text))
    return replace(picture, metadata=replace(metadata, recipe=recipe.to_json(), texts=others))


def parameters(picture: Picture, recipe: Recipe) -> str | None:
    """The recipe as the web UI writes it; None where no model had a part in it."""
    asked = recipe.diffusion
    if asked is None:
        return None
    from ritocco.diffusion.infotext import Infotext, write
    from ritocco.diffusion.samplers import SAMPLERS, choose

    sampler, schedule = choose(asked.sampler, asked.schedule or None)
    fields = {
        "Steps": str(asked.steps),
        "Sampler": SAMPLERS[sampler].name,
        "Schedule type": schedule.value.replace("_", " ").title(),
        "CFG scale": f"{asked.cfg:g}",
        "Seed": str(recipe.seed),
        "Size": f"{picture.size.width}x{picture.size.height}",
        "Model": asked.model,
        "VAE": asked.vae,
        "Denoising strength": f"{asked.strength:g}" if asked.strength < 1 else "",
        "Clip skip": str(asked.clip_skip) if (asked.clip_skip or 1) > 1 else "",
        "Variation seed": str(asked.variation_seed) if asked.variation_strength else "",
        "Variation seed strength": f"{asked.variation_strength:g}"
        if asked.variation_strength
        else "",
        "Version": f"Ritocco {__version__}",
    }
    told = {name: value for name, value in fields.items() if value}
    return write(Infotext(asked.prompt, asked.negative, told))


def _is_parameters(chunk: bytes) -> bool:
    return chunk[4:].partition(b"\0")[0] == _KEYWORD


def _chunk(text: str) -> bytes:
    """A PNG text chunk's type and data: Latin-1 where that holds it, else UTF-8."""
    try:
        return b"tEXt" + _KEYWORD + b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:
        return b"iTXt" + _KEYWORD + bytes(5) + text.encode()
