"""The log keeps what went wrong, however often something else happens."""

import logging
import os
import sys

import pytest

from ritocco.errors import CannotWrite
from ritocco.server.log import Repeats, log_to


def written(filtering, records):
    return [record.getMessage() for record in records if filtering.filter(record)]


def record(line, message="gone: %s", about="a", level=logging.WARNING, error=None):
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("ritocco.x", level, "x.py", line, message, (about,), info)


def raised(error):
    try:
        raise error
    except type(error) as caught:
        return caught


def test_the_same_is_written_a_few_times_and_then_counted(monkeypatch):
    now = 0.0
    monkeypatch.setattr("ritocco.server.log.monotonic", lambda: now)
    filtering = Repeats(often=3, span=60)
    same = [record(7, about=str(index)) for index in range(300)]
    assert written(filtering, same) == ["gone: 0", "gone: 1", "gone: 2"]
    assert written(filtering, [record(8)]) == ["gone: a"]
    now = 61.0
    assert written(filtering, [record(7)]) == ["gone: a (297 more like it were left out)"]
    assert written(filtering, [record(7)]) == ["gone: a"]


def test_errors_that_differ_are_all_written():
    filtering = Repeats(often=1, span=60)
    by_words = [record(7, "lost: %s", str(index), logging.ERROR) for index in range(20)]
    assert len(written(filtering, by_words)) == 20
    causes = [raised(ValueError(index)) for index in range(3)] + [raised(KeyError(1))]
    by_place = [record(9, "failed %s", str(error), logging.ERROR, error) for error in causes]
    assert len(written(filtering, by_place)) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")
def test_a_pipe_in_the_place_of_the_log_is_told_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "ritocco.log")
    with pytest.raises(CannotWrite, match="is a pipe"):
        log_to(tmp_path / "ritocco.log")
