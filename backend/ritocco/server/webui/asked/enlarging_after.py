"""`enable_hr` and what belongs to it -> the size of the first pass, and the second pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ritocco.geometry import Size
from ritocco.recipe.finishing import LEAST, MOST
from ritocco.sentence import Sentence
from ritocco.server.answers import BadRequest
from ritocco.server.webui.asked.requests import TextToImage
from ritocco.webui.field_names import REQUESTED
from ritocco.webui.nearest import nearest
from ritocco.webui.upscalers import upscaler_called

_SAME = ("", "use same sampler", "use same scheduler", "use same checkpoint")
_LATENT = "Latent"
"""What the web UI takes where no upscaler is named."""
_AS_PICTURE = Sentence(
    "The upscaler {name} enlarges latents; here the picture is resampled, and painted over as "
    "strongly as was asked for."
)


@dataclass(frozen=True, slots=True)
class Passes:
    """How a picture is painted: its first size, and values by their place in a recipe."""

    size: Size
    values: Mapping[str, Any] = field(default_factory=dict)
    hints: tuple[str, ...] = ()


def passes_of(asked: TextToImage) -> Passes:
    """What a request says of two passes; of one where it does not ask for them.

    Raises BadRequest for a size that cannot be, NotFound for an upscaler that is not here.
    """
    size = Size(asked.width, asked.height)
    if not asked.enable_hr:
        return Passes(size)
    values: dict[str, Any] = {"second_pass.strength": asked.denoising_strength}
    first = _first(asked, size)
    values |= _measures(asked, first, size)
    named = asked.hr_upscaler or _LATENT
    called = upscaler_called(named)
    network = called.network if called else ""
    values |= {"upscale.model": network} if network else {"upscale.strength": 0.0}
    wanted = _said(asked.hr_sampler_name), _said(asked.hr_scheduler)
    sampler, schedule, others = nearest(wanted[0], wanted[1]) if any(wanted) else ("", "", [])
    said = {
        **asked.model_dump(include=set(REQUESTED)),
        "hr_sampler_name": sampler,
        "hr_scheduler": schedule,
        "hr_second_pass_steps": max(0, asked.hr_second_pass_steps),
    }
    places = {name: place for name, place in REQUESTED.items() if place.startswith("second_pass.")}
    values |= {place: said[name] for name, place in places.items() if name in said}
    hints: list[str] = list(others)
    if named.lower().startswith(_LATENT.lower()):
        hints.append(_AS_PICTURE.with_values(name=repr(named[:80])))
    if _said(asked.hr_checkpoint_name):
        hints.append(
            f"Both passes are painted by one model; {asked.hr_checkpoint_name} was not loaded."
        )
    return Passes(first, values, tuple(hints))


def _said(name: str | None) -> str:
    """A name; empty where it says that nothing changes."""
    return "" if (name or "").strip().lower() in _SAME else (name or "").strip()


def _first(asked: TextToImage, size: Size) -> Size:
    """The size of the first pass: an old request says it beside that of the picture."""
    width, height = max(0, asked.firstphase_width), max(0, asked.firstphase_height)
    if not (width or height):
        return size
    return Size(
        width or max(1, round(height * size.width / size.height)),
        height or max(1, round(width * size.height / size.width)),
    )


def _measures(asked: TextToImage, first: Size, size: Size) -> dict[str, Any]:
    """How large the picture gets, by place in a recipe."""
    width, height = max(0, asked.hr_resize_x), max(0, asked.hr_resize_y)
    if first != size and not (width or height):
        width, height = size.width, size.height
    if not (width or height):
        if not LEAST <= asked.hr_scale <= MOST:
            raise BadRequest(
                "hr_scale must be from {least} to {most}, not {scale}.",
                least=LEAST,
                most=MOST,
                scale=asked.hr_scale,
            )
        return {"upscale.factor": asked.hr_scale}
    sides = {"upscale.width": width or None, "upscale.height": height or None}
    return {**sides, "upscale.crop": True} if width and height else sides
