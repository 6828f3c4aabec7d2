"""A1111's short model hash: the first ten digits of a file's sha256, remembered."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

from ritocco.places import Places

_DIGITS = 10


def short_hash(path: Path, memory: Path | None = None) -> str:
    """The hash of a model's file; of a diffusers folder, that of its U-Net's first file.

    `memory` is a small JSON file (by default in the user's data folder) that remembers hashes by
    path, size and time of change, so that gigabytes are read once. Raises BadModel, OSError.
    """
    if path.is_dir():
        from ritocco.diffusion.layouts import weight_files

        path = weight_files(path / "unet")[0]
    memory = memory or Places.of_user().home / "model-hashes.json"
    known = _read(memory)
    stat = path.stat()
    key, mark = str(path.absolute()), [stat.st_size, stat.st_mtime_ns]
    if key in known and known[key][:2] == mark:
        return str(known[key][2])
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()[:_DIGITS]
    known[key] = [*mark, found]
    with suppress(OSError):  # only a memory: without it the next asking takes longer
        memory.parent.mkdir(parents=True, exist_ok=True)
        fresh = memory.with_suffix(".new")
        fresh.write_text(json.dumps(known), "utf-8")
        fresh.replace(memory)
    return found


def _read(memory: Path) -> dict[str, list[object]]:
    try:
        value = json.loads(memory.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in value.items() if isinstance(v, list) and len(v) == 3}
