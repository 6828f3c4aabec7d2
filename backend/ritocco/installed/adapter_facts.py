"""What there is to know of an adapter: looked into once for each version of its files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from ritocco import __version__
from ritocco.errors import ForeignModel, RitoccoError
from ritocco.from_disk import reading
from ritocco.installed.adapter_words import NOTHING, Said, said_beside, said_in
from ritocco.installed.families import memory_of
from ritocco.installed.look import Looked, look_into
from ritocco.installed.own_values import adapter_values_at
from ritocco.library.beside import notes_beside, pictures_beside
from ritocco.library.file_cache import mark_of
from ritocco.library.kinds import KINDS, PICTURES, ModelKind
from ritocco.library.model_defaults import ANY_MODEL, ModelDefaults
from ritocco.library.shelves import Shelves
from ritocco.sentence import Sentence, heard, told

T = TypeVar("T")
THUMBNAIL = "modelspec.thumbnail"
"""Metadata of a safetensors file: a small picture, as a data URL."""
_FORM = f"{__version__}, 2"
"""Of what is remembered: that of another version is looked for again."""


@dataclass(frozen=True, slots=True)
class AdapterFacts:
    """What lists tell of an adapter.

    families   what it fits: "sd1", "sd2", "sdxl", "mini"; empty: not known
    said       its words, strength and names
    thumbnail  whether there is a picture of what it does
    defaults   its own values, of one that is made for few steps
    problem    why it cannot be used
    foreign    whether that is only since it is for other models, or for another shelf
    """

    families: tuple[str, ...] = ()
    said: Said = NOTHING
    thumbnail: bool = False
    defaults: ModelDefaults = ANY_MODEL
    problem: Sentence | None = None
    foreign: bool = False

    def to_dict(self) -> dict[str, Any]:
        """What a row of a list has of it, plain values for JSON."""
        return {
            "families": list(self.families),
            "trigger_words": list(self.said.words),
            "preferred_strength": self.said.strength,
            "alias": self.said.alias,
            "thumbnail": self.thumbnail,
        }


NO_FACTS = AdapterFacts()
"""Of what is no adapter."""


def facts_of(kind: ModelKind, path: Path, shelves: Shelves) -> AdapterFacts:
    """What is known of the adapter that lies there as one of this kind."""
    itself = _remembered(shelves, path, kind.value, partial(_in_file, kind, path), _facts)
    if itself.problem:
        return itself
    said = NOTHING
    for note in notes_beside(path):
        said = said.over(_remembered(shelves, note, "note", partial(_in_note, note), _said))
    said = said.over(itself.said)
    shown = itself.thumbnail or bool(pictures_beside(path))
    alias = None if said.alias == path.stem else said.alias
    return replace(itself, said=replace(said, alias=alias), thumbnail=shown)


def _remembered(
    shelves: Shelves,
    path: Path,
    what: str,
    find_out: Callable[[], dict[str, Any]],
    read: Callable[[dict[str, Any]], T],
) -> T:
    """What was found out of a file, as it is now, when it was looked into as this."""
    memory, mark, form = memory_of(shelves), mark_of(path), f"{_FORM}, {what}"
    known = memory.get(path)
    if isinstance(known, dict) and known.get("form") == form:
        remembered = reading(lambda: read(known["found"]), None)
        if remembered is not None:
            return remembered
    found = find_out()
    memory.put(path, {"form": form, "found": found}, mark)
    return read(found)


def _in_file(kind: ModelKind, path: Path) -> dict[str, Any]:
    """What the file says, plain values for JSON."""
    try:
        looked = look_into(path)
        _check_kind(kind, path, looked)
    except RitoccoError as error:
        return {"problem": told(error.sentence), "foreign": isinstance(error, ForeignModel)}
    own = adapter_values_at(path).to_dict() if kind is ModelKind.LORA else {}
    return {
        "families": looked.families,
        "said": asdict(said_in(looked.metadata)),
        "thumbnail": THUMBNAIL in looked.metadata or path.suffix.lower() in PICTURES,
        "defaults": {name: value for name, value in own.items() if value is not None},
    }


def _in_note(note: Path) -> dict[str, Any]:
    return asdict(said_beside(note))


def _facts(found: dict[str, Any]) -> AdapterFacts:
    if "problem" in found:
        return AdapterFacts(problem=heard(found["problem"]), foreign=bool(found["foreign"]))
    return AdapterFacts(
        tuple(str(one) for one in found["families"]),
        _said(found["said"]),
        bool(found["thumbnail"]),
        ModelDefaults.from_dict(found["defaults"]),
    )


def _said(found: dict[str, Any]) -> Said:
    return Said(**{**found, "words": tuple(str(one) for one in found["words"])})


def _check_kind(kind: ModelKind, path: Path, looked: Looked) -> None:
    """Raise ForeignModel for a file that lies on the wrong shelf."""
    if looked.kind is not kind:
        raise ForeignModel(
            "{name} is {what} and not {wanted}. Move it to the folder {folder}.",
            name=path.name,
            what=KINDS[looked.kind].one,
            wanted=KINDS[kind].one,
            folder=repr(KINDS[looked.kind].folder or "models"),
        )
