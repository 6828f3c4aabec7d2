"""Results that are to go where no file can be: written as it is, or refused in a sentence."""

import os
import stat
import threading
from pathlib import Path

import pytest

from tests.breaking.small_pictures import in_every_format, selection
from tests.breaking.warm import WarmCommands

LONG = "n" * 252 + ".png"


@pytest.fixture
def fill(place, tmp_path):
    """Runs a fill into an output, or two."""
    picture, mask = tmp_path / "a.png", tmp_path / "m.png"
    picture.write_bytes(in_every_format()["png rgb"][1])
    mask.write_bytes(selection())
    commands = WarmCommands(place.home, place.scratch)

    def filling(*options: object):
        ended = commands.run("fill", picture, "--mask", mask, *options)
        assert not ended.hung, options
        assert "Traceback" not in ended.err, ended.err
        assert ended.code in (0, 2), (ended.code, ended.err)
        assert ended.code == 0 or len(ended.err.strip().splitlines()) <= 2, ended.err
        return ended

    yield filling
    commands.close()


def a_device(folder: Path, name: str, numbers: tuple[int, int]) -> Path:
    """A node of our own where we may make one, so that not even root loses a device."""
    node = folder / name
    try:
        os.mknod(node, stat.S_IFCHR | 0o666, os.makedev(*numbers))
        node.open("wb").close()
    except OSError:
        node.unlink(missing_ok=True)
        node = Path("/dev", name)
    return node


@pytest.mark.parametrize(("name", "numbers", "code"), [("null", (1, 3), 0), ("full", (1, 7), 2)])
def test_a_device_stays_a_device(fill, tell, tmp_path, name, numbers, code):
    node = a_device(tmp_path, name, numbers)
    link = tmp_path / "to.png"
    link.symlink_to(node)
    ended = fill("-o", link)
    tell(f"a link to a device like /dev/{name}", ended.err.strip()[-90:] or "written to")
    assert link.is_symlink()
    assert stat.S_ISCHR(node.stat().st_mode)
    assert ended.code in (code, 2)


def test_a_pipe_stays_a_pipe(fill, tell, tmp_path):
    pipe, link = tmp_path / "pipe.png", tmp_path / "to.png"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for output in (pipe, link):
        fill("-o", output)  # nobody reads: neither waits for ever
        assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert link.is_symlink()
    got = []

    def read() -> None:
        descriptor = os.open(pipe, os.O_RDONLY)
        while part := os.read(descriptor, 1 << 16):
            got.append(part)
        os.close(descriptor)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    ended = fill("-o", pipe)
    if ended.code == 0:
        reader.join(10)
        assert b"".join(got).startswith(b"\x89PNG")
        assert b"IEND" in b"".join(got)[-12:]
    else:
        with pipe.open("wb"):  # lets the reader go
            pass
    tell("a pipe, with a reader", "written to" if ended.code == 0 else ended.err.strip()[-90:])
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_link_to_a_file_stays_one(fill, tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    target, link = inside / "real.png", tmp_path / "to.png"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    assert fill("-o", link).code == 0
    assert link.is_symlink()
    assert target.read_bytes().startswith(b"\x89PNG")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert list(inside.iterdir()) == [target]


def bad_places(folder: Path) -> dict[str, str]:
    """By a name, where nothing can be written."""
    (folder / "loop.png").symlink_to("loop2.png")
    (folder / "loop2.png").symlink_to("loop.png")
    (folder / "self").symlink_to("self")
    (folder / "folder.png").mkdir()
    (folder / "file").write_text("")
    (folder / "nowhere.png").symlink_to("gone/away.png")
    return {
        "a name of 256 bytes": "n" * 252 + ".png",
        "a name of 300 letters of 3 bytes": "ä語" * 150 + ".png",
        "a path of 5000 bytes": "d/" * 2500 + "a.png",
        "links in a circle": "loop.png",
        "a folder that is a link to itself": "self/a.png",
        "a folder": "folder.png",
        "below a file": "file/a.png",
        "a folder that is not there": "gone/a.png",
        "a link to a folder that is not there": "nowhere.png",
        "no name": ".png",
        "no ending": "a",
        "an ending nobody knows": "a.xyz",
        "a name with a line's end": "a\nb.png",
        "a name that is no text": os.fsdecode(b"caf\xe9.png"),
        "nothing": "",
        "a dot": ".",
        "the root": "/",
        "a place of the system's": "/proc/self/a.png",
        "a file of the system's": "/proc/version",
    }


def inside(path: str, folder: Path) -> bool:
    """Whether a path lies below a folder: what a test may remove."""
    return Path(path).parent.resolve() == folder


def test_where_nothing_can_be_written_is_said(fill, tell, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    places = bad_places(outside)
    layer, fine = tmp_path / "layer.png", tmp_path / "fine.png"
    before = {path: path.lstat().st_mode for path in outside.rglob("*")}
    written = []
    for name, text in places.items():
        target = os.path.join(outside, text) if text and not text.startswith("/") else text  # noqa: PTH118
        for more in (
            ("-o", target),
            ("-o", target, "--layer", layer),
            ("-o", fine, "--layer", target),
        ):
            ended = fill(*more)
            if ended.code == 0:
                written.append(name)
            if Path(target) not in before and os.path.lexists(target) and inside(target, outside):
                os.unlink(target)  # noqa: PTH108  a name that Path may not take
    tell("places where nothing can be written", 3 * len(places))
    tell("  written all the same", ", ".join(dict.fromkeys(written)) or "none")
    now = {path: path.lstat().st_mode for path in outside.rglob("*")}
    gone = {path for path in before if path not in now}
    assert gone == set()
    assert {path: mode for path, mode in now.items() if path not in before} == {}
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(".part")]
    assert set(written) <= {
        "no name",
        "a name with a line's end",
        "a name that is no text",
        "a link to a folder that is not there",
    }
