"""JPEG XL, by libjxl in a process of its own (`jxl_apart`): it hears no signal, but it ends."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from ritocco.canvas.coders import jxl_apart
from ritocco.canvas.coders.undecoded import Decoded, Undecoded
from ritocco.canvas.containers import jxl
from ritocco.canvas.expansion import JXL_BESIDE
from ritocco.canvas.in_time import in_time
from ritocco.canvas.picture import ColourModel, Depth, Layout
from ritocco.canvas.tags import Damaged
from ritocco.errors import BadPicture
from ritocco.sentence import Sentence

_PROCESS = 2**30
"""Bytes of addresses beside them: Python, the libraries, threads."""
_LEFT = Sentence("The file has more than 8 bits for each colour; they are read as 8.")
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows a program of its own would open a console."""
_FLOATS = {"F": Depth.F32, "F;16": Depth.F16}


def undecoded(path: Path, data: memoryview) -> Undecoded:
    """What the header says, at the most. Raises Damaged, as does decoding."""
    head = jxl.head(data)
    work = _Work(path, data, head)
    most = Layout(ColourModel.RGB, Depth.U8, True)  # or grey of 16 or 32 bits, which is no more
    return Undecoded(head.size, most, work.pixels, work.stop)


def jpeg_in(path: Path, data: memoryview, seconds: float) -> memoryview | None:
    """The JPEG that was packed anew in this file, byte for byte; None where it was none.

    Raises Damaged, and TookTooLong after so many seconds.
    """
    if not jxl.holds_jpeg(data):
        return None
    work = _Work(path, data, jxl.head(data))
    return memoryview(bytearray(in_time(work.jpeg, work.stop, seconds)))


def _lacking(path: Path) -> BadPicture:
    return BadPicture(
        "{path} is JPEG XL, and the package that reads it (pillow-jxl-plugin) is not installed; "
        "ritocco doctor says how to mend that.",
        path=path,
    )


class _Work:
    """One file in a process of its own."""

    def __init__(self, path: Path, data: memoryview, head: jxl.Head) -> None:
        self._path, self._data, self._size, self._bits = path, data, head.size, head.bits
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def stop(self) -> None:
        """End it."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()

    def pixels(self) -> Decoded:
        """The pixels, with their layout and profile."""
        told, profile, body = self._answer()
        if told["jpeg"] or (told["width"], told["height"]) != (self._size.width, self._size.height):
            raise Damaged("it is not what its head says")
        model = ColourModel.GREY if told["colours"] == 1 else ColourModel.RGB
        samples = self._size.area * (told["colours"] + told["alpha"])
        depth = _FLOATS.get(told["mode"], Depth.U16 if len(body) == 2 * samples else Depth.U8)
        layout = Layout(model, depth, told["alpha"])
        if len(body) != self._size.area * layout.channels * depth.dtype.itemsize:
            raise Damaged("it is not what its head says")
        flaws = (_LEFT,) if depth is Depth.U8 and self._bits > 8 else ()
        return Decoded(body, profile or None, layout, flaws)

    def jpeg(self) -> bytes:
        """The JPEG that was packed, byte for byte."""
        told, _, body = self._answer()
        if not told["jpeg"]:
            raise Damaged("the JPEG in it is not whole")
        return body

    def _answer(self) -> tuple[dict[str, Any], bytes, bytes]:
        """What it was told: head, profile, body. Raises Damaged where it ends without a word."""
        most = str(_PROCESS + len(self._data) + (JXL_BESIDE + 4) * self._size.area)
        command = [sys.executable, "-I", jxl_apart.__file__, most]
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command,
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            creationflags=_NO_WINDOW,
        ) as one:
            self._process = one
            if self._stopped:
                one.kill()
            assert one.stdin is not None
            assert one.stdout is not None
            with suppress(BrokenPipeError):
                one.stdin.write(self._data)
                one.stdin.close()
            try:
                (length,) = struct.unpack("<I", one.stdout.read(4))
                told = json.loads(one.stdout.read(length))
                profile = one.stdout.read(told["profile"])
                body = one.stdout.read(told["body"])
                if len(body) != told["body"]:
                    raise Damaged("the answer ends early")
            except (struct.error, ValueError) as error:
                if one.wait() == jxl_apart.NO_DECODER:
                    raise _lacking(self._path) from None
                raise Damaged("no answer") from error
            finally:
                one.kill()
        return told, profile, body
