"""A form with raw pixels as Qt sends it: read from the bytes that are there, never joined."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from secrets import token_hex

from ..qt import QtCore


class Form:
    """A multipart form of text fields and files; each file is a list of pieces of bytes."""

    def __init__(self, fields: Mapping[str, object], files: Mapping[str, Sequence[bytes]]) -> None:
        """`fields` that are no text are sent as JSON; files without a byte are left away."""
        boundary = f"ritocco-{token_hex(16)}"
        self.content_type = f"multipart/form-data; boundary={boundary}"
        parts: list[bytes] = []
        for name, value in fields.items():
            text = value if isinstance(value, str) else json.dumps(value)
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            parts.append(f"{head}{text}\r\n".encode())
        for name, pieces in files.items():
            if not any(pieces):
                continue
            disposition = f'form-data; name="{name}"; filename="{name}"'
            head = f"--{boundary}\r\nContent-Disposition: {disposition}\r\n"
            parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode())
            parts.extend(piece for piece in pieces if piece)
            parts.append(b"\r\n")
        parts.append(f"--{boundary}--\r\n".encode())
        self.parts = parts


class Pieces(QtCore.QIODevice):
    """Bytes in pieces, as a device that can be read and rewound."""

    def __init__(self, pieces: Sequence[bytes], parent: QtCore.QObject | None = None) -> None:
        super().__init__(parent)
        self._pieces = list(pieces)
        self._starts = [0, *accumulate(len(piece) for piece in self._pieces)]
        self._at = 0
        self.open(QtCore.QIODevice.OpenModeFlag.ReadOnly | QtCore.QIODevice.OpenModeFlag.Unbuffered)

    def size(self) -> int:
        """Number of all bytes."""
        return self._starts[-1]

    def isSequential(self) -> bool:
        """It can be rewound, so that Qt may send again on a connection that was closed."""
        return False

    def seek(self, position: int) -> bool:
        """Read on from there."""
        self._at = position
        return bool(super().seek(position))

    def readData(self, most: int) -> bytes:
        """The next bytes, at most so many."""
        pieces = []
        while most > 0 and self._at < self.size():
            index = bisect_right(self._starts, self._at) - 1
            within = self._at - self._starts[index]
            pieces.append(self._pieces[index][within : within + most])
            self._at += len(pieces[-1])
            most -= len(pieces[-1])
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def writeData(self, data: object) -> int:
        """It cannot be written."""
        return -1
