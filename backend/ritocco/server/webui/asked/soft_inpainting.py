"""The web UI's *Soft Inpainting*: asked for or not, a soft mask stays soft here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ritocco.sentence import Sentence
from ritocco.server.answers import BadRequest
from ritocco.server.webui.asked.requests import ImageToImage

NAME = "soft inpainting"
_MOST = 7
_NUMBERS = Sentence(
    "Soft inpainting is always on here, and has no numbers to set: how soft a mask is says all."
)
_USUAL = (1, 0.5, 4, 0, 0.5, 2)
"""Schedule bias, preservation strength, transition contrast, mask influence, difference threshold
and contrast, as the web UI has them where nobody changes them."""


def soft_hints(asked: ImageToImage) -> Iterator[Sentence]:
    """What is done otherwise than its arguments ask for.

    Raises BadRequest where they are not a switch and six numbers, of which the last may lack.
    """
    for name, given in asked.alwayson_scripts.items():
        if name.strip().lower() == NAME:
            is_on, *numbers = _arguments(given) or [False]
            if is_on and any(one != usual for one, usual in zip(numbers, _USUAL, strict=False)):
                yield _NUMBERS


def _arguments(given: Any) -> list[Any]:
    arguments = given.get("args", []) if isinstance(given, dict) else given
    if arguments is None:
        return []
    right = isinstance(arguments, list) and len(arguments) <= _MOST
    if not right or not all(isinstance(one, bool | int | float) for one in arguments):
        raise BadRequest(
            "The arguments of Soft Inpainting are a switch and up to six numbers: [true, 1, 0.5, "
            "4, 0, 0.5, 2]."
        )
    return list(arguments)
