"""What a crash leaves behind: results that were finished, and nothing half-made."""

import json
import signal
import tempfile
import time
from pathlib import Path

import pytest

from ritocco.server.run import _uploads_in
from tests.server.conftest import described, post, raw_pixels, refused, submit, wait


def names(running):
    return sorted(one.name for one in (running.data / "results").iterdir())


def test_a_result_outlives_kill_minus_nine(start):
    first = start()
    client = first.client()
    done = submit(client, pixels=raw_pixels(8), document=described(name="kept.kra"))
    wait(client, done)
    running = submit(client, recipe={"grow": 500})
    wait(client, running, "running")
    first.stop(kill=True)
    (first.data / "results" / f".part-{running}").mkdir()  # as if it had just been writing

    second = start()
    client = second.client()
    assert second.token == first.token
    assert names(second) == [".lock", done]
    assert [one["id"] for one in client.get("/v1/jobs").json()["jobs"]] == [running]
    told = client.get(f"/v1/jobs/{done}").json()
    assert told["state"] == "done"
    assert client.get(f"/v1/jobs/{done}/layer").content == raw_pixels(8)
    assert client.get(f"/v1/jobs/{done}/thumbnail").status_code == 200
    history = client.get("/v1/history", params={"document": "kept.kra"}).json()["results"]
    assert [one["id"] for one in history] == [done]
    assert client.delete(f"/v1/jobs/{done}").status_code == 204
    assert names(second) == [".lock"]


def test_a_job_that_a_crash_cut_off_says_so_and_can_be_sent_again(start):
    first = start()
    client = first.client()
    running = submit(client, recipe={"grow": 500, "seed": 7}, document=described(note="mine"))
    wait(client, running, "running")
    waiting = submit(client, recipe={"grow": 3})
    cancelled = submit(client)
    client.post(f"/v1/jobs/{cancelled}/cancel")
    first.stop(kill=True)

    for server in (start(), start()):  # the second beside the first: both know it
        client = server.client()
        told = client.get(f"/v1/jobs/{running}").json()
        assert (told["state"], told["error"]["code"]) == ("failed", "cut_off")
        assert told["error"]["message"] == "This was cut off by a crash; send it again."
        assert (told["recipe"]["seed"], told["document"]) == (7, "a.kra")
        lost = client.get("/v1/history").json()["cut_off"]
        assert [one["id"] for one in lost] == [waiting, running]
        other = client.get("/v1/history", params={"document": "b.kra"}).json()
        assert other["cut_off"] == []
        refused(client.get(f"/v1/jobs/{cancelled}"), 404, "not_found")
        refused(client.get(f"/v1/jobs/{running}/layer"), 404, "not_found", "cut off")
        assert client.get("/v1/events", params={"job": running}).text.count("event: failed") == 1
        with client.stream("GET", "/v1/events") as stream:
            lines = stream.iter_lines()
            events = [line for line in (next(lines) for _ in range(8)) if "event" in line]
        assert events == ["event: failed"] * 2
    assert client.delete(f"/v1/jobs/{running}").status_code == 204
    refused(client.get(f"/v1/jobs/{running}"), 404, "not_found")
    assert [file.stem for file in (first.data / "cut-off").iterdir()] == [waiting]


def test_a_killed_server_leaves_no_uploads_and_a_living_one_keeps_its_own(start):
    killed = start()
    [left] = (killed.data / "servers").glob("*/uploads")
    living = start()
    [own] = set((living.data / "servers").glob("*/uploads")) - {left}
    for folder in (left, own):
        (folder / "upload").write_bytes(b"half a picture")
    killed.stop(kill=True)
    following = start()
    assert not left.parent.exists()
    assert (own / "upload").exists()
    for one in (living, following):
        assert one.own.get("/v1/status").status_code == 200  # it hears signals by now
        one.stop()
    assert list((living.data / "servers").iterdir()) == []


def test_what_is_on_the_disk_for_a_moment_lies_below_the_data_folder(tmp_path):
    with _uploads_in(tmp_path / "own"), tempfile.TemporaryDirectory() as folder:
        assert Path(folder).parent == tmp_path / "own"
    assert Path(tempfile.gettempdir()) != tmp_path / "own"


