"""Samplers and schedules of other programs -> the nearest of ours.

Names that artists meet in the web UI, its forks (Forge, reForge, SD.Next), ComfyUI, InvokeAI,
Draw Things and NovelAI. A name that says the same as one of ours is no change; another gets the
one that steps alike, and a hint.
"""

from __future__ import annotations

import re

from ritocco.diffusion.sampler import Schedule
from ritocco.diffusion.samplers import SAMPLERS, choose
from ritocco.errors import BadRecipe
from ritocco.recipe.recipe import Diffusion
from ritocco.recipe.rows import rows

_SCHEDULES: dict[str, Schedule] = {
    "normal": Schedule.NORMAL,
    "uniform": Schedule.NORMAL,
    "default": Schedule.NORMAL,
    "ddim": Schedule.NORMAL,
    "ddimuniform": Schedule.NORMAL,
    "karras": Schedule.KARRAS,
    "exponential": Schedule.EXPONENTIAL,
    "polyexponential": Schedule.EXPONENTIAL,
    "lambdas": Schedule.EXPONENTIAL,
    "beta": Schedule.BETA,
    "betas": Schedule.BETA,
    "sgmuniform": Schedule.SGM_UNIFORM,
    "sgm": Schedule.SGM_UNIFORM,
    "simple": Schedule.SGM_UNIFORM,
    "trailing": Schedule.SGM_UNIFORM,
    "turbo": Schedule.SGM_UNIFORM,
    "linearquadratic": Schedule.SGM_UNIFORM,
    "kloptimal": Schedule.KARRAS,
    "beta57": Schedule.KARRAS,
    "laplace": Schedule.NORMAL,
    "alignyoursteps": Schedule.NORMAL,
    "ays": Schedule.NORMAL,
    "ays32": Schedule.NORMAL,
    "alignyoursteps11": Schedule.NORMAL,
    "alignyoursteps32": Schedule.NORMAL,
    "alignyourstepsgits": Schedule.EXPONENTIAL,
    "gits": Schedule.EXPONENTIAL,
}
"""By the least mean distance of log sigma over 20 steps on Stable Diffusion 1's law."""
_SAMPLERS: dict[str, str] = {
    "ddpm": "euler_a",
    "dpmfast": "dpmpp_2m",
    "dpmadaptive": "dpmpp_2m",
    "dpmsolver": "dpmpp_2m",
    "dpmsolvermultistep": "dpmpp_2m",
    "dpmsolversinglestep": "dpmpp_2m",
    "dpmpp": "dpmpp_2m",
    "dpmpp1s": "dpmpp_2m",
    "dpmpp3m": "dpmpp_2m",
    "dpmpp3msde": "dpmpp_2m_sde",
    "dpmppcosine": "dpmpp_2m_sde",
    "dpmsde": "dpmpp_sde",
    "dpmsolversde": "dpmpp_sde",
    "kdpm2": "dpm2",
    "kdpm2a": "dpm2_a",
    "resmultistep": "dpmpp_2m",
    "resmultistepa": "dpmpp_2m_sde",
    "gradientestimation": "euler",
    "ersde": "dpmpp_2m_sde",
    "seeds2": "dpmpp_sde",
    "seeds3": "dpmpp_sde",
    "sasolver": "dpmpp_2m_sde",
    "dcsolver": "unipc",
    "restart": "heun",
    "heunpp2": "heun",
    "edmheun": "heun",
    "eulerdiscrete": "euler",
    "euleradiscrete": "euler_a",
    "lmsd": "lms",
    "lmsdiscrete": "lms",
    "klms": "lms",
    "ipndm": "lms",
    "ipndmv": "lms",
    "pndm": "plms",
    "bdiaddim": "ddim",
    "tdd": "tcd",
    "kohakulonyuyog": "euler_a",
}
_DECORATION = re.compile(
    r"(?:gpu|cfgpp|scheduler|substep|alt|sgm|edm|flowmatch|dynamic|negative|smea|dy|max|pc|v2|bh[12])$"
)
"""What follows a sampler's name without changing how it steps, as far as ours goes."""
_K, _KA = "k_", "_ka"
"""Around names of samplers that came from k-diffusion: the latter is for Karras' schedule."""
_SAYS_NOTHING = frozenset({"", "automatic"})


