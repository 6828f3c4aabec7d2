"""Which file the name of an adapter means, as the web UI's prompts have it.

By the name of the file, or by the one it was given when it was made (`ss_output_name`), as it is
written; else in any case, where only one is meant. A name that two files were given counts for
neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from ritocco.errors import MissingModel, NotFound
from ritocco.installed.adapter_facts import facts_of
from ritocco.library.find import find, listed
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.library.shelves import Shelves
from ritocco.recipe.adapter import AdapterKind
from ritocco.sentence import Sentence, one_after_another

MOST_NEAR = 4
"""Names that an error lists."""
_TAGS = {AdapterKind.LORA: "<lora:{}:1>", AdapterKind.HYPERNETWORK: "<hypernet:{}:1>"}
_NEARNESS = 0.5
"""Of names, from which an error tells one of the other."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file, and what recipes call it."""

    name: str
    path: Path


_Called = Mapping[str, Sequence[NamedFile]]
"""Name -> the files that have it, or had it."""


def file_of(kind: AdapterKind, name: str, shelves: Shelves | None = None) -> NamedFile:
    """The file that the name of an adapter means.

    Raises NotFound with names that are near; MissingModel where it can be fetched.
    """
    held, shelves = ModelKind(kind), shelves or Shelves.of_user()
    here = files_of(kind, shelves)
    try:
        path = find(held, name, shelves)
    except NotFound as error:
        facts = ((facts_of(held, file.path, shelves), file) for file in here)
        aliases = _by_name((fact.said.alias, file) for fact, file in facts)
        stems = _by_name((file.path.stem, file) for file in here)
        found = _by_other_names(name, stems, aliases)
        if found is not None:
            return found
        if isinstance(error, MissingModel):
            raise
        names = (*stems.items(), *aliases.items())
        both = _by_name((called, file) for called, files in names for file in files)
        raise _missing(kind, name, here, _near(name, both), shelves) from None
    return next((file for file in here if file.path.absolute() == path), NamedFile(name, path))


def files_of(kind: AdapterKind, shelves: Shelves | None = None) -> list[NamedFile]:
    """All adapters of a kind that are here. Opens no file."""
    shelves = shelves or Shelves.of_user()
    return [NamedFile(one.name, one.path) for one in shelves.stock(ModelKind(kind))]


def _by_other_names(name: str, stems: _Called, aliases: _Called) -> NamedFile | None:
    """The one file that was called so, or is called so in another case; None where none is."""
    alone = {called: files[0] for called, files in aliases.items() if len(files) == 1}
    if name in alone:
        return alone[name]
    for known in (stems, {called: [file] for called, file in alone.items()}):
        meant = _in_any_case(name, known)
        if len(meant) == 1:
            return meant[0]
    return None


def _in_any_case(name: str, known: _Called) -> list[NamedFile]:
    same = (files for called, files in known.items() if called.lower() == name.lower())
    return [file for files in same for file in files]


def _by_name(pairs: Iterable[tuple[str | None, NamedFile]]) -> _Called:
    """The files of each name."""
    made: dict[str, list[NamedFile]] = defaultdict(list)
    for name, file in pairs:
        if name:
            made[name].append(file)
    return made


def _missing(
    kind: AdapterKind, name: str, here: Sequence[NamedFile], near: Sequence[str], shelves: Shelves
) -> NotFound:
    advice = Sentence("`ritocco models list` shows what is here and what can be fetched.")
    if names := listed([file.name for file in here]):
        advice = Sentence("There are: {names}.", names=names)
    if near:
        advice = Sentence("Did you mean one of these: {names}?", names=", ".join(near))
    for other in AdapterKind:
        there = [file for file in files_of(other, shelves) if name in (file.name, file.path.stem)]
        if other is not kind and there:
            advice = Sentence(
                "{name} is here as {one}: write {instead}.",
                name=repr(name),
                one=KINDS[ModelKind(other)].one,
                instead=_TAGS.get(other, "{}").format(name),
            )
    noun = KINDS[ModelKind(kind)].noun
    lacks = Sentence("No {noun} {name} is here.", noun=noun, name=repr(name[:80]))
    return NotFound(one_after_another(lacks, advice))


def _near(name: str, known: _Called) -> list[str]:
    """Names of the files that are called like this, the nearest first."""
    by_case = {called.lower(): _in_any_case(called, known) for called in known}
    close = get_close_matches(name.lower(), by_case, MOST_NEAR, _NEARNESS)
    begun = [called for called in by_case if name and called.startswith(name.lower())]
    files = [file for called in (*close, *begun) for file in by_case[called]]
    return list(dict.fromkeys(file.name for file in files))[:MOST_NEAR]
