"""The models Ritocco knows where to get, read from a data file, and found by their names."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ritocco.errors import NotFound
from ritocco.from_disk import content, told_of_damage
from ritocco.library.catalogue_file import parse
from ritocco.library.catalogue_model import BadCatalogue, CatalogueModel
from ritocco.library.kinds import ModelKind
from ritocco.library.version import Version, version_of
from ritocco.sentence import Sentence, one_after_another
from ritocco.shipped import resource

VARIABLE = "RITOCCO_CATALOGUE"
"""Environment variable that names another catalogue, for tests and for studios with their own."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models that can be fetched, in the order in which they are shown."""

    models: tuple[CatalogueModel, ...]

    @classmethod
    def usual(cls) -> Catalogue:
        """The one that ships, or the one the environment names. Raises BadCatalogue."""
        chosen = os.environ.get(VARIABLE)
        path = Path(chosen) if chosen else resource("library", "models.toml")
        return _read(path, version_of(path))

    def get(self, name: str) -> CatalogueModel:
        """A model by its id, its file's name, or how but one id begins.

        Raises NotFound, naming what is like it.
        """
        known = self.known_as(name)
        begins = [model for model in self.models if name and model.id.startswith(name)]
        if known or len(begins) == 1:
            return known or begins[0]
        like = [model.id for model in self.models if _alike(name, model)]
        raise NotFound(
            one_after_another(
                Sentence("The list of models has no {name}.", name=repr(name)),
                Sentence("Did you mean one of these: {names}?", names=", ".join(like[:4]))
                if like
                else "",
                Sentence("`ritocco models list` shows all."),
            )
        )

    def known_as(self, name: str) -> CatalogueModel | None:
        """The model with this id, file name, or name in recipes; None where there is none."""
        wanted = name.lower()
        return next(
            (
                model
                for model in self.models
                if wanted in (model.id.lower(), model.name.lower(), model.path.name.lower())
            ),
            None,
        )

    def of(self, kind: ModelKind) -> list[CatalogueModel]:
        """All of a kind; recommended ones first."""
        return sorted(
            (model for model in self.models if model.kind is kind),
            key=lambda model: not model.recommended,
        )


def _alike(name: str, model: CatalogueModel) -> bool:
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    return bool(plain) and any(
        plain in re.sub(r"[^a-z0-9]", "", text.lower()) for text in (model.id, model.title)
    )


@lru_cache(maxsize=4)
def _read(path: Path, _: Version) -> Catalogue:
    with told_of_damage(
        lambda why: BadCatalogue(
            "The list of models {path} cannot be read ({reason}).", path=path, reason=why
        )
    ):
        try:
            return Catalogue(parse(tomllib.loads(content(path).decode("utf-8"))))
        except (tomllib.TOMLDecodeError, BadCatalogue) as error:
            raise BadCatalogue(
                "The list of models {path} is not as it should be: {reason}.",
                path=path,
                reason=error,
            ) from None
