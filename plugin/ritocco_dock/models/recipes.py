"""Asks the backend what a picture or a text tells of how it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from ..errors import DockError
from ..from_disk import opened
from ..knobs.told import ToldRecipe
from ..net.client import Client
from ..qt import QObject, QtCore
from ..slices import Slices
from ..words import say

PATH = "/v1/recipes/read"
MOST_BYTES = 64 * 2**20
"""Of a file that is asked about: whoever waits for the answer waits no longer than that takes."""
_STEP = 2**21
_SILENCE_MS = 60_000
Then = Callable[[ToldRecipe], object]
Fail = Callable[[DockError], object]


class Recipes(QObject):
    """Of one backend."""

    def __init__(self, client: Client, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client

    def read(self, data: bytes | bytearray, name: str, kind: str, then: Then, fail: Fail) -> None:
        """What these bytes tell, to be used for recipes of a kind; `fail` where they tell none."""
        query, body = {"name": name[:200], "kind": kind}, QtCore.QByteArray(bytes(data))
        call = self._client.exchange(PATH, query, body, part_bytes=0, silence_ms=_SILENCE_MS)
        call.then(self, lambda answer: then(ToldRecipe.from_dict(answer.json())), fail)

    def read_file(self, path: str, kind: str, then: Then, fail: Fail) -> None:
        """What a file of this computer tells; it is read in small steps."""
        data = bytearray()
        slices = Slices(_reading(Path(path), data), self)
        slices.done.connect(lambda: self.read(data, Path(path).name, kind, then, fail))
        slices.failed.connect(fail)


def _reading(path: Path, data: bytearray) -> Iterator[None]:
    try:
        with opened(path) as file:
            if path.stat().st_size > MOST_BYTES:
                raise DockError(say("{file} is too large.", file=path.name), "too_large")
            while part := file.read(_STEP):
                data += part
                yield None
    except OSError as error:
        text = say(
            "{source} cannot be read ({why}).", source=path.name, why=error.strerror or error
        )
        raise DockError(text, "cannot_read") from None
