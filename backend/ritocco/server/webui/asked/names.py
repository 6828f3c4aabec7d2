"""What clients call our models, and which of ours their names mean.

The web UI's title of a model is its file and the first digits of its sum, `ink.safetensors
[7c6bad76eb]`. A client may name one by any part of that, in any case; never by a path, so that
nothing but what lies on the shelves is opened for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ritocco.errors import BadModel, NotFound
from ritocco.from_disk import is_file, printable
from ritocco.installed.model_sums import SHORT, model_sum
from ritocco.library.find import find, listed
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.library.shelves import Shelves
from ritocco.library.shipped_models import shipped_here

PLACEHOLDERS = frozenset(
    {"", "model.ckpt", "model.safetensors", "none", "automatic", "default", "current", "undefined"}
)
"""What clients send for the model that is in use, in small letters, without a hash."""
_HASH = re.compile(r"\s*\[([0-9a-fA-F]{4,64})\]$")


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model that is here.

    name  what recipes call it
    """

    name: str
    path: Path

    @property
    def sha256(self) -> str:
        """Its sum; "" where it is not known."""
        return model_sum(self.path)

    @property
    def file(self) -> str:
        """Its name with the ending of its file, as the web UI has it."""
        return self.name + printable(self.path.suffix) if is_file(self.path) else self.name

    @property
    def title(self) -> str:
        """As clients list it."""
        summed = self.sha256[:SHORT]
        return f"{self.file} [{summed}]" if summed else self.file


def files_here(kind: ModelKind) -> list[ModelFile]:
    """All models of a kind that are here, as a recipe finds them. Opens no file."""
    own = {one.name: one.path for one in Shelves.of_user().stock(kind)}
    shipped = shipped_here(kind)
    here = {**shipped, **own} if KINDS[kind].shipped_first else {**own, **shipped}
    here |= shipped if KINDS[kind].shipped_first else own
    return [ModelFile(name, path) for name, path in here.items()]


def usable_here(kind: ModelKind) -> list[ModelFile]:
    """Those of them that are whole, and of the kind that they lie among."""
    from ritocco.installed.here import models_here

    able = {model.name for model in models_here(kind) if model.problem is None}
    return [file for file in files_here(kind) if file.name in able]


def check_usable(kind: ModelKind, name: str) -> None:
    """Raise BadModel, with what is wrong, where the model of this name cannot be used."""
    from ritocco.installed.here import models_here

    for model in models_here(kind):
        if model.name == name and model.problem:
            raise BadModel(model.problem)


def is_placeholder(title: str, kind: ModelKind = ModelKind.MODEL) -> bool:
    """Whether a title means whichever is in use, and no file of that name is here."""
    name = _HASH.sub("", title).strip().lower()
    if name not in PLACEHOLDERS:
        return False
    return not name or all(file.file.lower() != name for file in files_here(kind))


def file_called(kind: ModelKind, title: str) -> ModelFile:
    """The one that a client means. Raises NotFound; MissingModel where it can be fetched."""
    here = files_here(kind)
    summed = _HASH.search(title)
    name = _HASH.sub("", title).strip()
    for meant in _WAYS:
        for said in filter(None, (name, summed and summed[1])):
            found = [file for file in here if meant(file, said)]
            if found:
                return min(found, key=lambda file: len(file.name))
    raise _missing(kind, name, here)


def _is(text: str, said: str) -> bool:
    return text.lower() == said.lower()


_LEAST = 6
"""Digits of a sum that are enough to tell."""
_WAYS: Sequence[Callable[[ModelFile, str], bool]] = (
    lambda file, said: said in (file.file, file.name, str(file.path)),
    lambda file, said: any(_is(one, said) for one in (file.file, file.name, str(file.path))),
    lambda file, said: any(_is(one, said) for one in (file.path.name, file.path.stem)),
    lambda file, said: len(said) >= _LEAST and file.sha256.startswith(said.lower()),
    lambda file, said: said.lower() in file.file.lower(),
)
"""How a title may name a file, the surest first."""


def _missing(kind: ModelKind, name: str, here: Sequence[ModelFile]) -> NotFound:
    if "/" not in name and "\\" not in name and not name.lower().endswith(KINDS[kind].endings):
        try:
            find(kind, name)  # says whether it can be fetched
        except NotFound as error:
            return error
    if not here:
        return NotFound(
            "No {noun} {name} is here, nor any other; put it into the models folder (`ritocco "
            "doctor` names it).",
            noun=KINDS[kind].noun,
            name=repr(name[:80]),
        )
    return NotFound(
        "No {noun} {name} is here. There are: {names}.",
        noun=KINDS[kind].noun,
        name=repr(name[:80]),
        names=listed([file.name for file in here]),
    )
