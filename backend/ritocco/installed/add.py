"""Taking the user's own files in: looked into, then linked (or copied) to where they belong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from ritocco.errors import BadModel, CannotWrite, RitoccoError
from ritocco.from_disk import files_below, is_file, is_folder, opened, printable, reason
from ritocco.installed.here import ENDINGS
from ritocco.installed.listing import size_of
from ritocco.installed.look import Looked, is_model_folder, look_through
from ritocco.library.catalogue import Catalogue
from ritocco.library.catalogue_model import CatalogueModel
from ritocco.library.claim import claim
from ritocco.library.digests import sha256_of
from ritocco.library.kinds import KINDS, PICTURES, ModelKind
from ritocco.library.layouts import OURS, layout_of
from ritocco.library.part import PIECE, PartFile, Said
from ritocco.library.progress import ProgressReporter
from ritocco.library.shelves import Shelves
from ritocco.library.standing import CLAIMS, PARTIAL
from ritocco.library.troubles import AlreadyHere, InTheWay, NoSpace
from ritocco.sentence import Sentence
from ritocco.sizes import size_text

DEEPEST = 4
ADDING = "adding"
"""Claimed by whoever adds: two of the same bytes would both find that they are not here."""
_SPARE = "adding-"
MOST = 1000
"""Files that are looked into; a folder with more of them is not one of models."""
_LOOKED_FOR = ENDINGS - PICTURES
"""Endings of what is looked into in folders: pictures that may hold an adapter are named alone."""


@dataclass(frozen=True, slots=True)
class Addition:
    """One model that was taken in. `way`: "hard link", "link" or "copy"."""

    id: str
    name: str
    kind: ModelKind
    path: Path
    way: str


@dataclass(slots=True)
class Added:
    """What came of it: models taken in, and (name, sentence) of those that were not."""

    models: list[Addition] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Adder:
    """Takes files and folders in. `copy`: copies them, where they would be linked."""

    shelves: Shelves
    catalogue: Catalogue
    copy: bool = False

    def add(self, path: Path, reporter: ProgressReporter | None = None) -> Added:
        """Take in one model, or every model in a folder.

        Raises BadModel, AlreadyHere, InTheWay, NoSpace, CannotWrite for a single model and where a
        folder holds none; Cancelled.
        """
        reporter = reporter or ProgressReporter()
        path = path.expanduser().absolute()
        if not os.path.lexists(path):
            raise BadModel("There is nothing at {path}. Check the path.", path=path)
        if self.shelves.is_ours(path):
            raise AlreadyHere("{name} lies in Ritocco's models folder already.", name=path.name)
        if not is_folder(path) or is_model_folder(path):
            return Added([self._one(path, reporter)])
        return self._all_in(path, reporter)

    def _all_in(self, folder: Path, reporter: ProgressReporter) -> Added:
        layout, root = layout_of(folder)
        if layout is not None and layout.program != OURS and not self.copy:
            raise BadModel(
                "{root} is the folder of {program}. Use it in place "
                '(`ritocco models add "{root}" --in-place`; nothing is written there), or copy its '
                "models (--copy).",
                root=root,
                program=layout.program,
            )
        paths = list(islice(_models_below(folder), MOST + 1))
        if len(paths) > MOST:
            raise BadModel(
                "{folder} holds more than {most} files that might be models. Name the folder "
                "that has only those.",
                folder=folder,
                most=MOST,
            )
        added = Added()
        for path in paths:
            try:
                added.models.append(self._one(path, reporter))
            except (NoSpace, CannotWrite):
                raise
            except RitoccoError as error:
                if error.code == "cancelled":
                    raise
                added.refused.append((path.name, error.sentence))
        if not added.models and not added.refused:
            raise BadModel("{folder} holds no models.", folder=folder)
        return added

    def _one(self, path: Path, reporter: ProgressReporter) -> Addition:
        reporter.total = None
        reporter.begin(Sentence("Looking into {name}", name=path.name))
        self._check_not_used_in_place(path)
        looked = look_through(path)
        listed = self._recognized(path, looked.kind, reporter)
        _check_ending(path, looked.kind)
        shelf = self.shelves.folder(looked.kind)
        target = shelf / (listed.path if listed else path.name)
        name = printable(target.name if path.is_dir() else target.stem)
        made = listed.id if listed else f"{looked.kind.value}:{name}"
        with self._claimed(ADDING, reporter), self._claimed(made, reporter):
            self._sweep()
            self._check_free(path, target, looked.kind, reporter)
            try:
                shelf.mkdir(parents=True, exist_ok=True)
                way = self._place(path, target, looked, reporter)
            except OSError as error:
                raise CannotWrite(
                    "{target} cannot be written ({reason}). Give yourself the right to write "
                    "there, or name another models folder ([data] models in the settings).",
                    target=target,
                    reason=reason(error),
                ) from None
        return Addition(made, name, looked.kind, target, way)

    def _claimed(self, name: str, reporter: ProgressReporter) -> AbstractContextManager[None]:
        """Hold a claim; waits, saying so, while another holds it."""

        def waiting(owner: str) -> None:
            reporter.total, reporter.before = None, 0
            reporter.begin(Sentence("{owner} is at work here already; waiting", owner=owner))

        return claim(self.shelves.library / CLAIMS, name, waiting)

    def _sweep(self) -> None:
        """What additions that were cut off have left; nobody else adds now."""
        for left in (self.shelves.library / PARTIAL).glob(f"{_SPARE}*"):
            shutil.rmtree(left, ignore_errors=True)

    def _check_not_used_in_place(self, path: Path) -> None:
        for folder in self.shelves.others:
            if path.is_relative_to(folder.absolute()):
                raise AlreadyHere(
                    "{name} lies in {folder}, which Ritocco uses in place; nothing to add.",
                    name=path.name,
                    folder=folder,
                )

    def _recognized(
        self, path: Path, kind: ModelKind, reporter: ProgressReporter
    ) -> CatalogueModel | None:
        """The catalogue's model of which this is the very file; summed up only if sizes fit."""
        if path.is_dir():
            return None
        size = size_of(path)
        for model in self.catalogue.models:
            file = model.files[0]
            if model.kind is kind and len(model.files) == 1 and file.sha256 and file.bytes == size:
                reporter.total = size
                reporter.begin(Sentence("Reading {name}", name=path.name))
                if sha256_of(path, watch=reporter.at) == file.sha256:
                    return model
        return None

    def _check_free(
        self, path: Path, target: Path, kind: ModelKind, reporter: ProgressReporter
    ) -> None:
        """Raise AlreadyHere for what is here under any name, InTheWay for another of that name."""
        with suppress(OSError):
            if target.exists() and target.samefile(path):
                raise AlreadyHere(
                    "{name} is here already, as a link: {target}.", name=path.name, target=target
                )
        for stocked in self.shelves.stock(kind):
            if not path.is_dir() and _same_bytes(path, stocked.path, reporter):
                raise AlreadyHere("The same file is here already: {stocked}.", stocked=stocked.path)
        if os.path.lexists(target):
            raise _in_the_way(target)

    def _place(self, path: Path, target: Path, looked: Looked, reporter: ProgressReporter) -> str:
        """Links, or copies where that was asked for or links are not to be had."""
        moves = [
            (one, target.with_name(target.stem + one.name.removeprefix(path.stem)))
            for one in (*looked.beside, *looked.notes)
        ]
        # What lies there by a note's name already is another's.
        moves = [
            (one, place)
            for one, place in moves
            if one in looked.beside or not os.path.lexists(place)
        ]
        # What a model is known by comes last, so that it never looks complete too early.
        moves.append((path, target))
        way, placed = "", []
        try:
            for source, place in moves:
                way = "" if self.copy else _link(source, place)
                if not way:
                    self._copy(source, place, reporter)
                    way = "copy"
                placed.append(place)
        except BaseException:
            for place in placed:
                place.unlink(missing_ok=True)
            raise
        return way

    def _copy(self, source: Path, target: Path, reporter: ProgressReporter) -> None:
        size = size_of(source)
        free = shutil.disk_usage(target.parent).free
        if size > free:
            raise NoSpace(
                "A copy of {name} needs {size}, and {free} are free at {parent}. Make room, "
                "or add it without --copy, as a link.",
                name=source.name,
                size=size_text(size),
                free=size_text(free),
                parent=target.parent,
            )
        reporter.total, reporter.before = size, 0
        reporter.begin(Sentence("Copying {name}", name=source.name))
        spare = self.shelves.library / PARTIAL / f"{_SPARE}{os.getpid()}"
        shutil.rmtree(spare, ignore_errors=True)
        try:
            for file in [source] if is_file(source) else files_below(source, DEEPEST):
                _copy_file(file, spare / file.relative_to(source.parent), reporter)
            if os.path.lexists(target):  # laid there by hand while it was copied
                raise _in_the_way(target)
            (spare / source.name).replace(target)
        finally:
            shutil.rmtree(spare, ignore_errors=True)


