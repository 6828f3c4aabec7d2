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
from ritocco.installed.adapter_facts import AdapterFacts, facts_of
from ritocco.library.find import find, listed
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.library.shelves import Shelves
from ritocco.recipe.adapter import AdapterKind
from ritocco.sentence import Sentence, one_after_another

MOST_NEAR = 4
"""Names that an error lists."""
_TAGS = {AdapterKind.LORA: "<lora:{}:1>", AdapterKind.HYPERNETWORK: "<hypernet:{}:1>"}
_NEARNESS = 0.66
"""Of names, from which an error tells one of the other."""
_SHORT_SUM = 10
"""Digits of a sum by which sites find a file."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file, and what recipes call it."""

    name: str
    path: Path


_Called = Mapping[str, Sequence[NamedFile]]
"""Name -> the files that have it, or had it."""


class MissingAdapter(NotFound):
    """An adapter that is not here, and cannot be fetched.

    `lacks` says so, with names that are near; `others` what of its kind is here and can be used.
    """

    def __init__(self, lacks: Sentence, others: str = "") -> None:
        super().__init__(one_after_another(lacks, others))
        self.lacks, self.others = lacks, others


def file_of(
    kind: AdapterKind,
    name: str,
    shelves: Shelves | None = None,
    *,
    family: str | None = None,
    sha256: str = "",
) -> NamedFile:
    """The file that the name of an adapter means.

    family  of the model that it is for, one that adapters may be for; None: not known
    sha256  of the file that is meant, where that is known: told where it is not here

    Raises MissingAdapter with names that are near; MissingModel where it can be fetched.
    """
    held, shelves = ModelKind(kind), shelves or Shelves.of_user()
    here = files_of(kind, shelves)
    try:
        path = find(held, name, shelves)
    except NotFound as error:
        known = [(file, facts_of(held, file.path, shelves)) for file in here]
        aliases = _by_name((facts.said.alias, file) for file, facts in known)
        stems = _by_name((file.path.stem, file) for file in here)
        found = _by_other_names(name, stems, aliases)
        if found is not None:
            return found
        if isinstance(error, MissingModel):
            raise
        able = _able(known, family)
        raise _missing(kind, name, sha256, able, (stems, aliases), shelves) from None
    return next((file for file in here if file.path.absolute() == path), NamedFile(name, path))


def missing_together(errors: Sequence[NotFound]) -> NotFound:
    """One error for all that is not here; the first that can be fetched is offered."""
    if len(errors) == 1:
        return errors[0]
    adapters = [error for error in errors if isinstance(error, MissingAdapter)]
    lacks = [error.lacks if error in adapters else error.sentence for error in errors]
    others = [error.others for error in adapters]
    told = one_after_another(*dict.fromkeys(lacks), *dict.fromkeys(others))
    offered = next((error for error in errors if isinstance(error, MissingModel)), None)
    return MissingModel(told, offered.model) if offered else NotFound(told)


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


def _able(
    known: Iterable[tuple[NamedFile, AdapterFacts]], family: str | None
) -> Sequence[NamedFile]:
    """Those that can be used; those that fit models of this family first."""
    able = [(file, facts.families) for file, facts in known if not facts.problem]
    fits = [not family or not families or family in families for _, families in able]
    pairs = list(zip(able, fits, strict=True))
    return [file for wanted in (True, False) for (file, _), fit in pairs if fit is wanted]


def _missing(
    kind: AdapterKind,
    name: str,
    sha256: str,
    able: Sequence[NamedFile],
    called: Iterable[_Called],
    shelves: Shelves,
) -> MissingAdapter:
    noun, shown = KINDS[ModelKind(kind)].noun, repr(name[:80])
    lacks = Sentence("No {noun} {name} is here.", noun=noun, name=shown)
    if sha256:
        lacks = Sentence(
            "No {noun} {name} is here; sites with models find it by its sum, {sum} (SHA-256).",
            noun=noun,
            name=shown,
            sum=sha256[:_SHORT_SUM],
        )
    for other in AdapterKind:
        there = [file for file in files_of(other, shelves) if name in (file.name, file.path.stem)]
        if other is not kind and there:
            instead = Sentence(
                "{name} is here as {one}: write {instead}.",
                name=repr(name),
                one=KINDS[ModelKind(other)].one,
                instead=_TAGS.get(other, "{}").format(name),
            )
            return MissingAdapter(one_after_another(lacks, instead))
    usable = set(able)
    pairs = ((each, file) for names in called for each, of in names.items() for file in of)
    both = _by_name((each, file) for each, file in pairs if file in usable)
    if near := _near(name, both):
        meant = Sentence("Did you mean one of these: {names}?", names=", ".join(near))
        return MissingAdapter(one_after_another(lacks, meant))
    if names := listed([file.name for file in able]):
        return MissingAdapter(lacks, _OTHERS[kind].with_values(names=names))
    return MissingAdapter(
        lacks, Sentence("`ritocco models list` shows what is here and what can be fetched.")
    )


_OTHERS = {
    AdapterKind.LORA: Sentence("The LoRAs that are here: {names}."),
    AdapterKind.HYPERNETWORK: Sentence("The hypernetworks that are here: {names}."),
    AdapterKind.EMBEDDING: Sentence("The embeddings that are here: {names}."),
}


def _near(name: str, known: _Called) -> list[str]:
    """Names of the files that are called like this, the nearest first."""
    by_case = {called.lower(): _in_any_case(called, known) for called in known}
    close = get_close_matches(name.lower(), by_case, MOST_NEAR, _NEARNESS)
    begun = [called for called in by_case if name and called.startswith(name.lower())]
    files = [file for called in (*close, *begun) for file in by_case[called]]
    return list(dict.fromkeys(file.name for file in files))[:MOST_NEAR]
