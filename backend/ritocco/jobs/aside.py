"""A document on the disk while no server runs: what a job needs to be begun again.

One `.npz` of plain arrays, which numpy reads without running anything. It is written when a server
is asked to end before its jobs have, and read by the next one.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict
from lzma import LZMAError
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

import numpy as np

from ritocco.canvas.document import Document
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.errors import RitoccoError
from ritocco.geometry import Box, Size

MOST_BYTES = 2**30
"""Of pixels; larger documents are not kept so."""
UNREADABLE: tuple[type[Exception], ...] = (
    OSError,
    EOFError,
    BadZipFile,
    zlib.error,
    LZMAError,
    KeyError,
    TypeError,
    ValueError,
    RitoccoError,
)
"""What reading a damaged one may raise."""
_PICTURE, _GUIDE = "picture", "guide."


def write_document(document: Document, file: Path) -> None:
    """Put a document into a file, whole or not at all. Raises OSError."""
    pictures = {_PICTURE: document.picture}
    pictures |= {_GUIDE + name: guide for name, guide in document.guides.items()}
    head = {
        "canvas": asdict(document.canvas),
        "box": asdict(document.box),
        "fill_transparent": document.fill_transparent,
        "layouts": {name: asdict(picture.layout) for name, picture in pictures.items()},
    }
    arrays: dict[str, Any] = {"selection": document.selection}
    for name, picture in pictures.items():
        arrays[name] = picture.pixels
        if picture.profile is not None:
            arrays[f"{name}/profile"] = _bytes(picture.profile)
    arrays["head"] = _bytes(json.dumps(head, allow_nan=False).encode())
    fresh = file.with_suffix(".new")
    try:
        with fresh.open("xb") as out:
            np.savez(out, **arrays)
        fresh.replace(file)
    finally:
        fresh.unlink(missing_ok=True)  # a full disk must not keep half of it


def read_document(file: IO[bytes]) -> Document:
    """The document in a file. Raises one of `UNREADABLE`."""
    with np.load(file, allow_pickle=False) as arrays:
        head = json.loads(arrays["head"].tobytes())

        def picture(name: str) -> Picture:
            told = head["layouts"][name]
            layout = Layout(ColourModel(told["model"]), Depth(told["depth"]), bool(told["alpha"]))
            profile = arrays.get(f"{name}/profile")
            return Picture(arrays[name], layout, None if profile is None else profile.tobytes())

        return Document(
            Size(**head["canvas"]),
            Box(**head["box"]),
            picture(_PICTURE),
            arrays["selection"],
            bool(head["fill_transparent"]),
            {
                name.removeprefix(_GUIDE): picture(name)
                for name in head["layouts"]
                if name != _PICTURE
            },
        )


def _bytes(data: bytes) -> Any:
    return np.frombuffer(data, np.uint8)
