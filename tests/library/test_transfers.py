"""Long work on models: in line, told, cancelled, remembered; sizes and times in words."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.errors import NotFound
from ritocco.library.file_cache import FileCache
from ritocco.library.progress import Progress, ProgressReporter
from ritocco.library.transfers import KEPT, TransferKind, Transfers
from ritocco.library.troubles import Gone
from ritocco.sizes import size_text, time_text
from ritocco.state import State


@pytest.fixture
def transfers():
    made = Transfers()
    yield made
    made.close()


def over(transfers: Transfers, transfer: str):
    give_up = time.monotonic() + 10
    while not (found := transfers.get(transfer)).state.is_final:
        assert time.monotonic() < give_up
        time.sleep(0.005)
    return found


def until(event: threading.Event):
    def work(reporter: ProgressReporter) -> dict:
        reporter.begin("Working")
        while not event.is_set():
            reporter.at(0)
            time.sleep(0.005)
        return {}

    return work


def test_fetches_go_one_after_the_other_and_the_rest_beside_them(transfers):
    gate = threading.Event()
    first = transfers.start(TransferKind.GET, "a", "A", until(gate))
    second = transfers.start(TransferKind.GET, "b", "B", lambda reporter: {})
    beside = transfers.start(TransferKind.CHECK, "a", "A", lambda reporter: {"by": "size"})
    assert over(transfers, beside.id).state is State.DONE
    assert transfers.get(second.id).state is State.WAITING
    assert transfers.start(TransferKind.GET, "a", "A", until(gate)).id == first.id, (
        "not begun twice"
    )
    gate.set()
    assert over(transfers, second.id).state is State.DONE


def test_a_cancel_is_told_at_once_while_waiting_and_while_running(transfers):
    gate = threading.Event()
    running = transfers.start(TransferKind.GET, "a", "A", until(gate))
    waiting = transfers.start(TransferKind.GET, "b", "B", until(gate))
    for transfer in (waiting, running):
        assert transfers.cancel(transfer.id).state is State.CANCELLED
    after = transfers.start(TransferKind.GET, "c", "C", lambda reporter: {})
    assert over(transfers, after.id).state is State.DONE
    assert transfers.cancel(after.id).state is State.DONE, "what is over stays as it is"


def test_failures_are_told_in_words_and_bugs_do_not_end_the_thread(transfers, caplog):
    def gone(reporter: ProgressReporter) -> dict:
        raise Gone("It is gone.")

    def bug(reporter: ProgressReporter) -> dict:
        raise ZeroDivisionError

    failed = over(transfers, transfers.start(TransferKind.GET, "a", "A", gone).id)
    assert failed.to_dict()["error"] == {
        "code": "gone",
        "message": "It is gone.",
        "sentence": {"template": "It is gone.", "values": {}},
    }
    assert transfers.of("a") == failed
    broken = over(transfers, transfers.start(TransferKind.GET, "b", "B", bug).id)
    assert broken.error == ("internal", "Something went wrong inside Ritocco; see its log file.")
    assert "ZeroDivisionError" in caplog.text
    well = over(
        transfers, transfers.start(TransferKind.GET, "a", "A", lambda reporter: {"model": "a"}).id
    )
    assert well.state is State.DONE
    assert transfers.of("a") is None


def test_old_transfers_are_forgotten(transfers):
    for _ in range(KEPT + 5):
        last = transfers.start(TransferKind.CHECK, None, "X", lambda reporter: {})
        over(transfers, last.id)
    assert len(transfers.all()) <= KEPT + 1
    with pytest.raises(NotFound):
        transfers.get("1")


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (None, "size unknown"),
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (117_030, "117 kB"),
        (999_900, "1 MB"),
        (348_632_874, "349 MB"),
        (4_265_437_280, "4.3 GB"),
    ],
)
def test_sizes_are_said_as_shops_say_them(count, words):
    assert size_text(count) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "1 s"), (59, "59 s"), (61, "2 min"), (3600, "1 h"), (7500, "2 h 5 min")],
)
def test_times_are_said_in_one_or_two_units(seconds, words):
    assert time_text(seconds) == words


@given(st.integers(0, 10**13), st.none() | st.integers(1, 10**13))
def test_progress_can_always_be_said(done, total):
    progress = Progress("Fetching", done, total, 1e6, 3.0)
    assert 0 <= progress.fraction <= 1
    assert "left" in progress.numbers


def test_memory_forgets_a_file_that_changed_and_survives_a_broken_note(tmp_path):
    note, file = tmp_path / "deep" / "memory.json", tmp_path / "file"
    file.write_bytes(b"one")
    memory = FileCache(note)
    memory.put(file, {"family": "sd1"})
    assert FileCache(note).get(file) == {"family": "sd1"}
    file.write_bytes(b"other")
    assert memory.get(file) is None
    assert memory.noted(file) == {"family": "sd1"}
    for broken in ("{", "[" * 100_000, "[1]", '{"a": 1, "b": [1]}', "\ud800"):
        note.write_text(broken, "utf-8", "surrogatepass")
        assert FileCache(note).get(file) is None
        FileCache(note).put(file, 1)
        assert FileCache(note).get(file) == 1
