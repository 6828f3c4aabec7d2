"""What there is to choose from, as the web UI's clients list it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from ritocco.diffusion.sampler import Schedule
from ritocco.diffusion.samplers import SAMPLERS
from ritocco.installed.model_sums import SHORT
from ritocco.library.kinds import ModelKind
from ritocco.library.shipped_models import shipped_here
from ritocco.server.answers import Json
from ritocco.server.webui.asked.names import ModelFile, usable_here
from ritocco.server.webui.replies.described_lists import (
    ModelRow,
    NameRow,
    NetworkRow,
    RestorerRow,
    SamplerRow,
    SchedulerRow,
    UpscalerRow,
    VaeRow,
)
from ritocco.webui.upscalers import LATENT

router = APIRouter(prefix="/sdapi/v1")
PLAIN_UPSCALERS = ("None", "Lanczos", "Nearest")
"""Those without a network, as the web UI has them; clients expect the first to be the first."""
_FACTOR = 4
"""How many times larger the networks make a picture that are here; others are brought to it."""


@router.get("/sd-models", response_model=list[ModelRow])
def models() -> Response:
    """The models that paint."""
    return Json(
        [
            {
                "title": file.title,
                "model_name": file.name,
                "hash": file.sha256[:SHORT] or None,
                "sha256": file.sha256 or None,
                "filename": str(file.path),
                "config": None,
            }
            for file in usable_here(ModelKind.MODEL)
        ]
    )


@router.get("/sd-vae", response_model=list[VaeRow])
def vaes() -> Response:
    """The VAEs that can take the place of a model's own."""
    here = usable_here(ModelKind.VAE)
    return Json([{"model_name": file.file, "filename": str(file.path)} for file in here])


@router.get("/samplers", response_model=list[SamplerRow])
def samplers() -> Response:
    """What removes the noise."""
    return Json(
        [
            {
                "name": sampler.name,
                "aliases": [id_, f"k_{id_}"],
                "options": {"scheduler": sampler.schedules[0].value},
            }
            for id_, sampler in SAMPLERS.items()
        ]
    )


@router.get("/schedulers", response_model=list[SchedulerRow])
def schedulers() -> Response:
    """How noise levels are spaced."""
    return Json(
        [
            {
                "name": name,
                "label": label,
                "aliases": list(aliases) or None,
                "default_rho": rho,
                "need_inner_model": False,
            }
            for name, label, aliases, rho in _SCHEDULES
        ]
    )


_SCHEDULES: tuple[tuple[str, str, tuple[str, ...], float], ...] = (
    ("automatic", "Automatic", (), -1.0),
    (Schedule.NORMAL.value, "Normal", ("uniform", "Uniform"), -1.0),
    (Schedule.KARRAS.value, "Karras", (), 7.0),
    (Schedule.EXPONENTIAL.value, "Exponential", (), -1.0),
    (Schedule.BETA.value, "Beta", (), -1.0),
    (Schedule.SGM_UNIFORM.value, "SGM Uniform", ("SGMUniform",), -1.0),
)
"""Name, label, aliases, and the exponent that Karras' spacing takes."""


@router.get("/upscalers", response_model=list[UpscalerRow])
def upscalers() -> Response:
    """What makes pictures larger."""
    networks = usable_here(ModelKind.UPSCALER)
    return Json([*map(_plain, PLAIN_UPSCALERS), *map(_network, networks)])


@router.get("/realesrgan-models", response_model=list[NetworkRow])
def realesrgan_models() -> Response:
    """The Real-ESRGAN networks that come with Ritocco."""
    here = shipped_here(ModelKind.UPSCALER)
    return Json(
        [{"name": name, "path": str(path), "scale": _FACTOR} for name, path in here.items()]
    )


@router.get("/latent-upscale-modes", response_model=list[NameRow])
def latent_upscale_modes() -> Response:
    """Names that a second pass takes for plain resampling before it paints."""
    return Json([{"name": name} for name in LATENT])


def _plain(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "model_name": None,
        "model_path": None,
        "model_url": None,
        "scale": _FACTOR,
    }


def _network(file: ModelFile) -> dict[str, Any]:
    return {**_plain(file.name), "model_name": file.name, "model_path": str(file.path)}


@router.get("/face-restorers", response_model=list[RestorerRow])
def face_restorers() -> Response:
    """What repairs faces."""
    here = [file.path for file in usable_here(ModelKind.FACES)]
    named = [{"name": _restorer(path.stem), "cmd_dir": str(path.parent)} for path in here]
    return Json(named)


_RESTORERS = {"gfpgan": "GFPGAN", "codeformer": "CodeFormer"}
"""How a file's name begins, in small letters -> what the web UI calls it."""


def _restorer(stem: str) -> str:
    known = (name for begins, name in _RESTORERS.items() if stem.lower().startswith(begins))
    return next(known, stem)


@router.post("/refresh-checkpoints")
@router.post("/refresh-vae")
@router.post("/refresh-loras")
@router.post("/refresh-embeddings")
def refresh() -> Response:
    """Nothing is to be done: lists tell what lies there now."""
    return Json(None)
