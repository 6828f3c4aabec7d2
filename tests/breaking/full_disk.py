"""A disk that is small, full or read-only: a real one where it may be mounted, else a stand-in.

The stand-in is a server (`python -m tests.breaking.full_disk`) whose forcing of bytes to the disk
fails as a full or read-only disk does, while a file of that name lies beside its data folder.
"""

import errno
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOM = "3m"
FULL, READ_ONLY = "disk-is-full", "disk-is-read-only"


@dataclass(frozen=True)
class Disk:
    """The disk under a folder.

    real  whether it is a file system of its own
    """

    folder: Path
    real: bool

    @classmethod
    def under(cls, folder: Path) -> "Disk":
        """A disk of `ROOM` bytes mounted here, where we may."""
        folder.mkdir(mode=0o700)
        options = f"size={ROOM},mode=0700"
        return cls(
            folder, _run("mount", "-t", "tmpfs", "-o", options, "none", str(folder), check=False)
        )

    @property
    def module(self) -> str:
        """The server that lives on it."""
        return "tests.server.fakes" if self.real else "tests.breaking.full_disk"

    def fill(self, leave: int = 200_000) -> None:
        """Take all its room but these bytes."""
        if self.real:
            free = os.statvfs(self.folder).f_bavail * os.statvfs(self.folder).f_frsize
            (self.folder / "ballast").write_bytes(bytes(max(0, free - leave)))
        else:
            (self.folder.parent / FULL).touch()

    def make_room(self) -> None:
        """Give it more than is needed."""
        if self.real:
            (self.folder / "ballast").unlink(missing_ok=True)
            _run("mount", "-o", "remount,size=64m", str(self.folder))
        else:
            (self.folder.parent / FULL).unlink(missing_ok=True)

    def set_read_only(self, closed: bool) -> None:
        """Take no more writes, or take them again."""
        if self.real and closed:  # laid over it, since the log is open and stays so
            _run("mount", "--bind", str(self.folder), str(self.folder))
            _run("mount", "-o", "remount,bind,ro", str(self.folder))
        elif self.real:
            _run("umount", str(self.folder))
        elif closed:
            (self.folder.parent / READ_ONLY).touch()
        else:
            (self.folder.parent / READ_ONLY).unlink()

    def close(self) -> None:
        """Take it away."""
        if self.real:
            while _run("umount", "-l", str(self.folder), check=False):
                continue


def _run(*words: str, check: bool = True) -> bool:
    """Whether that went well."""
    return subprocess.run(words, capture_output=True, check=check).returncode == 0


def main() -> None:
    """The stand-in."""
    from ritocco.jobs import results
    from tests.server import fakes

    to_disk = results._to_disk

    def fails_when_told(path: Path) -> None:
        beside = Path(os.environ["RITOCCO_HOME"]).parent
        for flag, number in ((FULL, errno.ENOSPC), (READ_ONLY, errno.EROFS)):
            if (beside / flag).exists():
                raise OSError(number, os.strerror(number), str(path))
        to_disk(path)

    results._to_disk = fails_when_told
    fakes.main()


if __name__ == "__main__":
    main()
