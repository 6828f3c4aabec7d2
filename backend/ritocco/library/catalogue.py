"""The models Ritocco knows where to get: a data file, read into checked values."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from ritocco.errors import NotFound, RitoccoError
from ritocco.library.kinds import Kind
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
class Model:
    """A model that can be fetched.

    folder  of a model of several files that belong together; "" for loose ones
    memory  least graphics memory in bytes with which it works well; None: does not matter
    checked whether its sources were asked when the catalogue was made
    """

    id: str
    title: str
    kind: Kind
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

    models: tuple[Model, ...]

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

    def get(self, name: str) -> Model:
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

    def known_as(self, name: str) -> Model | None:
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

    def of(self, kind: Kind) -> list[Model]:
        """All of a kind; recommended ones first."""
        return sorted(
            (model for model in self.models if model.kind is kind),
            key=lambda model: not model.recommended,
        )


def _alike(name: str, model: Model) -> bool:
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    return bool(plain) and any(
        plain in re.sub(r"[^a-z0-9]", "", text.lower()) for text in (model.id, model.title)
    )


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Catalogue:
    try:
        return parse(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, BadCatalogue) as error:
        raise BadCatalogue(f"The list of models {path} is not as it should be: {error}.") from None


_MODEL_KEYS = frozenset(
    [
        "id",
        "title",
        "kind",
        "family",
        "good_for",
        "memory",
        "licence",
        "recommended",
        "checked",
        "folder",
        "files",
        "sources",
    ]
)


def parse(read: Mapping[str, Any]) -> Catalogue:
    """A catalogue from what TOML holds. Raises BadCatalogue, naming the entry and the key."""
    licences = {
        name: Licence(name, *(_text(row, key, name) for key in ("title", "link", "note")))
        for name, row in read.get("licence", {}).items()
    }
    models = tuple(_model(row, licences) for row in read.get("model", []))
    _unique("id", (model.id for model in models))
    _unique("place", (f"{model.kind}/{model.path}" for model in models))
    return Catalogue(models)


def _model(row: Mapping[str, Any], licences: Mapping[str, Licence]) -> Model:
    name = _text(row, "id", "a model")
    if not re.fullmatch(r"[a-z0-9][a-z0-9.\-]*", name):
        raise BadCatalogue(f"{name!r} is no id: use a-z, 0-9, '-' and '.'")
    _no_others(row, _MODEL_KEYS, name)
    try:
        kind = Kind(_text(row, "kind", name))
        licence = licences[_text(row, "licence", name)]
    except (ValueError, KeyError) as error:
        raise BadCatalogue(f"{name}: {error} is not known") from None
    files = tuple(_file(one, name) for one in row.get("files", []))
    sources = tuple(_source(one, name) for one in row.get("sources", []))
    if not files or not sources:
        raise BadCatalogue(f"{name} needs files and sources")
    if any(isinstance(source, Web) for source in sources) and len(files) > 1:
        raise BadCatalogue(f"{name}: a url is for one file; it has {len(files)}")
    _unique(f"file of {name}", (file.path for file in files))
    memory = row.get("memory")
    return Model(
        id=name,
        title=_text(row, "title", name),
        kind=kind,
        good_for=_text(row, "good_for", name),
        licence=licence,
        files=files,
        sources=sources,
        family=row.get("family"),
        folder=_path(row.get("folder", "."), name).as_posix().removeprefix("."),
        memory=None if memory is None else int(memory * GIB),
        recommended=bool(row.get("recommended", False)),
        checked=bool(row.get("checked", False)),
    )


def _file(row: Mapping[str, Any], where: str) -> File:
    _no_others(row, {"path", "bytes", "sha256"}, where)
    size, digest = row.get("bytes"), row.get("sha256")
    if size is not None and (type(size) is not int or size <= 0):
        raise BadCatalogue(f"{where}: bytes must be a whole number above 0, not {size!r}")
    if digest is not None and not re.fullmatch(r"[0-9a-f]{64}", str(digest)):
        raise BadCatalogue(f"{where}: sha256 must be 64 digits of 0-9 and a-f, not {digest!r}")
    return File(_path(_text(row, "path", where), where).as_posix(), size, digest)


def _source(row: Mapping[str, Any], where: str) -> Source:
    if "hub" in row:
        _no_others(row, {"hub", "revision", "files"}, where)
        repository = _text(row, "hub", where)
        if not re.fullmatch(r"[\w.\-]+/[\w.\-]+", repository):
            raise BadCatalogue(f"{where}: {repository!r} is no owner/repository")
        return Hub(repository, row.get("revision", "main"), dict(row.get("files", {})))
    if "url" in row:
        _no_others(row, {"url"}, where)
        url = _text(row, "url", where)
        if not url.startswith(("https://", "http://")):
            raise BadCatalogue(f"{where}: {url!r} is no address that begins with https://")
        return Web(url)
    if "pypi" in row:
        _no_others(row, {"pypi", "inside"}, where)
        return Package(_text(row, "pypi", where), _text(row, "inside", where))
    raise BadCatalogue(f"{where}: a source needs hub, url or pypi")


def _path(text: str, where: str) -> PurePosixPath:
    """A path that stays inside its folder."""
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or "\\" in text or ":" in text:
        raise BadCatalogue(f"{where}: {text!r} must be a path inside the models folder")
    return path


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise BadCatalogue(f"{where} needs {key}, a text")
    return value


def _no_others(row: Mapping[str, Any], keys: Iterable[str], where: str) -> None:
    unknown = sorted(set(row) - set(keys))
    if unknown:
        raise BadCatalogue(f"{where}: {unknown[0]} is not known here")


def _unique(what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value.lower() in seen:
            raise BadCatalogue(f"the {what} {value} is there twice")
        seen.add(value.lower())
