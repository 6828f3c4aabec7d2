"""What the list of models holds: a model that can be fetched, its licence, files and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ritocco.errors import RitoccoError
from ritocco.library.kinds import ModelKind
from ritocco.library.model_defaults import ANY_MODEL, ModelDefaults

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
    defaults  its own values, of a model that paints
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
    defaults: ModelDefaults = ANY_MODEL

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
