"""Finished results on disk: each in a folder of its own, whole or not at all.

A result is written beside its final place, forced to the disk, then renamed. It stays until it
is released, whatever becomes of the client, the server or the power supply.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ritocco.errors import BadPicture, CannotWrite, NotFound
from ritocco.from_disk import (
    DAMAGE,
    bytes_at,
    content,
    is_file,
    json_in,
    opened,
    reading,
    reason,
)
from ritocco.jobs.record import DamagedResult, Record, ResultDamaged
from ritocco.sentence import Sentence
from ritocco.sizes import size_text

if TYPE_CHECKING:  # numpy, OpenCV and libvips come in with the first result, not at start
    from ritocco.canvas.arrays import Pixels
    from ritocco.canvas.document import Layer
    from ritocco.canvas.picture import Picture

THUMBNAIL_SIDE = 256
_RECORD, _LAYER, _THUMBNAIL = "result.json", "layer.tif", "thumbnail.png"
_PNG = b"\x89PNG\r\n\x1a\n"
_ID = re.compile(r"[0-9a-f]{12}-[0-9a-f]{20}")
_PART, _GONE = ".part-", ".gone-"
_UNREADABLE: tuple[type[Exception], ...] = (*DAMAGE, BadPicture)
_log = logging.getLogger(__name__)


class ResultStore:
    """The folder of results. All methods may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        """Open the folder, made where missing, and sweep what a crash left half-written.

        Raises CannotWrite.
        """
        self._folder, self._logged = folder, set[str]()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            waits_not = getattr(os, "O_NONBLOCK", 0)  # whatever lies there by that name
            held = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | waits_not, 0o600)
            self._lock = os.fdopen(held, "wb", buffering=0)
        except OSError as error:
            raise CannotWrite(
                "Ritocco cannot use the folder of its results, {folder} ({reason}).",
                folder=folder,
                reason=reason(error),
            ) from None
        if _is_alone(self._lock):
            for left in [*folder.glob(f"{_PART}*"), *folder.glob(f"{_GONE}*")]:
                _log.info("sweeping %s", left.name)
                _delete(left)
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
            (part / _RECORD).write_text(record.to_json(), "utf-8")
            for file in part.iterdir():
                _to_disk(file)
            _to_disk(part)
            part.rename(place)
            _to_disk(self._folder)
        except (OSError, CannotWrite) as error:
            shutil.rmtree(part, ignore_errors=True)
            cause = error if isinstance(error, OSError) else error.__cause__
            raise CannotWrite(
                "The result could not be written to {folder} ({reason}).",
                folder=self._folder,
                reason=reason(cause) if isinstance(cause, OSError) else error,
            ) from error

    def record(self, result: str) -> Record:
        """What is known of a result. Raises NotFound, ResultDamaged."""
        with self._reading(result):
            record = Record.from_json(content(self._place(result) / _RECORD))
            if record.id != result:
                raise ValueError("the record of another result")
            return record

    def layer(self, result: str) -> Layer:
        """The finished layer, exactly as it was made. Raises NotFound, ResultDamaged."""
        from ritocco.canvas.document import Layer, Position
        from ritocco.canvas.files import load

        record = self.record(result)
        with self._reading(result):
            opened(self._place(result) / _LAYER).close()
            picture = _restored(load(self._place(result) / _LAYER), record)
            if picture.size != record.box.size:
                raise ValueError("pixels of another size")
            return Layer(picture, record.box, Position(record.position))

    def thumbnail(self, result: str) -> bytes | None:
        """A small PNG of the layer; None where only that is damaged. Raises NotFound."""
        with self._reading(result):
            path = self._place(result) / _THUMBNAIL
            small = content(path) if is_file(path) else b""
        if not small and not os.path.lexists(self._place(result)):
            raise _not_found(result)
        return small if small.startswith(_PNG) else None

    def damaged(self, result: str, why: str) -> DamagedResult:
        """What can be told of a result that cannot be read."""
        place = self._place(result)
        told: dict[str, Any] = reading(lambda: dict(json_in(place / _RECORD)), {})
        document, report = told.get("document"), told.get("report")
        recipe = report.get("recipe") if isinstance(report, dict) else None
        return DamagedResult(
            result,
            why,
            bytes_at(place),
            document if isinstance(document, str) else "",
            recipe if isinstance(recipe, dict) else None,
        )

    def release(self, result: str) -> None:
        """Remove a result from the disk, damaged or not. Raises NotFound, CannotWrite."""
        gone = self._folder / (_GONE + result)
        place = self._place(result)
        try:
            _delete(gone)  # what an earlier try has left
            place.rename(gone)
        except FileNotFoundError:
            raise _not_found(result) from None
        except OSError as error:
            raise CannotWrite(
                "The result {result} could not be removed ({reason}).",
                result=result,
                reason=reason(error),
            ) from None
        _delete(gone)

    def newest(self, before: str | None = None) -> Iterator[Record | DamagedResult]:
        """All results, newest first; only those made before the result `before`."""
        try:
            names = sorted((folder.name for folder in self._folder.iterdir()), reverse=True)
        except OSError as error:
            if "" not in self._logged:  # once, or each list would say it
                self._logged.add("")
                _log.warning("the folder of results cannot be read: %s", error)
            return
        self._logged.discard("")
        for name in names:
            if _ID.fullmatch(name) and (before is None or name < before):
                try:
                    yield self.record(name)
                except NotFound:
                    continue  # released meanwhile
                except ResultDamaged as error:
                    yield self.damaged(name, error.sentence)

    @contextmanager
    def _reading(self, result: str) -> Iterator[None]:
        """In here, what cannot be read was released meanwhile, or else is damaged."""
        try:
            yield
        except MemoryError:  # it may be whole
            raise
        except _UNREADABLE as error:
            place = self._place(result)
            if not os.path.lexists(place):
                raise _not_found(result) from None
            if result not in self._logged:  # or each list would say it
                self._logged.add(result)
                _log.warning("the result %s is damaged: %r", result, error)
            why = Sentence("its pixels") if isinstance(error, BadPicture) else reason(error)
            taken = bytes_at(place)  # 0 where even that is closed to us
            room = Sentence("discard it")
            if taken:
                room = Sentence("discard it to have {size} of the disk back", size=size_text(taken))
            raise ResultDamaged(
                "The result {result} is damaged and cannot be read ({reason}); {room}.",
                result=result,
                reason=why,
                room=room,
            ) from None

    def _place(self, result: str) -> Path:
        if not _ID.fullmatch(result):  # an id is part of a path: nothing else gets there
            raise _not_found(result)
        return self._folder / result


