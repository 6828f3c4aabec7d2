"""What takes too long is ended, and so is what nobody waits for any more."""

import os
import signal
import sys
from threading import Event, current_thread

import numpy as np
import pytest

from ritocco.canvas import decode, files
from ritocco.canvas.containers import jpeg
from ritocco.canvas.in_time import TookTooLong, end_all, in_time
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.errors import BadPicture

from . import hostile


def test_what_is_done_in_time_comes_back():
    assert in_time(lambda: 7, lambda: pytest.fail("it was stopped"), 30) == 7


def test_what_goes_wrong_is_told():
    def work() -> None:
        raise ValueError("its own words")

    with pytest.raises(ValueError, match="its own words"):
        in_time(work, lambda: pytest.fail("it was stopped"), 30)


def test_what_takes_too_long_is_stopped():
    stopped = Event()
    with pytest.raises(TookTooLong):
        in_time(lambda: stopped.wait(30), stopped.set, 0.01)
    assert stopped.is_set()


def test_all_that_is_waited_for_ends_with_the_process():
    stopped = Event()

    def work() -> str:
        end_all()
        return "stopped" if stopped.wait(30) else "not stopped"

    assert in_time(work, stopped.set, 30) == "stopped"
    stopped.clear()
    end_all()
    assert not stopped.is_set()


def test_work_holds_no_process_up():
    assert in_time(lambda: current_thread().daemon, lambda: None, 30)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_an_interrupted_wait_stops_the_work():
    stopped = Event()

    def work() -> bool:
        os.kill(os.getpid(), signal.SIGINT)
        return stopped.wait(30)

    with pytest.raises(KeyboardInterrupt):
        in_time(work, stopped.set, 30)
    assert stopped.is_set()


def test_a_picture_that_takes_too_long_is_refused_in_a_sentence(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    flat = Picture(np.zeros((3000, 3000, 1), np.uint8), Layout(ColourModel.GREY, Depth.U8, False))
    files.save(flat, path)
    monkeypatch.setattr(decode, "MOST_SECONDS", 0.0)
    with pytest.raises(BadPicture, match=r"a\.png takes longer than 0 s"):
        files.load(path)


def test_passes_without_end_are_refused_before_they_begin(tmp_path, monkeypatch):
    data = hostile.coded("jpeg")
    assert jpeg.scans(data) == 1
    path = tmp_path / "a.jpg"
    path.write_bytes(data.replace(b"\xff\xd9", hostile.segment(0xDA, bytes(10)) * 50 + b"\xff\xd9"))
    assert jpeg.scans(path.read_bytes()) == 51
    monkeypatch.setattr(decode, "_MOST_SCANNED", 50 * hostile.SIDE**2)
    with pytest.raises(BadPicture, match="very many passes"):
        files.load(path)
