"""Room to work: folders that can be written, disks, main memory, and the token's permissions."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from ritocco import budget
from ritocco.doctor.finding import Finding, bad, note, well
from ritocco.doctor.table import Look
from ritocco.places import Places
from ritocco.settings import HOME_VARIABLE, home_folder

LEAST_DISK = 2 * 2**30
"""Bytes free below which a result or a small model may find no room."""
LEAST_MEMORY = 4 * 2**30
"""Bytes of main memory below which even small models do not fit."""
LITTLE_MEMORY = 2 * 2**30
"""Bytes free below which work goes slowly, in small steps."""
_GIB = 2**30
_FULL = (errno.ENOSPC, errno.EDQUOT)


def folders(look: Look) -> Iterator[Finding]:
    """Whether the data folder, and what was moved out of it, can be written."""
    places = Places.of_user()
    ours = {"Data folder": (places.home, f"the variable {HOME_VARIABLE}")}
    if places.moved_results:
        ours["Folder of results"] = (places.results, "results in the settings file")
    if places.moved_models:
        ours["Folder of models"] = (places.models, "models in the settings file")
    for name, (folder, setting) in ours.items():
        why = _cannot_write(folder)
        if why:
            fix = f"{_make_way(folder, why)}; or name another folder with {setting}"
            yield bad(name, f"{folder} cannot be written ({why.strerror or why})", fix)
        else:
            yield well(name, str(folder))


def disks(look: Look) -> Iterator[Finding]:
    """Free room on each disk that we write to."""
    places = Places.of_user()
    seen: set[int] = set()
    for what, folder in (("results", places.results), ("models", places.models)):
        there = nearest(folder)
        device = there.stat().st_dev
        if device in seen:
            continue
        seen.add(device)
        free = shutil.disk_usage(there).free
        space = f"{free / _GIB:.1f} GiB free for {what} ({there})"
        if free < LEAST_DISK:
            fix = f"free some room there, or name a folder on another disk: {what} under [data] in "
            yield bad("Disk", space, f"{fix}the settings file (`ritocco settings --create`)")
        else:
            yield well("Disk", space)


def token(look: Look) -> Iterator[Finding]:
    """The file whose reader may use the server: nobody else may read it."""
    file = home_folder() / "token"
    if not file.exists():
        yield well("Token", "none yet; it is made with the first start")
    elif os.name == "posix" and file.stat().st_uid != os.getuid():
        yield bad("Token", f"{file} belongs to another user", f"delete it: rm {file}")
    elif os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        seen = f"{file} can be read by other users of this computer"
        fix = f"rm {file}, then restart Ritocco and the editors; a new one is made"
        yield bad("Token", seen, fix)
    elif not os.access(file, os.R_OK):
        yield bad("Token", f"{file} cannot be read", f"delete it: rm {file}")
    else:
        yield well("Token", "readable by you alone" if os.name == "posix" else "here")


def memory(look: Look) -> Iterator[Finding]:
    """Main memory; that of graphics cards is told with the device."""
    memory_now = budget.machine()
    amount = f"{memory_now.total / _GIB:.1f} GiB, {memory_now.free / _GIB:.1f} GiB free"
    if memory_now.total < LEAST_MEMORY:
        fix = "fill and upscaling work; for Stable Diffusion use a computer with 8 GiB or more"
        yield note("Memory", amount, fix)
    elif memory_now.free < LITTLE_MEMORY:
        yield note("Memory", amount, "close other programs while you work with a model")
    else:
        yield well("Memory", amount)


def nearest(folder: Path) -> Path:
    """The folder, or the first above it that is there."""
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return folder


def _make_way(folder: Path, why: OSError) -> str:
    """What would let us write there."""
    there = nearest(folder)
    if why.errno in _FULL:
        return f"free some room on the disk of {there}"
    if why.errno == errno.EROFS:
        return f"mount the disk of {there} for writing, since it can only be read"
    files = [one for one in (folder, *folder.parents) if one.is_file()]
    if files:
        return f"move the file {files[0]} away, since a folder is to be there"
    step = f"give yourself the right to write into {there}"
    return step if sys.platform == "win32" else f"{step}: chmod u+rwx {there}"


def _cannot_write(folder: Path) -> OSError | None:
    """Why not; None where it can be. Leaves nothing behind but the folder."""
    probe = folder / f".doctor-{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            probe.write_bytes(b"x")
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        return error
    return None
