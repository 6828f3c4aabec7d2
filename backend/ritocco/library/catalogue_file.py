"""The models of a catalogue from what TOML holds: every entry checked, every mistake named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from ritocco.library.catalogue_model import (
    GIB,
    BadCatalogue,
    CatalogueModel,
    File,
    Hub,
    Licence,
    Package,
    Source,
    Web,
)
from ritocco.library.kinds import ModelKind
from ritocco.library.model_defaults import ModelDefaults

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
        "defaults",
        "folder",
        "files",
        "sources",
    ]
)


def parse(read: Mapping[str, Any]) -> tuple[CatalogueModel, ...]:
    """The models in what TOML holds. Raises BadCatalogue, naming the entry and the key."""
    licences = {
        name: Licence(name, *(_text(row, key, name) for key in ("title", "link", "note")))
        for name, row in read.get("licence", {}).items()
    }
    models = tuple(_model(row, licences) for row in read.get("model", []))
    _unique("id", (model.id for model in models))
    _unique("place", (f"{model.kind}/{model.path}" for model in models))
    return models


def _model(row: Mapping[str, Any], licences: Mapping[str, Licence]) -> CatalogueModel:
    name = _text(row, "id", "a model")
    if not re.fullmatch(r"[a-z0-9][a-z0-9.\-]*", name):
        raise BadCatalogue("{name} is no id: use a-z, 0-9, '-' and '.'", name=repr(name))
    _no_others(row, _MODEL_KEYS, name)
    try:
        kind = ModelKind(_text(row, "kind", name))
        licence = licences[_text(row, "licence", name)]
    except (ValueError, KeyError) as error:
        raise BadCatalogue("{name}: {reason} is not known", name=name, reason=error) from None
    files = tuple(_file(file, name) for file in row.get("files", []))
    sources = tuple(_source(source, name) for source in row.get("sources", []))
    if not files or not sources:
        raise BadCatalogue("{name} needs files and sources", name=name)
    if any(isinstance(source, Web) for source in sources) and len(files) > 1:
        raise BadCatalogue(
            "{name}: a url is for one file; it has {count}", name=name, count=len(files)
        )
    _unique(f"file of {name}", (file.path for file in files))
    memory = row.get("memory")
    return CatalogueModel(
        id=name,
        title=_text(row, "title", name),
        kind=kind,
        good_for=_text(row, "good_for", name),
        licence=licence,
        files=files,
        sources=sources,
        family=_text(row, "family", name) if "family" in row else None,
        folder=_path(row.get("folder", "."), name).as_posix().removeprefix("."),
        memory=None if memory is None else int(memory * GIB),
        recommended=bool(row.get("recommended", False)),
        checked=bool(row.get("checked", False)),
        defaults=_defaults(row.get("defaults", {}), name),
    )


def _defaults(row: Mapping[str, Any], where: str) -> ModelDefaults:
    try:
        return ModelDefaults.from_dict(row)
    except ValueError as error:
        raise BadCatalogue("{where}: {reason}", where=where, reason=error) from None


def _file(row: Mapping[str, Any], where: str) -> File:
    _no_others(row, {"path", "bytes", "sha256"}, where)
    size, digest = row.get("bytes"), row.get("sha256")
    if size is not None and (type(size) is not int or size <= 0):
        raise BadCatalogue(
            "{where}: bytes must be a whole number above 0, not {size}",
            where=where,
            size=repr(size),
        )
    if digest is not None and not re.fullmatch(r"[0-9a-f]{64}", str(digest)):
        raise BadCatalogue(
            "{where}: sha256 must be 64 digits of 0-9 and a-f, not {digest}",
            where=where,
            digest=repr(digest),
        )
    return File(_path(_text(row, "path", where), where).as_posix(), size, digest)


def _source(row: Mapping[str, Any], where: str) -> Source:
    if "hub" in row:
        _no_others(row, {"hub", "revision", "files"}, where)
        repository = _text(row, "hub", where)
        if not re.fullmatch(r"[\w.\-]+/[\w.\-]+", repository):
            raise BadCatalogue(
                "{where}: {repository} is no owner/repository",
                where=where,
                repository=repr(repository),
            )
        files = dict(row.get("files", {}))
        return Hub(
            repository,
            _text(row, "revision", where) if "revision" in row else "main",
            {path: _text(files, path, where) for path in files},
        )
    if "url" in row:
        _no_others(row, {"url"}, where)
        url = _text(row, "url", where)
        if not url.startswith(("https://", "http://")):
            raise BadCatalogue(
                "{where}: {url} is no address that begins with https://", where=where, url=repr(url)
            )
        return Web(url)
    if "pypi" in row:
        _no_others(row, {"pypi", "inside"}, where)
        return Package(_text(row, "pypi", where), _text(row, "inside", where))
    raise BadCatalogue("{where}: a source needs hub, url or pypi", where=where)


def _path(text: str, where: str) -> PurePosixPath:
    """A path that stays inside its folder."""
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or re.search(r"[\\:\x00-\x1f]", text):
        raise BadCatalogue(
            "{where}: {text} must be a path inside the models folder", where=where, text=repr(text)
        )
    return path


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise BadCatalogue("{where} needs {key}, a text", where=where, key=key)
    return value


def _no_others(row: Mapping[str, Any], keys: Iterable[str], where: str) -> None:
    unknown = sorted(set(row) - set(keys))
    if unknown:
        raise BadCatalogue("{where}: {unknown} is not known here", where=where, unknown=unknown[0])


def _unique(what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value.lower() in seen:
            raise BadCatalogue("the {what} {value} is there twice", what=what, value=value)
        seen.add(value.lower())
