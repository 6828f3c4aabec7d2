"""What a model says of its law: by marker keys, metadata, a scheduler's config or one beside it.

Nothing of it is passed over: what cannot be followed is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ritocco.diffusion.headers import Contents
from ritocco.diffusion.laws import TRAINING_STEPS, Betas, Curve, Marks, Prediction
from ritocco.diffusion.signs import Sign, begins, has
from ritocco.errors import BadModel
from ritocco.from_disk import opened
from ritocco.sentence import Sentence

_SAYS: dict[str, Prediction] = {
    "v": Prediction.V,
    "v_prediction": Prediction.V,
    "v-prediction": Prediction.V,
    "v_pred": Prediction.V,
    "vpred": Prediction.V,
    "eps": Prediction.EPSILON,
    "epsilon": Prediction.EPSILON,
}
_PREDICTION_KEYS = (
    "modelspec.prediction_type",
    "modelspec.prediction_key",
    "modelspec.predict_key",
)
_V_KEYS, _ZERO_SNR_KEYS = ("ss_v_parameterization",), ("ss_zero_terminal_snr",)
"""Metadata that training scripts write: "True"."""
_V_MARK, _ZERO_SNR_MARK = "v_pred", "ztsnr"
"""Keys without a weight."""

_PARAMETERIZATION = re.compile(r"""^\s*parameterization:\s*["']?(\w+)""", re.MULTILINE)
_LONGEST_CONFIG = 1 << 16

_ELSE = Sentence("which Ritocco cannot follow. Choose a plain model of this kind.")
_OTHER_LAWS: tuple[tuple[Sign, Sentence], ...] = (
    (
        begins("edm_vpred."),
        Sentence(
            "a CosXL model, trained on noise levels of its own (EDM), {otherwise}", otherwise=_ELSE
        ),
    ),
    (
        has("edm_mean") | has("edm_std"),
        Sentence(
            "a Playground 2.5 model, trained on noise levels of its own (EDM), {otherwise}",
            otherwise=_ELSE,
        ),
    ),
    (
        begins("edm"),
        Sentence("a model trained on noise levels of its own (EDM), {otherwise}", otherwise=_ELSE),
    ),
)
_HARMLESS_MARKS = frozenset({"logit_scale", "scale_factor", "global_step", "epoch", "logvar"})
_OTHER_SCHEDULERS = {
    "EDM": Sentence("on noise levels of its own (EDM)"),
    "CosineDPM": Sentence("on noise levels of its own (EDM)"),
    "FlowMatch": Sentence("by flow matching"),
    "ScoreSdeVe": Sentence("on a law of its own (VE)"),
    "KarrasVe": Sentence("on a law of its own (VE)"),
    "CMStochastic": Sentence("as a consistency model"),
}
"""How the names of schedulers for other laws begin, and how their models were trained."""


def marks_of_file(name: str, contents: Contents) -> Marks:
    """What a single file says, by keys and metadata. Raises BadModel for what it cannot mean."""
    other = next((words for sign, words in _OTHER_LAWS if sign.holds(contents)), None)
    if other is not None:
        raise BadModel("{name} is {other}", name=name, other=other)
    strange = next(filter(None, (_strange(key, contents) for key in contents.shapes)), None)
    if strange is not None:
        raise BadModel(
            "{name} carries the mark {strange}, and Ritocco does not know what that changes, "
            "so it might paint wrong. Use a version without it, or a newer Ritocco.",
            name=name,
            strange=repr(strange),
        )
    metadata = contents.metadata
    said = (metadata.get(key, "").strip().lower() for key in _PREDICTION_KEYS)
    prediction = _prediction(name, next(filter(None, said), ""))
    if _V_MARK in contents.shapes or _true(metadata, _V_KEYS):
        prediction = Prediction.V
    zero_snr = _ZERO_SNR_MARK in contents.shapes or _true(metadata, _ZERO_SNR_KEYS)
    return Marks(prediction, zero_snr)


def said_beside(path: Path) -> Prediction | None:
    """What the web UI's config of a model says, a .yaml of the same name beside it; else None."""
    try:
        with opened(path.with_suffix(".yaml")) as file:
            text = file.read(_LONGEST_CONFIG).decode("utf-8", "replace")
    except OSError:
        return None
    said = _PARAMETERIZATION.search(text)
    return _SAYS.get(said[1].lower()) if said else None


def _strange(key: str, contents: Contents) -> str | None:
    """The key where it is a mark that nobody here knows: a bare word without any weight to it."""
    count = 1
    for side in contents.shapes[key]:
        count *= side
    known = key in (_V_MARK, _ZERO_SNR_MARK, "scaled_fp8") or key in _HARMLESS_MARKS
    return key if count <= 1 and "." not in key and not known else None


def _true(metadata: Mapping[str, str], keys: tuple[str, ...]) -> bool:
    return any(metadata.get(key, "").lower() == "true" for key in keys)


def marks_of_scheduler(name: str, config: Mapping[str, Any]) -> Marks:
    """What a diffusers folder of this name says by its scheduler_config.json.

    Raises BadModel for what no run here can follow.
    """
    trained = next(
        (
            words
            for begin, words in _OTHER_SCHEDULERS.items()
            if str(config.get("_class_name", "")).startswith(begin)
        ),
        None,
    )
    if config.get("use_flow_sigmas"):
        trained = _OTHER_SCHEDULERS["FlowMatch"]
    if config.get("timestep_type") == "continuous":
        trained = _OTHER_SCHEDULERS["EDM"]
    if trained is not None:
        raise BadModel(
            "{name} was trained {trained}, {otherwise}", name=name, trained=trained, otherwise=_ELSE
        )
    if config.get("num_train_timesteps", TRAINING_STEPS) != TRAINING_STEPS:
        raise BadModel(
            "{name} was trained on {timesteps} timesteps, {otherwise}",
            name=name,
            timesteps=config["num_train_timesteps"],
            otherwise=_ELSE,
        )
    return Marks(
        prediction=_prediction(name, str(config.get("prediction_type") or "").lower()),
        zero_snr=bool(config.get("rescale_betas_zero_snr")),
        betas=_betas(name, config),
        trailing=config.get("timestep_spacing") == "trailing",
    )


def _prediction(name: str, said: str) -> Prediction | None:
    if not said:
        return None
    if said not in _SAYS:
        raise BadModel(
            "{name} says that its network predicts {said}, {otherwise}",
            name=name,
            said=repr(said[:40]),
            otherwise=_ELSE,
        )
    return _SAYS[said]


def _betas(name: str, config: Mapping[str, Any]) -> Betas | None:
    """Its noise schedule; None where that is the usual one, or not said."""
    usual = Betas()
    curve = config.get("beta_schedule") or usual.curve
    if config.get("trained_betas") is not None or curve not in list(Curve):
        raise BadModel(
            "{name} was trained on a noise schedule of its own, {otherwise}",
            name=name,
            otherwise=_ELSE,
        )
    try:
        first = float(config.get("beta_start") or usual.first)
        last = float(config.get("beta_end") or usual.last)
    except (TypeError, ValueError):
        raise BadModel(
            "{name} has a damaged scheduler_config.json. Download it again.", name=name
        ) from None
    said = Betas(first, last, Curve(curve))
    return None if said == usual else said