@pytest.mark.parametrize("delay", [0.0, 0.01, 0.03])
def test_killed_at_any_moment_a_result_is_whole_or_absent(start, delay):
    first = start()
    client = first.client()
    wait(client, submit(client))  # all imports are done
    for _ in range(6):
        submit(client)
    time.sleep(delay)
    first.stop(kill=True)
    client = start().client()
    found = client.get("/v1/history").json()["results"]
    assert found
    for one in found:
        assert client.get(f"/v1/jobs/{one['id']}/layer").content == raw_pixels()
        assert client.get(f"/v1/jobs/{one['id']}/thumbnail").status_code == 200
    whole = {".lock", *(one["id"] for one in found)}
    assert set(names(first)) == whole


def test_a_result_does_not_need_its_client(start):
    running = start()
    with running.client() as client:
        job = submit(client, recipe={"grow": 20})
    time.sleep(0.5)
    running.stop(kill=True)
    told = json.loads((running.data / "results" / job / "result.json").read_text())
    assert told["document"] == "a.kra"


def test_stopping_waits_for_neither_job_nor_streams(start):
    """The job would take five seconds, and leave a result; bench/promptness.py has the time."""
    running = start()
    client = running.client()
    submit(client, recipe={"grow": 500})
    with running.client() as watcher, watcher.stream("GET", "/v1/events") as stream:
        lines = stream.iter_lines()
        next(lines)
        running.process.send_signal(signal.SIGTERM)
        for _ in lines:  # the stream ends properly
            pass
        running.process.wait(30)
    assert names(running) == [".lock"]


def test_two_servers_share_a_data_folder(start):
    first, second = start(), start()
    job = submit(first.client())
    wait(first.own, job)
    assert second.token == first.token
    assert second.own.get(f"/v1/jobs/{job}").json()["state"] == "done"
    assert second.own.delete(f"/v1/jobs/{job}").status_code == 204
    refused(first.own.get(f"/v1/jobs/{job}/layer"), 404, "not_found")
    assert first.own.delete(f"/v1/jobs/{job}").status_code == 204


def test_a_disk_that_takes_nothing_stops_new_work_and_loses_none(start):
    """Over HTTP: told with each answer, and done once the disk takes results again."""
    running = start("--unsaved-bytes", "1")
    client, folder = running.client(), running.data / "results"
    away = folder.rename(running.data / "away")
    folder.write_text("no folder")
    held = submit(client, pixels=raw_pixels(3))
    failed = wait(client, held)
    assert failed["error"]["code"] == "cannot_write"
    assert "kept in memory" in failed["error"]["message"]
    assert failed["result"]["on_disk"] is False
    refused(post(client), 507, "cannot_write", "holds 1", "Make room", str(folder))
    assert [one["id"] for one in client.get("/v1/jobs").json()["jobs"]] == [held]
    assert client.get(f"/v1/jobs/{held}/layer").content == raw_pixels(3)
    small = client.get(f"/v1/jobs/{held}/thumbnail")
    assert (small.status_code, small.content[:4]) == (200, b"\x89PNG")
    [listed] = client.get("/v1/history", params={"document": "a.kra"}).json()["results"]
    assert (listed["id"], listed["on_disk"]) == (held, False)
    assert client.get("/v1/history", params={"before": held}).json()["results"] == []

    folder.unlink()
    away.rename(folder)
    told = wait(client, held, "done")  # without being asked to
    assert (told["error"], told["result"]["on_disk"]) == (None, True)
    assert wait(client, submit(client))["state"] == "done"
    history = client.get("/v1/history").json()["results"]
    assert [(one["id"] == held, one["on_disk"]) for one in history] == [(False, True), (True, True)]
    assert client.get(f"/v1/jobs/{held}/layer").content == raw_pixels(3)


def test_what_only_memory_holds_can_be_let_go_and_makes_room(start):
    running = start("--unsaved-bytes", "1")
    client, folder = running.client(), running.data / "results"
    folder.rename(running.data / "away")
    folder.write_text("no folder")
    held = submit(client)
    wait(client, held)
    refused(post(client), 507, "cannot_write")
    assert client.delete(f"/v1/jobs/{held}").status_code == 204
    assert wait(client, submit(client))["error"]["code"] == "cannot_write"
