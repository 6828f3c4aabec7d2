"""Finished results on disk: each in a folder of its own, whole or not at all.

A result is written beside its final place, forced to the disk, then renamed. It stays until it
is released, whatever becomes of the client, the server or the power supply.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from ritocco.errors import CannotWrite, NotFound
from ritocco.geometry import Box
from ritocco.plain import finite

if TYPE_CHECKING:  # numpy, OpenCV and libvips come in with the first result, not at start
    from ritocco.canvas.document import Layer
    from ritocco.canvas.picture import Picture

FORMAT = 1
THUMBNAIL_SIDE = 256
_ID = re.compile(r"[0-9a-f]{12}-[0-9a-f]{20}")
_PART, _GONE = ".part-", ".gone-"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a result beside its pixels.

    created   when the job was submitted, seconds since 1970
    document  the name the client gave to its document
    order     order of the channels the client uses: "rgba" or "bgra"
    layout    the layer's model, depth and alpha, as JSON writes them
    profiled  whether the document came with an ICC profile
    report    `Result.to_dict()`: recipe, canvas, layer, windows, quality, times
    note      what the client wants back with the result
    """

    id: str
    created: float
    document: str
    order: str
    layout: dict[str, Any]
    profiled: bool
    report: dict[str, Any]
    note: str = ""

    @property
    def box(self) -> Box:
        """Where the layer goes, in the coordinates of the canvas before extension."""
        return Box(**self.report["layer"])

    @property
    def position(self) -> str:
        """Where the layer goes: the value of a `Position`."""
        return str(self.report["layer_position"])

    def to_json(self) -> str:
        """Readable JSON; what is not finite is written as null."""
        plain = {
            "format": FORMAT,
            "id": self.id,
            "created": self.created,
            "document": self.document,
            "order": self.order,
            "layout": self.layout,
            "profiled": self.profiled,
            "report": finite(self.report),
            "note": self.note,
        }
        return json.dumps(plain, indent=1, allow_nan=False)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The record `to_json` wrote. Raises ValueError where it is none."""
        try:
            data = json.loads(text)
            if data.pop("format") != FORMAT:
                raise ValueError("another format")
            record = cls(**data)
            whole = (
                isinstance(record.document, str)
                and isinstance(record.note, str)
                and isinstance(record.created, (int, float))
                and record.order in ("rgba", "bgra")
                and {"model", "depth", "alpha"} <= set(record.layout)
                and {"recipe", "canvas", "layer_position"} <= set(record.report)
                and record.box
            )
            if not whole:
                raise ValueError("a field is missing or of another kind")
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"not a result: {error!r}") from None
        return record


class ResultStore:
    """The folder of results. All methods may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        """Open the folder, made where missing, and sweep what a crash left half-written.

        Raises CannotWrite.
        """
        self._folder = folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = (folder / ".lock").open("wb")
        except OSError as error:
            raise CannotWrite(
                f"Ritocco cannot use the folder of its results, {folder} ({error.strerror})."
            ) from None
        if _is_alone(self._lock):
            for left in [*folder.glob(f"{_PART}*"), *folder.glob(f"{_GONE}*")]:
                _log.info("sweeping %s", left.name)
                shutil.rmtree(left, ignore_errors=True)
        _share(self._lock)

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._folder

    def close(self) -> None:
        """Let go of the folder."""
        self._lock.close()

    def write(self, record: Record, layer: Layer) -> None:
        """Put a result on the disk. Raises CannotWrite; then nothing of it is left there."""
        part, place = self._folder / (_PART + record.id), self._folder / record.id
        try:
            part.mkdir(mode=0o700)
            _write_layer(layer.picture, part)
            (part / "result.json").write_text(record.to_json(), "utf-8")
            for file in part.iterdir():
                _to_disk(file)
            _to_disk(part)
            part.rename(place)
            _to_disk(self._folder)
        except (OSError, CannotWrite) as error:
            shutil.rmtree(part, ignore_errors=True)
            why = error.strerror if isinstance(error, OSError) else str(error)
            raise CannotWrite(
                f"The result could not be written to {self._folder} ({why or error})."
            ) from error

    def record(self, result: str) -> Record:
        """What is known of a result. Raises NotFound."""
        try:
            return Record.from_json((self._place(result) / "result.json").read_bytes())
        except OSError:
            raise _not_found(result) from None
        except ValueError as error:
            _log.warning("result %s is damaged: %s", result, error)
            raise NotFound(
                f"The result {result} is damaged; its files lie in {self._folder / result}."
            ) from None

    def layer(self, result: str) -> Layer:
        """The finished layer, exactly as it was made. Raises NotFound, BadPicture."""
        from ritocco.canvas.document import Layer, Position
        from ritocco.canvas.files import load

        record = self.record(result)
        picture = _restored(load(self._file(result, "layer.tif")), record)
        return Layer(picture, record.box, Position(record.position))

    def tiff(self, result: str) -> bytes:
        """The layer as a TIFF file. Raises NotFound."""
        return self._file(result, "layer.tif").read_bytes()

    def thumbnail(self, result: str) -> bytes:
        """A small PNG of the layer. Raises NotFound."""
        return self._file(result, "thumbnail.png").read_bytes()

    def release(self, result: str) -> None:
        """Remove a result from the disk. Raises NotFound, CannotWrite."""
        gone = self._folder / (_GONE + result)
        try:
            self._place(result).rename(gone)
        except FileNotFoundError:
            raise _not_found(result) from None
        except OSError as error:
            raise CannotWrite(
                f"The result {result} could not be removed ({error.strerror})."
            ) from None
        shutil.rmtree(gone, ignore_errors=True)

    def newest(self, before: str | None = None) -> Iterator[Record]:
        """All results, newest first; only those made before the result `before`."""
        try:
            names = sorted((folder.name for folder in self._folder.iterdir()), reverse=True)
        except OSError as error:
            _log.warning("the folder of results cannot be read: %s", error)
            return
        for name in names:
            if _ID.fullmatch(name) and (before is None or name < before):
                try:
                    yield self.record(name)
                except NotFound:
                    continue  # released meanwhile, or damaged and logged

    def _place(self, result: str) -> Path:
        if not _ID.fullmatch(result):  # an id is part of a path: nothing else gets there
            raise _not_found(result)
        return self._folder / result

    def _file(self, result: str, name: str) -> Path:
        path = self._place(result) / name
        if not path.is_file():
            raise _not_found(result)
        return path


