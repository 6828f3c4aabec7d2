"""The models Ritocco knows where to get: a data file, read into checked values."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath

from ritocco.errors import NotFound, RitoccoError
from ritocco.library.kinds import ModelKind
from ritocco.shipped import resource

VARIABLE = "RITOCCO_CATALOGUE"
"""Environment variable that names another catalogue, for tests and for studios with their own."""
GIB = 2**30


class BadCatalogue(RitoccoError):
    """The list of models is not as it should be."""

    code = "bad_catalogue"


@dataclass(frozen=True, slots=True)
class Licence:
    """Under what terms a model comes: its id, its name, its words, and what they mean for work."""

    id: str
    title: str
    link: str
    note: str


@dataclass(frozen=True, slots=True)
class File:
    """One file of a model: its path in the folder of its kind (with `/`), size and sha256.

    Size and sum are None where nobody has published them.
    """

    path: str
    bytes: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Hub:
    """A repository at the Hugging Face Hub, at a revision of it."""

    repository: str
    revision: str = "main"
    files: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        pinned = f" (revision {self.revision[:8]})" if self.revision != "main" else ""
        return f"Hugging Face: {self.repository}{pinned}"


@dataclass(frozen=True, slots=True)
class Web:
    """The address of a model's one file."""

    url: str

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True, slots=True)
class Package:
    """A Python package with the files among its data, in the folder `inside`."""

    requirement: str
    inside: str

    @property
    def name(self) -> str:
        """Its name without the version."""
        return self.requirement.partition("==")[0]

    def __str__(self) -> str:
        return f"Python package: {self.requirement}"


Source = Hub | Web | Package


@dataclass(frozen=True, slots=True)
class CatalogueModel:
    """A model that can be fetched.

    folder  of a model of several files that belong together; "" for loose ones
    memory  least graphics memory in bytes with which it works well; None: does not matter
    checked whether its sources were asked when the catalogue was made
    """

    id: str
    title: str
    kind: ModelKind
    good_for: str
    licence: Licence
    files: tuple[File, ...]
    sources: tuple[Source, ...]
    family: str | None = None
    folder: str = ""
    memory: int | None = None
    recommended: bool = False
    checked: bool = False

    @property
    def bytes(self) -> int | None:
        """Size of all files; None where one is not known."""
        sizes = [file.bytes for file in self.files]
        return None if None in sizes else sum(size or 0 for size in sizes)

    @property
    def path(self) -> PurePosixPath:
        """What it is known by, in the folder of its kind: its folder, or its first file."""
        return PurePosixPath(self.folder or self.files[0].path)

    @property
    def name(self) -> str:
        """What recipes call it when it is here."""
        return self.path.name if self.folder else self.path.stem

    def place(self, file: File) -> PurePosixPath:
        """Where one of its files lies in the folder of its kind."""
        return PurePosixPath(self.folder, file.path)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All models that can be fetched, in the order in which they are shown."""

    models: tuple[CatalogueModel, ...]

    @classmethod
    def usual(cls) -> Catalogue:
        """The one that ships, or the one the environment names. Raises BadCatalogue."""
        chosen = os.environ.get(VARIABLE)
        path = Path(chosen) if chosen else resource("library", "models.toml")
        try:
            return _read(path, path.stat().st_mtime_ns)
        except OSError as error:
            raise BadCatalogue(
                f"The list of models {path} cannot be read ({error.strerror})."
            ) from None

    def get(self, name: str) -> CatalogueModel:
        """A model by its id, its file's name, or how but one id begins.

        Raises NotFound, naming what is like it.
        """
        known = self.known_as(name)
        begins = [model for model in self.models if name and model.id.startswith(name)]
        if known or len(begins) == 1:
            return known or begins[0]
        like = [model.id for model in self.models if _alike(name, model)]
        hint = f" Did you mean {' or '.join(like[:4])}?" if like else ""
        raise NotFound(
            f"The list of models has no {name!r}.{hint} `ritocco models list` shows all."
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
def _read(path: Path, _changed: int) -> Catalogue:
    from ritocco.library.catalogue_file import parse  # which knows our values

    try:
        return parse(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, BadCatalogue) as error:
        raise BadCatalogue(f"The list of models {path} is not as it should be: {error}.") from None
