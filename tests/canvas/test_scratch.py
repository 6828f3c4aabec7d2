import os
import tempfile
from pathlib import Path

import pytest

from ritocco.canvas.scratch import scratch_file, scratch_folder
from ritocco.errors import BadPicture, CannotHold


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_is_gone_after_use_and_what_was_killed_is_swept_a_day_later(place):
    left, at_work, theirs = (place / name for name in ("ritocco-old", "ritocco-new", "other"))
    for folder in (left, at_work, theirs):
        (folder / "deep").mkdir(parents=True)
        (folder / "deep" / "upload").write_bytes(b"half")
        os.utime(folder, (1e9, 1e9))
    os.utime(at_work)
    with scratch_folder() as folder:
        assert folder.parent == place
    assert sorted(place.iterdir()) == [theirs, at_work]


def test_errors_say_what_the_client_calls_it():
    with (
        pytest.raises(CannotHold, match=r"^holiday\.png is too wide\.$"),
        scratch_file("upload", "holiday.png") as path,
    ):
        raise CannotHold(f"{path} is too wide.")
    error = BadPicture("Nothing is selected.")
    with pytest.raises(BadPicture) as told, scratch_file("upload", "it") as path:
        raise error
    assert told.value is error
    assert not Path(path).exists()