def _not_found(result: str) -> NotFound:
    return NotFound(
        "There is no result {result} here; it was released, or never was.", result=repr(result[:40])
    )


def _delete(path: Path) -> None:
    """Delete whatever it is, as far as the disk lets us; what is left is swept another time."""
    with suppress(OSError):
        if path.is_symlink() or not path.is_dir():
            path.unlink()
            return
        path.chmod(0o700)
    shutil.rmtree(path, ignore_errors=True)


def _write_layer(picture: Picture, folder: Path) -> None:
    """The files that hold pixels. Half floats go in as float32, which holds them exactly."""
    from ritocco.canvas.files import save

    save(picture, folder / _LAYER)
    save(thumbnail_of(picture), folder / _THUMBNAIL)


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
    import numpy as np

    from ritocco.canvas.arrays import bands
    from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture

    width, height = picture.size.width, picture.size.height
    if max(width, height) > side:
        every = max(1, max(width, height) // (2 * side))
        coarse = replace(picture, pixels=picture.pixels[::every, ::every])
        levels = _on_screen(coarse, side)
    else:
        levels = np.empty((height, width, 4), np.uint8)
        for rows in bands(height, width):
            band = replace(picture, pixels=picture.pixels[rows])
            levels[rows] = _on_screen(band, side)
    return Picture(levels, Layout(ColourModel.RGB, Depth.U8, alpha=True))


def _on_screen(picture: Picture, side: int) -> Pixels:
    """The levels (H, W, 4) that show a picture, at most `side` pixels on its longer side."""
    import cv2
    import numpy as np

    from ritocco.canvas.arrays import bands
    from ritocco.canvas.colour import to_working

    shape = picture.pixels.shape[:2]
    weighted = np.empty((*shape, 4), np.float32)
    for rows in bands(*shape):
        colours, alpha = to_working(replace(picture, pixels=picture.pixels[rows]))
        weighted[rows, :, :3] = colours * alpha[..., None]
        weighted[rows, :, 3] = alpha
    scale = min(1.0, side / max(shape))
    height, width = (max(1, round(side * scale)) for side in shape)
    small: Pixels = cv2.resize(weighted, (width, height), interpolation=cv2.INTER_AREA)
    del weighted
    levels = np.empty((height, width, 4), np.uint8)
    for rows in bands(height, width):
        band = small[rows]
        band[..., :3] /= np.maximum(band[..., 3:], 1e-6)
        levels[rows] = np.rint(np.clip(band, 0, 1) * 255)
    return levels


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
