"""What the web UI and its ControlNet extension can do, and Ritocco cannot: said clearly.

Clients look for lists before they offer anything: these are there, and hold nothing.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from ritocco.errors import RitoccoError
from ritocco.server.answers import Json

router = APIRouter()
_LISTS: dict[str, dict[str, Any]] = {
    "version": {"version": 0},
    "settings": {"control_net_unit_count": 0, "control_net_max_models_num": 0},
    "model_list": {"model_list": []},
    "module_list": {"module_list": [], "module_detail": {}},
    "control_types": {"control_types": {}},
}
"""What `/controlnet/NAME` answers. Version 0 is how clients learn that it is not there."""
_WORDS = "Ritocco does not describe pictures in words; write the prompt yourself."
_TEACHING = "Ritocco does not teach models; use what was taught elsewhere, from its models folder."
_STEERING = "ControlNet is not here; send the request to /sdapi/v1, and no unit of it."
_REFUSED = {
    "/sdapi/v1/interrogate": _WORDS,
    "/sdapi/v1/create/embedding": _TEACHING,
    "/sdapi/v1/create/hypernetwork": _TEACHING,
    "/sdapi/v1/train/embedding": _TEACHING,
    "/sdapi/v1/train/hypernetwork": _TEACHING,
    "/controlnet/detect": _STEERING,
    "/controlnet/txt2img": _STEERING,
    "/controlnet/img2img": _STEERING,
}


class NotOffered(RitoccoError):
    """Something that this program does not do."""

    code = "not_implemented"


def _add_list(name: str, held: dict[str, Any]) -> None:
    @router.get(f"/controlnet/{name}", name=f"controlnet {name}")
    def controlnet() -> Response:
        """What ControlNet has here: nothing."""
        return Json(held)


def _add_refusal(path: str, sentence: str) -> None:
    @router.post(path, name=path.rpartition("/")[2])
    def refused() -> Response:
        """Not offered; the answer says so, whatever was sent."""
        raise NotOffered(sentence)


for _name, _held in _LISTS.items():
    _add_list(_name, _held)
for _path, _sentence in _REFUSED.items():
    _add_refusal(_path, _sentence)
