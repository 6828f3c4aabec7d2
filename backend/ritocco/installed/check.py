"""Whether models that are here are what they should be: sizes, sums, and that they can be read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ritocco.errors import ForeignModel, RitoccoError
from ritocco.from_disk import DAMAGE, reason
from ritocco.installed.listing import Item, size_of
from ritocco.installed.look import look_through
from ritocco.library.catalogue_model import CatalogueModel, File
from ritocco.library.digests import remembered, sha256_of
from ritocco.library.progress import ProgressReporter
from ritocco.library.standing import Presence
from ritocco.sentence import Sentence
from ritocco.sizes import size_text

_REMOVED = Sentence("{model} was removed while it was looked at.")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found.

    by       "sha256" where all bytes were compared, "size" where only that is known of some,
             "contents" where it was only read
    problem  a sentence; None where all is well
    """

    by: str
    problem: str | None = None


def check(item: Item, reporter: ProgressReporter | None = None) -> Checked:
    """Check one model that is here. Raises Cancelled."""
    reporter = reporter or ProgressReporter()
    path = item.standing.path
    if path is None or item.standing.state is Presence.DAMAGED:
        return Checked("size", item.standing.problem or Sentence("It is not here."))
    reporter.total = size_of(path)
    reporter.before = 0
    try:
        if item.listed:
            return _against_the_catalogue(item.listed, path, reporter)
        reporter.begin(Sentence("Looking into {name}", name=path.name))
        look_through(path)
        return Checked("contents")
    except ForeignModel:  # whole; lists tell what it is for
        return Checked("contents")
    except RitoccoError as error:
        if error.code == "cancelled":
            raise
        gone = not os.path.lexists(path)
        return Checked(
            "contents", _REMOVED.with_values(model=item.title) if gone else error.sentence
        )
    except DAMAGE as error:
        gone = not os.path.lexists(path)
        said = Sentence("{name} cannot be read ({reason}).", name=path.name, reason=reason(error))
        return Checked("contents", _REMOVED.with_values(model=item.title) if gone else said)


def _against_the_catalogue(
    model: CatalogueModel, path: Path, reporter: ProgressReporter
) -> Checked:
    """Sums where they are known, from the catalogue or from when it was fetched; sizes else."""
    by = "sha256"
    for file in model.files:
        place = path / file.path if model.folder else path.with_name(Path(file.path).name)
        known = file.sha256 or remembered().noted(place)
        reporter.begin(Sentence("Reading {place}", place=place.name))
        size = place.stat().st_size
        if file.bytes not in (None, size):
            return Checked(
                "size",
                _wrong(
                    place, Sentence("{size} bytes and not {bytes}", size=size, bytes=file.bytes)
                ),
            )
        if isinstance(known, str):
            digest = sha256_of(place, afresh=True, watch=reporter.at)
            if digest != known:
                words = Sentence(
                    "other bytes than it should (sha256 {digest}, not {known})",
                    digest=digest[:10],
                    known=known[:10],
                )
                return Checked("sha256", _wrong(place, words))
        else:
            by = "size"
        reporter.before += size
    if by == "size" and not any(_is_summed(file) for file in model.files):
        look_through(path)
        return Checked("contents")
    return Checked(by)


def _is_summed(file: File) -> bool:
    return file.sha256 is not None


def _wrong(place: Path, words: Sentence) -> Sentence:
    return Sentence(
        "{name} ({size}) has {words}: it was damaged or replaced. Remove it, and get it again.",
        name=place.name,
        size=size_text(place.stat().st_size),
        words=words,
    )
