"""Where results go: files are replaced whole; what is none, or cannot be, is told before."""

import os
import socket
import stat
from pathlib import Path

import numpy as np
import pytest

from ritocco.canvas import atomic, files
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.errors import CannotWrite

pytestmark = pytest.mark.skipif(os.name == "nt", reason="POSIX files")
PICTURE = Picture(np.zeros((2, 2, 3), np.uint8), Layout(ColourModel.RGB, Depth.U8, False))


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def pipe() -> None:
    os.mkfifo("a.png")


def link_to_pipe() -> None:
    os.mkfifo("pipe")
    Path("a.png").symlink_to("pipe")


def link_to_device() -> None:
    Path("a.png").symlink_to(os.devnull)


def sock() -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("a.png")


def link_to_itself() -> None:
    Path("a.png").symlink_to("b.png")
    Path("b.png").symlink_to("a.png")


def link_to_nowhere() -> None:
    Path("a.png").symlink_to("gone/b.png")


NO_FILES = {
    pipe: "a.png is a pipe",
    link_to_pipe: "a.png is a pipe",
    link_to_device: "a.png is a device",
    sock: "a.png is a socket",
    link_to_itself: "leads back to itself",
    link_to_nowhere: "The folder gone does not exist",
    lambda: Path("a.png").mkdir(): "a.png is a folder",
}


def entries() -> dict[str, int]:
    return {each.name: each.lstat().st_mode for each in Path().iterdir()}


@pytest.mark.parametrize("make", NO_FILES, ids=list(NO_FILES.values()))
def test_what_is_no_file_is_left_alone(make):
    make()
    before = entries()
    for act in (lambda: atomic.check(Path("a.png")), lambda: files.save(PICTURE, Path("a.png"))):
        with pytest.raises(CannotWrite, match=NO_FILES[make]):
            act()
    assert entries() == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("x" * 300 + ".png", "too long"),
        ("/".join(["d" * 200] * 25) + "/a.png", "too long"),
        ("none/a.png", "The folder none does not exist"),
        ("file/a.png", "The folder file does not exist"),
    ],
)
def test_names_that_cannot_be_are_told_in_one_sentence(name, words):
    Path("file").write_text("")
    for act in (lambda: atomic.check(Path(name)), lambda: files.save(PICTURE, Path(name))):
        with pytest.raises(CannotWrite, match=words) as told:
            act()
        assert len(str(told.value)) < 200


@pytest.mark.parametrize("name", ["a.png", "x" * 251 + ".png", ".hidden.png"])
def test_a_name_as_long_as_a_disk_takes_is_written(name):
    atomic.check(Path(name))
    files.save(PICTURE, Path(name))
    assert [*entries()] == [name]


def test_the_file_a_link_leads_to_is_replaced_with_its_rights():
    Path("real").mkdir()
    real = Path("real/a.png")
    real.write_bytes(b"before")
    real.chmod(0o640)
    Path("b.png").symlink_to("real/a.png")
    Path("c.png").symlink_to("b.png")
    files.save(PICTURE, Path("c.png"))
    assert Path("c.png").is_symlink()
    assert Path("b.png").is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert files.load(real).size == PICTURE.size


def test_a_link_to_a_file_that_is_not_there_yet_makes_it():
    Path("a.png").symlink_to("new.png")
    files.save(PICTURE, Path("a.png"))
    assert Path("a.png").is_symlink()
    assert files.load(Path("new.png")).size == PICTURE.size


def test_a_file_without_the_right_to_write_stays(monkeypatch):
    Path("a.png").write_bytes(b"mine")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(CannotWrite, match="may not be written"):
        files.save(PICTURE, Path("a.png"))
    assert Path("a.png").read_bytes() == b"mine"


def test_a_folder_that_takes_nothing_is_told_before_the_work(monkeypatch):
    def refused(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system", ".part")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(CannotWrite, match="disk is read-only"):
        atomic.check(Path("a.png"))


def test_what_a_killed_process_left_beside_is_swept_a_day_later() -> None:
    left, another, writing, theirs = (
        Path(name)
        for name in (
            ".ritocco-0123456789abcdef.part",
            ".ritocco-fedcba9876543210.part",
            ".ritocco-00000000ffffffff.part",
            ".ritocco-notes.part",
        )
    )
    for file in (left, another, writing, theirs):
        file.write_bytes(b"half")
        os.utime(file, (1e9, 1e9))
    os.utime(writing)
    files.save(PICTURE, Path("a.png"))
    assert sorted(Path().iterdir()) == [writing, theirs, Path("a.png")]
