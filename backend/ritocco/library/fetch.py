"""Getting a model: sizes, room, every way in turn, sums, and only then its name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from ritocco.errors import CannotWrite, RitoccoError
from ritocco.from_disk import reason
from ritocco.library.asking import RetryPolicy, Wanted, new_client
from ritocco.library.catalogue_model import CatalogueModel, File
from ritocco.library.claim import claim
from ritocco.library.digests import remembered
from ritocco.library.part import PartFile
from ritocco.library.progress import ProgressReporter
from ritocco.library.shelves import Shelves
from ritocco.library.standing import (
    CLAIMS,
    DONE,
    Origin,
    Presence,
    Standing,
    Survey,
    arrived,
    own_standing,
    partial_folder,
)
from ritocco.library.troubles import AlreadyHere, CannotReach, InTheWay, NoSpace, Offline, WrongFile
from ritocco.library.ways import Tools, Way, ways
from ritocco.sentence import Sentence, one_after_another
from ritocco.settings import Settings
from ritocco.sizes import size_text

SPARE = 256 << 20
"""Bytes that stay free on the disk."""


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Gets models of the catalogue into our folder.

    mirrors  folders and addresses that go before a model's own sources
    offline  no source of the network is asked
    """

    shelves: Shelves
    mirrors: tuple[str, ...] = ()
    offline: bool = False
    retry: RetryPolicy = field(default_factory=RetryPolicy)

    @classmethod
    def of_user(cls) -> Fetcher:
        """As the settings say. Raises BadSettings."""
        settings = Settings.of_user()
        return cls(Shelves.of_user(), settings.mirrors, settings.offline)

    def measured(
        self, model: CatalogueModel, reporter: ProgressReporter | None = None
    ) -> CatalogueModel:
        """The model with the sizes and sums that are not in the catalogue, as far as they are told.

        Asks the sources. Raises what the last of them raised where none answers, and Offline.
        """
        if model.bytes is not None:
            return model
        with self._tools(model) as tools:
            return self._with_sizes(model, tools, reporter or ProgressReporter())

    def get(self, model: CatalogueModel, reporter: ProgressReporter | None = None) -> Path:
        """Get a model; its file or folder comes back once it is whole and in its place.

        Goes on with what is there of it. Where another process is at work on it, waits for that.
        Raises AlreadyHere, InTheWay, Offline, NoSpace, CannotReach, Refused, Gone, TooMany,
        WrongFile, CannotWrite, Cancelled.
        """
        reporter = reporter or ProgressReporter()
        self.check(model)

        def waiting(owner: str) -> None:
            reporter.total = model.bytes
            reporter.begin(
                Sentence("{owner} is fetching it already; waiting", owner=owner),
                arrived(model, self.shelves),
            )

        with claim(self.shelves.library / CLAIMS, model.id, waiting), self._tools(model) as tools:
            mine = own_standing(model, self.shelves)
            if mine.state is Presence.HERE and mine.path:  # the other process has got it
                return mine.path
            reporter.before, reporter.total = 0, model.bytes
            model = self._all_measured(model, tools, reporter)
            reporter.total = model.bytes
            self._check_room(model, model.bytes)
            for file in model.files:
                self._bring(model, file, tools, reporter)
            return self._put_in_place(model)

    def check(self, model: CatalogueModel) -> None:
        """Raise what `get` would raise, as far as can be told at once and without the network."""
        standing = Survey(self.shelves).of(model)
        _check_absent(model, standing)
        for file in model.files:
            if not ways(model, file, self.mirrors, offline=self.offline):
                raise Offline(
                    "{model} cannot be fetched: the settings say offline ([models] offline), "
                    "and no mirror folder has it. Put it into one, add a file you have with "
                    "`ritocco models add FILE`, or let Ritocco use the network.",
                    model=model.title,
                )
        self._check_room(model, model.bytes)

    def _bring(
        self, model: CatalogueModel, file: File, tools: Tools, reporter: ProgressReporter
    ) -> None:
        """One file, by the first way that gives the right one, whole and summed up."""
        folder = partial_folder(model, self.shelves)
        done = folder / DONE / file.path
        if done.is_file() and file.bytes in (None, done.stat().st_size):
            reporter.before += done.stat().st_size
            return
        part = PartFile(folder / file.path)
        troubles: list[tuple[Way, RitoccoError]] = []
        for way in ways(model, file, self.mirrors, offline=self.offline):
            try:
                digest = self._by(way, model, file, part, tools, reporter)
                break
            except (NoSpace, CannotWrite):
                raise
            except RitoccoError as error:
                if error.code == "cancelled":
                    raise
                troubles.append((way, error))
        else:
            raise _all_failed(model, troubles)
        part.move(done)
        reporter.before += done.stat().st_size
        remembered().put(done, digest)

    def _by(
        self,
        way: Way,
        model: CatalogueModel,
        file: File,
        part: PartFile,
        tools: Tools,
        reporter: ProgressReporter,
    ) -> str:
        """One file by one way; its sha256 comes back. A part that turns out bad gets one more go.

        Raises WrongFile where the sum is another.
        """
        wanted = Wanted(file.bytes, file.sha256)
        for _ in range(2):
            reporter.begin(
                Sentence(
                    "Fetching {name} from {words}", name=Path(file.path).name, words=way.words
                ),
                part.length,
            )

            def room(total: int) -> None:
                self._check_room(model, total)

            got = way.bring(wanted, part, tools, reporter, room)
            reporter.begin(Sentence("Checking {name}", name=Path(file.path).name), part.length)
            part.settle()
            digest = part.sum_up(lambda done: reporter.at(part.length)).hexdigest()
            right = got.sha256 in (None, digest) and got.bytes in (None, part.length)
            if right and part.length:
                return digest
            in_several_goes = part.joined
            part.discard()
            if not in_several_goes:
                break
        why = Sentence("size")
        if got.sha256:
            why = Sentence(
                "sha256 begins with {digest}, not {wanted}",
                digest=digest[:10],
                wanted=got.sha256[:10],
            )
        raise WrongFile(
            "What {words} gave for {name} is not the file it should be (its {reason}). It "
            "was not kept.",
            words=way.words,
            name=Path(file.path).name,
            reason=why,
        )

    def _put_in_place(self, model: CatalogueModel) -> Path:
        """All files are whole: give them their names, that by which the model is known last."""
        folder, shelf = partial_folder(model, self.shelves), self.shelves.folder(model.kind)
        final, known = shelf / model.path, remembered()
        sums = {
            shelf / model.place(file): digest
            for file in model.files
            if (digest := known.get(folder / DONE / file.path)) is not None
        }
        try:
            shelf.mkdir(parents=True, exist_ok=True)
            if model.folder:
                if final.exists():
                    raise InTheWay(
                        "{final} is in the way of {model}. Move it away first.",
                        final=final,
                        model=model.title,
                    )
                (folder / DONE).replace(final)
            else:
                for file in reversed(model.files):
                    source, target = folder / DONE / file.path, shelf / file.path
                    if source.is_file():
                        target.parent.mkdir(parents=True, exist_ok=True)
                        source.replace(target)
        except OSError as error:
            raise CannotWrite(
                "{final} cannot be written ({reason}). Give yourself the right to write "
                "there, and get the model again: what has come is kept.",
                final=final,
                reason=reason(error),
            ) from None
        known.put_all(sums)
        shutil.rmtree(folder, ignore_errors=True)
        return final

    def _all_measured(
        self, model: CatalogueModel, tools: Tools, reporter: ProgressReporter
    ) -> CatalogueModel:
        """With sizes where they are told; a source that does not tell may still give the file."""
        if model.bytes is not None:
            return model
        with suppress(CannotReach, WrongFile):
            reporter.begin(Sentence("Asking how large {model} is", model=model.title))
            return self._with_sizes(model, tools, reporter)
        return model

    def _with_sizes(
        self, model: CatalogueModel, tools: Tools, reporter: ProgressReporter
    ) -> CatalogueModel:
        files = tuple(self._measured(model, file, tools, reporter) for file in model.files)
        return replace(model, files=files)

    def _measured(
        self, model: CatalogueModel, file: File, tools: Tools, reporter: ProgressReporter
    ) -> File:
        if file.bytes is not None:
            return file
        done = partial_folder(model, self.shelves) / DONE / file.path
        if done.is_file():
            return replace(file, bytes=done.stat().st_size)
        troubles: list[tuple[Way, RitoccoError]] = []
        for way in ways(model, file, self.mirrors, offline=self.offline):
            try:
                measured = way.measure(tools, reporter)
                return replace(file, bytes=measured.bytes, sha256=file.sha256 or measured.sha256)
            except RitoccoError as error:
                if error.code == "cancelled":
                    raise
                troubles.append((way, error))
        raise _all_failed(model, troubles)

    def _check_room(self, model: CatalogueModel, total: int | None) -> None:
        place = self.shelves.own
        while not place.exists() and place != place.parent:
            place = place.parent
        try:
            free = shutil.disk_usage(place).free
        except OSError:
            return  # a disk that does not tell; it will say when it is full
        need = (total or 0) - arrived(model, self.shelves)
        if need > 0 and need + SPARE > free:
            raise NoSpace(
                "{model} needs {need} on the disk of {own}, and {free} are free. Make room "
                "there, or move the models folder to another disk ([data] models in the "
                "settings).",
                model=model.title,
                need=size_text(need + SPARE),
                own=self.shelves.own,
                free=size_text(free),
            )

    @contextmanager
    def _tools(self, model: CatalogueModel) -> Iterator[Tools]:
        with new_client(self.retry) as client:
            yield Tools(client, self.retry, partial_folder(model, self.shelves) / "packages")


def _check_absent(model: CatalogueModel, standing: Standing) -> None:
    if standing.state is Presence.HERE and standing.origin is Origin.SHIPPED:
        raise AlreadyHere("{model} came with Ritocco.", model=model.title)
    if standing.state is Presence.HERE:
        if standing.program:
            raise AlreadyHere(
                "{model} is here already: {program} has it at {path}.",
                model=model.title,
                program=standing.program,
                path=standing.path,
            )
        raise AlreadyHere(
            "{model} is here already: it is at {path}.", model=model.title, path=standing.path
        )
    if standing.state is Presence.DAMAGED:
        raise InTheWay(
            "{path} is in the way of {model}: {problem}",
            path=standing.path,
            model=model.title,
            problem=standing.problem,
        )


def _all_failed(model: CatalogueModel, troubles: list[tuple[Way, RitoccoError]]) -> RitoccoError:
    """One error for all ways that failed: of the kind of the first, with what each said."""
    if not troubles:
        return Offline("{model} cannot be fetched: the settings say offline.", model=model.title)
    kind = type(troubles[0][1])
    said = dict.fromkeys(error.sentence for _, error in troubles)
    failed = Sentence("{model} could not be fetched.", model=model.title)
    return kind(one_after_another(failed, *said))
