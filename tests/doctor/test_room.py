"""A folder that cannot be written: the remedy fits the reason."""

import errno
import os
from pathlib import Path

import pytest

from .scratch import only, told


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENOSPC, "free some room on the disk of "),
        (errno.EROFS, "for writing, since it can only be read"),
        (errno.EACCES, "chmod u+rwx "),
    ],
)
def test_the_remedy_fits_the_reason(data: Path, monkeypatch, number: int, remedy: str):
    def refused(path: Path, content: bytes) -> int:
        path.touch()  # as a full disk does: the name is there, its bytes are not
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "write_bytes", refused)
    finding = only(told(light=["Data folder"]), "Data folder")
    assert os.strerror(number) in finding.seen
    assert remedy in finding.fix
    assert list(data.iterdir()) == []
