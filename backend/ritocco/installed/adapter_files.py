"""Which file the name of an adapter means, as the web UI's prompts have it.

By the name of the file, or by the one it was given when it was made (`ss_output_name`), as it is
written; else in any case, where only one is meant. A name that two files were given counts for
neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
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


def file_of(kind: AdapterKind, name: str, shelves: Shelves | None = None) -> NamedFile:
    """The file that the name of an adapter means.

    Raises NotFound with names that are near; MissingModel where it can be fetched.
    """
    held, shelves = ModelKind(kind), shelves or Shelves.of_user()
    here = files_of(kind, shelves)
    try:
        path = find(held, name, shelves)
    except NotFound as error:
        found = _by_other_names(kind, name, here, shelves)
        if found is not None:
            return found
        if isinstance(error, MissingModel):
            raise
        raise _missing(kind, name, here, shelves) from None
    return next((file for file in here if file.path.absolute() == path), NamedFile(name, path))


def files_of(kind: AdapterKind, shelves: Shelves | None = None) -> list[NamedFile]:
    """All adapters of a kind that are here. Opens no file."""
    shelves = shelves or Shelves.of_user()
    return [NamedFile(one.name, one.path) for one in shelves.stock(ModelKind(kind))]


def _by_other_names(
    kind: AdapterKind, name: str, here: Sequence[NamedFile], shelves: Shelves
) -> NamedFile | None:
    by_alias: dict[str | None, list[NamedFile]] = defaultdict(list)
    for file in here:
        by_alias[facts_of(ModelKind(kind), file.path, shelves).said.alias].append(file)
    aliases = {alias: files[0] for alias, files in by_alias.items() if alias and len(files) == 1}
    if name in aliases:
        return aliases[name]
    stems = [(file.path.stem, file) for file in here]
    for names in (stems, aliases.items()):
        meant = [file for called, file in names if called.lower() == name.lower()]
        if len(meant) == 1:
            return meant[0]
    return None


def _missing(kind: AdapterKind, name: str, here: Sequence[NamedFile], shelves: Shelves) -> NotFound:
    row, near = KINDS[ModelKind(kind)], near_names(name, here)
    advice = Sentence("`ritocco models list` shows what is here and what can be fetched.")
    names = listed([file.name for file in here])
    if names:
        advice = Sentence("There are: {names}.", names=names)
    if near:
        advice = Sentence("Did you mean one of these: {names}?", names=", ".join(near))
    for other in AdapterKind:
        there = [file for file in files_of(other, shelves) if name in (file.name, file.path.stem)]
        if other is not kind and there:
            advice = Sentence(
                "{name} is here as a {noun}: write {instead}.",
                name=repr(name),
                noun=KINDS[ModelKind(other)].noun,
                instead=_TAGS.get(other, "{}").format(name),
            )
    return NotFound(
        one_after_another(
            Sentence("No {noun} {name} is here.", noun=row.noun, name=repr(name[:80])), advice
        )
    )


def near_names(name: str, here: Iterable[NamedFile]) -> list[str]:
    """Names of files that are like one, the nearest first."""
    called = {file.name.lower(): file.name for file in here}
    close = get_close_matches(name.lower(), called, MOST_NEAR, _NEARNESS)
    begun = [one for one in called if name and one.startswith(name.lower())]
    return [called[one] for one in dict.fromkeys((*close, *begun))][:MOST_NEAR]
