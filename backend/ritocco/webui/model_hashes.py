"""The sums of the models that painted, in the fields of the web UI's text."""

from __future__ import annotations

from contextlib import suppress

from ritocco.errors import RitoccoError
from ritocco.installed.model_sums import SHORT, model_sum
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.recipe.recipe import Diffusion

MODEL, VAE = "Model hash", "VAE hash"
"""What the fields are called."""


def model_hashes(asked: Diffusion, *, reads: bool = False) -> dict[str, str]:
    """Field -> the first digits of a file's sum; of what is not known, or gone, there is none.

    reads  whether gigabytes are read for a sum that is not remembered
    """
    summed = {}
    for field, kind, name in (
        (MODEL, ModelKind.MODEL, asked.model),
        (VAE, ModelKind.VAE, asked.vae),
    ):
        with suppress(RitoccoError):
            summed[field] = model_sum(find(kind, name), reads=reads)[:SHORT] if name else ""
    return {field: digits for field, digits in summed.items() if digits}
