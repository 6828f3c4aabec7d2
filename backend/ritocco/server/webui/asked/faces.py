"""Whether a request wants faces repaired, and by what."""

from __future__ import annotations

from typing import Any

from ritocco.errors import NotFound
from ritocco.library.kinds import ModelKind
from ritocco.sentence import Sentence
from ritocco.server.webui.asked.names import file_called, is_placeholder
from ritocco.server.webui.asked.options import Options
from ritocco.server.webui.asked.requests import Painting

_USUAL = "gfpgan"
_INSTEAD = Sentence("{name} is not here; GFPGAN repaired the faces in its place.")


def faces_of(asked: Painting, options: Options) -> tuple[dict[str, Any], tuple[Sentence, ...]]:
    """What it comes to, by its place in a recipe, and hints; nothing where faces stay as painted.

    Where the request does not say, the options do. Raises NotFound where no network is here.
    """
    wanted, override = asked.restore_faces, asked.override_settings
    if wanted is None:
        wanted = bool(options.value("face_restoration", override))
    if not wanted:
        return {}, ()
    name = str(options.value("face_restoration_model", override))
    model, hints = restorer_called(name)
    return {"faces.model": model, "faces.strength": 1.0}, hints


def restorer_called(name: str) -> tuple[str, tuple[Sentence, ...]]:
    """The network that clients mean, as recipes call it, and hints: where it is not here, GFPGAN.

    Raises NotFound where that is not here either.
    """
    if is_placeholder(name) or name.lower() == _USUAL:
        return file_called(ModelKind.FACES, _USUAL).name, ()
    try:
        return file_called(ModelKind.FACES, name).name, ()
    except NotFound:
        instead = file_called(ModelKind.FACES, _USUAL).name
        return instead, (_INSTEAD.with_values(name=name[:80]),)
