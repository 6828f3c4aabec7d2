"""The pixels of files, each format by its coder: first what the header says, then the pixels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from ritocco.canvas.coders import bmp, by_libvips, jxl, psd
from ritocco.canvas.coders.undecoded import Decoded, Undecoded

CODERS: Mapping[str, Callable[[Path, memoryview], Undecoded]] = {
    **{name: by_libvips.header(name) for name in by_libvips.LOADERS},
    "BMP": bmp.undecoded,
    "JPEG XL": jxl.undecoded,
    "PSD": psd.undecoded,
}
"""Each: (the file to name in errors, its bytes) -> what its header says. Raises BadPicture where
it is nothing we work on, `pyvips.Error` or one of `tags.UNREADABLE` where it is damaged; so does
`Undecoded.decode`."""

__all__ = ["CODERS", "Decoded", "Undecoded"]
