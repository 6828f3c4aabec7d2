"""What the dock writes replaces files whole, and nothing that is no file."""

import os
import stat
import sys
from pathlib import Path

import pytest

from ritocco_dock import onto_disk
from ritocco_dock.easel.files import _reading
from ritocco_dock.easel.whole_file import WholeFile
from ritocco_dock.errors import DockError
from ritocco_dock.knobs import styles
from ritocco_dock.settings import Settings

MOST_MS = 30_000


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to(os.devnull)


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
@pytest.mark.parametrize("make", [pipe, device, folder])
def test_what_is_no_file_is_left_alone(tmp_path, qapp, make):
    path = tmp_path / "a.png"
    make(path)
    mode = path.lstat().st_mode
    with pytest.raises(DockError, match=r"a\.png is a folder, a pipe or a device") as told:
        WholeFile(path).open()
    assert told.value.code == "cannot_write"
    with pytest.raises(onto_disk.NotAFile):
        onto_disk.write(path, "{}")
    assert [each.lstat().st_mode for each in tmp_path.iterdir()] == [mode]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
def test_a_link_that_leads_to_itself_and_too_long_a_name_are_said(tmp_path, qapp):
    (tmp_path / "a.png").symlink_to("a.png")
    for name in ("a.png", "x" * 300):
        with pytest.raises(DockError, match="could not be written"):
            WholeFile(tmp_path / name).open()


@pytest.mark.parametrize("name", ["a.png", "x" * 251 + ".png"])
def test_the_file_a_link_leads_to_is_replaced_with_its_rights(tmp_path, qtbot, name):
    (tmp_path / "real").mkdir()
    real = tmp_path / "real" / name
    real.write_bytes(b"before")
    real.chmod(0o640)
    (tmp_path / "link.png").symlink_to(real)
    whole = WholeFile(tmp_path / "link.png")
    with qtbot.waitSignal(whole.done, timeout=MOST_MS):
        whole.open()
        whole.write(b"after")
        whole.finish()
    assert (tmp_path / "link.png").is_symlink()
    assert real.read_bytes() == b"after"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert [each.name for each in real.parent.iterdir()] == [name]


def test_settings_and_styles_that_are_links_stay_links(tmp_path):
    for name in ("dock.json", "mine.json"):
        (tmp_path / f"real-{name}").write_text("{}")
        (tmp_path / name).symlink_to(f"real-{name}")
    Settings(tmp_path / "dock.json").set("one", "half \ud800")
    assert (tmp_path / "dock.json").is_symlink()
    assert Settings(tmp_path / "dock.json").get("one") == "half \ud800"
    (tmp_path / "real-mine.json").write_text(styles.Style("mine").to_json())
    styles.save(styles.Style("mine", "a {prompt}"), tmp_path)
    assert (tmp_path / "mine.json").is_symlink()
    assert "a {prompt}" in (tmp_path / "real-mine.json").read_text("utf-8")


@pytest.mark.parametrize("by", ["easel", "settings"])
def test_what_a_killed_editor_left_beside_is_swept_a_day_later(tmp_path, qtbot, by):
    left, writing = (tmp_path / f".ritocco-{digit * 16}.part" for digit in "01")
    for file in (left, writing):
        file.write_bytes(b"half")
    os.utime(left, (1e9, 1e9))
    if by == "easel":
        whole = WholeFile(tmp_path / "a.png")
        whole.open()
        whole.write(b"whole")
        with qtbot.waitSignal(whole.done, timeout=MOST_MS):
            whole.finish()
    else:
        onto_disk.write(tmp_path / "a.png", "whole")
    assert sorted(each.name for each in tmp_path.iterdir()) == [writing.name, "a.png"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
@pytest.mark.parametrize("make", [pipe, device, folder])
def test_opening_waits_for_no_pipe_and_reads_no_device(tmp_path, qapp, make):
    make(tmp_path / "a.png")
    with pytest.raises(StopIteration) as read:
        next(_reading(str(tmp_path / "a.png")))
    assert isinstance(read.value.value, DockError)
    assert "a.png cannot be opened" in str(read.value.value)