def nearest(sampler: str, schedule: str, usual: str = "") -> tuple[str, str, list[str]]:
    """Names that `choose` takes for such names, and hints where they are others.

    Empty names are not said, and stay empty. A schedule that the sampler has not becomes the
    sampler's own.

    usual  the id of a sampler for names that are like none; empty: our own usual one
    """
    hints: list[str] = []
    older = _older(sampler)
    if _works(older, None):
        sampler = older
    asked, spacing = sampler or str(rows(Diffusion)["sampler"].default), schedule
    if not _works(asked, None):
        id_, inside = _sampler(asked, usual or str(rows(Diffusion)["sampler"].default))
        spacing = schedule if _key(schedule) not in _SAYS_NOTHING else inside
        name = SAMPLERS[id_].name
        hints.append(f"The sampler {sampler} is not here; {name} is used instead.")
        asked, sampler = id_, id_
    if spacing and not _works(asked, spacing):
        known = _schedule(spacing)
        fits = known if known is not None and _works(asked, known) else ""
        shown = fits or choose(asked)[1].value
        if _key(spacing) != _key(shown):
            hints.append(
                f"The schedule {spacing} is not here for {SAMPLERS[choose(asked)[0]].name}"
                f"; {shown} is used instead."
            )
        spacing = fits
    return sampler, spacing, hints


def _older(sampler: str) -> str:
    """What one of k-diffusion's names says, as it would be written today; another as it is."""
    if not sampler.startswith(_K):
        return sampler
    name = sampler.removeprefix(_K)
    return f"{name.removesuffix(_KA)} {Schedule.KARRAS}" if name.endswith(_KA) else name


def _key(text: str) -> str:
    """Text without case, spaces and signs."""
    text = re.sub(r"\bancestral\b", "a", text.lower().replace("++", "pp").replace("_", " "))
    text = text.replace("ancestral", "a")
    return re.sub(r"[^a-z0-9]", "", text)


def _works(sampler: str, schedule: str | None) -> bool:
    try:
        choose(sampler, schedule)
    except BadRecipe:
        return False
    return True


def _schedule(name: str) -> str | None:
    """The schedule of ours that is nearest; None where the name says nothing."""
    key = _key(name)
    if key in _SCHEDULES:
        return _SCHEDULES[key].value
    held = [one for one in _SCHEDULES if one in key]
    return _SCHEDULES[max(held, key=len)].value if held else None


def _sampler(name: str, usual: str) -> tuple[str, str]:
    """The id of the sampler of ours that is nearest, and the schedule its name speaks of."""
    key, schedule = _key(name), ""
    while True:
        for candidate in (key, key.removeprefix("k"), key.removeprefix("sample")):
            id_ = _known(candidate)
            if id_ is not None:
                return id_, schedule
        ending = next((one for one in _ENDINGS if key.endswith(one) and key != one), "")
        if ending:
            key, schedule = key.removesuffix(ending), schedule or _SCHEDULES[ending].value
            continue
        shorter = _DECORATION.sub("", key)
        if shorter == key or not shorter:
            return _beginning(key.removeprefix("k"), usual), schedule
        key = shorter


_ENDINGS = sorted(_SCHEDULES, key=len, reverse=True)


def _known(key: str) -> str | None:
    if key in _SAMPLERS:
        return _SAMPLERS[key]
    return next((id_ for id_, one in SAMPLERS.items() if key in (_key(id_), _key(one.name))), None)


def _beginning(key: str, usual: str) -> str:
    """The sampler whose name is the longest beginning of this one; else the usual one."""
    names = _SAMPLERS | {_key(id_): id_ for id_ in SAMPLERS}
    begun = [name for name in names if key.startswith(name)]
    return names[max(begun, key=len)] if begun else usual