def _not_found(result: str) -> NotFound:
    return NotFound(f"There is no result {result[:40]!r} here; it may have been released.")


def _write_layer(picture: Picture, folder: Path) -> None:
    """The files that hold pixels. Half floats go in as float32, which holds them exactly."""
    from ritocco.canvas.files import save

    save(picture, folder / "layer.tif")
    save(thumbnail_of(picture), folder / "thumbnail.png")


def _restored(stored: Picture, record: Record) -> Picture:
    """The picture as it was before `_write_layer`."""
    from ritocco.canvas.picture import ColourModel, Depth, Layout

    said = record.layout
    layout = Layout(ColourModel(said["model"]), Depth(said["depth"]), said["alpha"])
    pixels = stored.pixels.astype(layout.depth.dtype, copy=False)
    profile = stored.profile if record.profiled else None
    return replace(stored, pixels=pixels, layout=layout, profile=profile)


def thumbnail_of(picture: Picture, side: int = THUMBNAIL_SIDE) -> Picture:
    """The picture in 8-bit sRGB with alpha, at most `side` pixels on its longer side."""
    import cv2
    import numpy as np

    from ritocco.canvas.colour import to_working
    from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture

    longest = max(picture.size.width, picture.size.height)
    every = max(1, longest // (2 * side))
    coarse = replace(picture, pixels=picture.pixels[::every, ::every].copy())
    colours, alpha = to_working(coarse)
    weighted = np.dstack([colours * alpha[..., None], alpha])
    scale = min(1.0, side / max(alpha.shape))
    height, width = (max(1, round(side * scale)) for side in alpha.shape)
    small = np.asarray(cv2.resize(weighted, (width, height), interpolation=cv2.INTER_AREA))
    straight = np.dstack([small[..., :3] / np.maximum(small[..., 3:], 1e-6), small[..., 3]])
    levels = np.rint(np.clip(straight, 0, 1) * 255).astype(np.uint8)
    return Picture(levels, Layout(ColourModel.RGB, Depth.U8, alpha=True))


def _to_disk(path: Path) -> None:
    """Force a file or folder out of the system's cache."""
    if path.is_dir():
        if os.name == "nt":  # Windows has no handle on folders; NTFS journals renames
            return
        descriptor = os.open(path, os.O_RDONLY)
    else:
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _is_alone(lock: IO[bytes]) -> bool:
        try:
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _share(lock: IO[bytes]) -> None:
        """Windows has no shared locks: the first server keeps its own."""
else:
    import fcntl

    def _is_alone(lock: IO[bytes]) -> bool:
        """Whether no other server has this folder open, which may be writing a part now."""
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _share(lock: IO[bytes]) -> None:
        fcntl.flock(lock, fcntl.LOCK_SH)