def _in_the_way(target: Path) -> InTheWay:
    return InTheWay(
        "There is another {target} in {parent}. Rename yours, or remove that one, and add it "
        "again.",
        target=target.name,
        parent=target.parent,
    )


def _copy_file(source: Path, target: Path, reporter: ProgressReporter) -> None:
    part, done, size = PartFile(target), 0, source.stat().st_size
    part.restart(Said(str(source), "", size))
    with opened(source) as file, part.open() as write:
        while piece := file.read(PIECE):
            write(piece)
            done += len(piece)
            reporter.at(done)
    if done != size:
        raise BadModel(
            "{name} changed while it was copied. Add it once it is whole.", name=source.name
        )
    part.settle()
    part.move(target)
    reporter.before += done


def _link(source: Path, target: Path) -> str:
    """A hard link, else a symbolic one; "" where neither is to be had."""
    with suppress(OSError):
        if source.is_file():
            os.link(os.path.realpath(source), target)
            return "hard link"
    with suppress(OSError):
        target.symlink_to(os.path.realpath(source), target_is_directory=source.is_dir())
        return "link"
    return ""


def _same_bytes(first: Path, second: Path, reporter: ProgressReporter) -> bool:
    with suppress(OSError):
        if is_file(second) and first.stat().st_size == second.stat().st_size:
            if first.samefile(second):
                return True
            reporter.total = None
            reporter.begin(
                Sentence("Comparing {first} with {second}", first=first.name, second=second.name)
            )
            return sha256_of(first) == sha256_of(second)
    return False


def _check_ending(path: Path, kind: ModelKind) -> None:
    """Raise BadModel for a file whose ending would keep it out of its shelf's list."""
    row = KINDS[kind]
    if path.is_file() and path.suffix.lower() not in row.endings:
        raise BadModel(
            "{plural} are found in files that end in {endings}; {name} would not be. Rename "
            "it, and try again.",
            plural=row.plural,
            endings=", ".join(row.endings),
            name=path.name,
        )


def _models_below(folder: Path) -> Iterator[Path]:
    """Files that may be models, and folders that are; what lies too deep is left."""

    def walk(inner: Path, depth: int) -> Iterator[Path]:
        try:
            inside = sorted(inner.iterdir())
        except OSError:  # not ours to read
            return
        for path in inside:
            if path.name.startswith("."):
                continue
            if is_folder(path):
                if is_model_folder(path):
                    yield path
                elif not path.is_symlink() and depth < DEEPEST:
                    yield from walk(path, depth + 1)
            elif path.suffix.lower() in _LOOKED_FOR and not _is_weights_of_graph(path):
                yield path

    yield from walk(folder, 0)


def _is_weights_of_graph(path: Path) -> bool:
    return path.suffix == ".bin" and path.with_suffix(".param").is_file()
