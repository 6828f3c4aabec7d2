"""A file on its way: its bytes so far, and what its source said of it.

It lies in a folder of its own and never under its final name, so it never looks complete. Bytes
go straight to the system, so that a process that is killed leaves all that it has told of.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from ritocco.errors import CannotWrite
from ritocco.from_disk import json_in, reading, reason
from ritocco.library.troubles import NoSpace
from ritocco.sentence import Sentence
from ritocco.sizes import size_text

ENDING = ".part"
PIECE = 1 << 20
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What a system says when a disk, a share of it, or a largest size of files is used up."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a source said of the file whose bytes are here.

    url    where they are from
    etag   its mark there; "" where it has none
    total  bytes of the whole; None where it did not say
    """

    url: str = ""
    etag: str = ""
    total: int | None = None


class PartFile:
    """The bytes of a file so far. One process at a time may use it; see `claim.py`."""

    def __init__(self, path: Path) -> None:
        self.path = path.with_name(path.name + ENDING)
        self._note = path.with_name(path.name + ".json")
        self.joined = False
        """Whether what is here came in several goes, and so may not fit together."""

    @property
    def length(self) -> int:
        """Bytes that are here."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @property
    def said(self) -> Said:
        """What the source said; nothing where that cannot be read."""
        said = reading(lambda: Said(**json_in(self._note)), Said())
        total = said.total is None or (type(said.total) is int and said.total >= 0)
        whole = total and isinstance(said.url, str) and isinstance(said.etag, str)
        return said if whole else Said()

    def restart(self, said: Said) -> None:
        """Throw away what is here, and note what the source says of what comes now."""
        with self._writing():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.unlink(missing_ok=True)
            self._write_note(said)
        self.joined = False

    def note(self, said: Said) -> None:
        """Note what a source says of the bytes that are here."""
        if said != self.said:
            with self._writing():
                self._write_note(said)

    @contextmanager
    def open(self) -> Iterator[Callable[[bytes], object]]:
        """Opened to go on at its end: hands out what takes bytes. Raises NoSpace, CannotWrite."""
        with self._writing():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.joined = self.joined or self.length > 0
            with self.path.open("ab", buffering=0) as file:

                def write(piece: bytes) -> None:
                    view = memoryview(piece)
                    while view:  # a disk that is nearly full takes only a part
                        taken = file.write(view)
                        view = view[taken:]

                yield write

    def sum_up(self, watch: Callable[[int], object]) -> hashlib._Hash:
        """A sha256 of the bytes that are here, to go on with."""
        summed, done = hashlib.sha256(), 0
        if self.length:
            with self.path.open("rb") as file:
                while piece := file.read(PIECE):
                    summed.update(piece)
                    done += len(piece)
                    watch(done)
        return summed

    def settle(self) -> None:
        """Make sure that the bytes are on the disk, and not on their way to it."""
        with self._writing(), self.path.open("rb+") as file:
            os.fsync(file.fileno())

    def move(self, final: Path) -> None:
        """Give the file its name, once it is whole and settled."""
        with self._writing():
            final.parent.mkdir(parents=True, exist_ok=True)
            self.path.replace(final)
            self._note.unlink(missing_ok=True)

    def discard(self) -> None:
        """Throw it away."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
            self._note.unlink(missing_ok=True)

    def _write_note(self, said: Said) -> None:
        fresh = self._note.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(said)), "utf-8")
        fresh.replace(self._note)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """In here, what the disk says is told in words; a full disk is not left full."""
        try:
            yield
        except OSError as error:
            raise self._told(error) from None

    def _told(self, error: OSError) -> CannotWrite | NoSpace:
        if error.errno in FULL:
            had, total = self.length, self.said.total
            self.discard()
            full = Sentence("The disk is full.")
            if total:
                full = Sentence(
                    "The disk is full; {size} more were needed.", size=size_text(total - had)
                )
            return NoSpace(
                "{full} What had come of {stem} was removed again. Make room on the disk of "
                "{parent}, or move the models folder to another ([data] models in the settings).",
                full=full,
                stem=self.path.stem,
                parent=self.path.parent,
            )
        return CannotWrite(
            "Ritocco cannot write into its models folder ({reason}: {parent}). Give yourself "
            "the right to write there, or name another ([data] models in the settings).",
            reason=reason(error),
            parent=self.path.parent,
        )
