"""A second pass in the web UI's text (*hires fix*), what is special about it: both ways.

    Denoising strength: 0.45, Hires upscale: 2, Hires steps: 15, Hires upscaler: R-ESRGAN 4x+

There the strength is the second pass's, and `Size` that of the first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ritocco.errors import NotFound
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.recipe.finishing import Upscale
from ritocco.recipe.recipe import Recipe
from ritocco.recipe.refining import on_enlarged
from ritocco.recipe.rows import rows
from ritocco.recipe.second_pass import SecondPass
from ritocco.webui import spelling
from ritocco.webui.adapters import prompts
from ritocco.webui.nearest import nearest
from ritocco.webui.upscalers import upscaler_called

STRENGTH = "Denoising strength"
_FACTOR, _RESIZE, _UPSCALER = "Hires upscale", "Hires resize", "Hires upscaler"
_SAMPLER, _SCHEDULE = "Hires sampler", "Hires schedule type"
_SAME = "Use same "
"""How what some programs write begins where the second pass does as the first."""
_PLACES = {
    row.knob.infotext: f"second_pass.{name}"
    for name, row in rows(SecondPass).items()
    if row.knob and row.knob.infotext
}
_PLAIN = "Lanczos"
"""What is written where there is no network: the web UI's nearest to our resampling."""
_SIZE = re.compile(r"\s*([0-9]{1,6})\s*x\s*([0-9]{1,6})\s*")


def written(recipe: Recipe) -> dict[str, str]:
    """The fields of a recipe's second pass that are not as its rows have them; none without one."""
    asked, upscale, again = recipe.second_pass, recipe.upscale, on_enlarged(recipe)
    if asked is None or upscale is None or again is None or again.diffusion is None:
        return {}
    painted = again.diffusion
    prompt, negative = prompts(again, painted)
    fields = {STRENGTH: spelling.number(asked.strength)}
    if upscale.factor is None:
        fields[_RESIZE] = f"{upscale.width or 0}x{upscale.height or 0}"
    else:
        fields[_FACTOR] = spelling.number(upscale.factor)
    fields[_UPSCALER] = upscale.model if upscale.strength else _PLAIN
    if asked.sampler or asked.schedule:
        fields[_SCHEDULE] = spelling.schedule(painted)
    if asked.sampler:
        fields[_SAMPLER] = spelling.sampler(painted)
    if asked.prompt:
        fields["Hires prompt"] = prompt
    if asked.negative:
        fields["Hires negative prompt"] = negative
    return fields


def tells(fields: Mapping[str, str]) -> bool:
    """Whether a text tells enough of a second pass to do it again."""
    return any(name in fields for name in (_FACTOR, _RESIZE, _UPSCALER))


def understood(fields: Mapping[str, str]) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Place in a recipe -> the field that tells of it, and its text; hints.

    fields  those that speak of a second pass, its strength among them
    """
    said = {name: text for name, text in fields.items() if not text.startswith(_SAME)}
    sampler, spacing, hints = nearest(said.get(_SAMPLER, ""), said.get(_SCHEDULE, ""))
    said |= {_SAMPLER: sampler, _SCHEDULE: spacing}
    told = {place: (name, said[name]) for name, place in _PLACES.items() if name in said}
    told["second_pass.strength"] = STRENGTH, fields.get(STRENGTH, str(SecondPass().strength))
    size = _SIZE.fullmatch(fields.get(_RESIZE, ""))
    sides = zip(("width", "height"), size.groups() if size else (), strict=False)
    measures = {f"upscale.{side}": (_RESIZE, text) for side, text in sides if int(text)}
    if not measures and _FACTOR in fields:
        measures = {"upscale.factor": (_FACTOR, fields[_FACTOR])}
    if len(measures) == 2:
        measures["upscale.crop"] = _RESIZE, "true"
    upscaler, others = _upscaler(fields.get(_UPSCALER, _PLAIN))
    return {**told, **measures, **upscaler}, [*hints, *others]


def _upscaler(name: str) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """The network that is meant, or one that is here."""
    hints = []
    try:
        called = upscaler_called(name)
        network = called.network if called else ""
    except NotFound:
        network = _usual()
        instead = network or "plain resampling"
        hints.append(f"The recipe's upscaler {name} is not here; {instead} is used instead.")
    if network:
        return {"upscale.model": (_UPSCALER, network)}, hints
    return {"upscale.strength": (_UPSCALER, "0")}, hints


def _usual() -> str:
    """The network that usually makes pictures larger; empty where it is not here."""
    usual = Upscale().model
    try:
        find(ModelKind.UPSCALER, usual)
    except NotFound:
        return ""
    return usual
