"""How networks that restore faces are to be called, which their files do not say.

All were trained on RGB squares of 512 pixels in -1..1 and answer in -1..1. spandrel's own call
leaves that to the caller for some of them (GFPGAN, CodeFormer) and does it for others
(RestoreFormer), and it lets GFPGAN draw new noise each time, so none of its calls is used here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import Tensor, nn

from ritocco.errors import BadModel
from ritocco.restore.alignment import SIDE

_CALLS: dict[str, Callable[[nn.Module, Tensor], Any]] = {
    # With the noise that is stored in the file: the same face gives the same face.
    "GFPGAN": lambda module, face: module(face, return_rgb=False, randomize_noise=False)[0],
    "RestoreFormer": lambda module, face: module(face)[0],
    "CodeFormer": lambda module, face: module(face)[0],
}
"""By spandrel's name of the architecture: squares (N, 3, 512, 512) in -1..1 to restored ones."""


def face_call(loaded: Any, where: object) -> Callable[[Tensor], Tensor]:
    """The call of a network that spandrel found: faces (N, 3, 512, 512) in 0..1 to the same.

    `where` is its file. Raises BadModel where it is none that restores aligned faces.
    """
    call = _CALLS.get(loaded.architecture.id)
    if call is None or loaded.scale != 1:
        known = ", ".join(_CALLS)
        raise BadModel(
            "{where} is no network that repairs faces (it is {architecture}). Use one of: {known}.",
            where=where,
            architecture=loaded.architecture.name,
            known=known,
        )
    module: nn.Module = loaded.model

    def restored(faces: Tensor) -> Tensor:
        if faces.shape[1:] != (3, SIDE, SIDE):
            raise ValueError(f"a face is 3 x {SIDE} x {SIDE}, not {tuple(faces.shape[1:])}")
        made: Tensor = call(module, faces * 2 - 1)
        return (made + 1) / 2

    return restored
