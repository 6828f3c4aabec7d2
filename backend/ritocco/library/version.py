"""Which version of a model lies at a place: told by all its files, so that none changes unseen."""

from __future__ import annotations

from pathlib import Path

from ritocco.from_disk import files_below, is_folder

BESIDE = (".yaml", ".bin")
"""Endings of what belongs to a file of the same name: the web UI's config, a graph's weights."""
_HALVES = ("encoder", "decoder")
_LEVELS = 2
"""Levels of folders in a model's: those of its parts, and one more."""
FileVersion = tuple[str, int, int, int, int]
"""Name, bytes, time of change of its content, and of itself, both in ns; the disk's number of it.

A file that was replaced by one of the same size and time has another number; one that was written
over, with its time put back, was changed itself."""
Version = tuple[FileVersion, ...]


def version_of(path: Path) -> Version:
    """The files of a model, by name: all in its folder, or the file and what belongs to it.

    Empty where nothing is. What vanishes meanwhile is not in it, so the next look differs.
    """
    if is_folder(path):
        files = [(str(file.relative_to(path)), file) for file in files_below(path, _LEVELS)]
    else:
        beside = [path.with_suffix(ending) for ending in BESIDE if path.stem]
        beside += other_halves(path)
        files = [(file.name, file) for file in dict.fromkeys([path, *beside])]
    told = (_file_version(name, file) for name, file in files)
    return tuple(version for version in told if version is not None)


def other_halves(path: Path) -> list[Path]:
    """Where the other half of a small VAE would lie: `taesd_encoder.pth`, `taesd_decoder.pth`."""
    one, other = _HALVES
    swaps = ((one, other), (other, one))
    return [path.with_name(path.name.replace(a, b)) for a, b in swaps if a in path.name]


def _file_version(name: str, file: Path) -> FileVersion | None:
    try:
        stat = file.stat()
    except OSError:
        return None
    return (name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
