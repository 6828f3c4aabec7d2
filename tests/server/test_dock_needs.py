"""What editors need beside the picture itself: notes, screens, masks, lists, and an end."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from ritocco.server.run import PUT_AWAY, PUTTING_AWAY
from tests.server.conftest import BOX, LAYOUT, ROOT, described, post, raw_pixels, submit, wait

SRGB8 = {"model": "rgb", "depth": "u8", "alpha": True, "order": "bgra"}


def pixels_of(body: bytes) -> np.ndarray:
    return np.frombuffer(body, np.uint8).reshape(6, 8, 4)


def done(client, **sent):
    job = submit(client, **sent)
    assert wait(client, job)["state"] == "done"
    return job


def test_a_note_comes_back_with_the_result(client):
    note = json.dumps({"task": "fill", "words": "zażółć"})
    job = done(client, document=described(name="noted.kra", note=note))
    assert client.get(f"/v1/jobs/{job}").json()["result"]["note"] == note
    found = client.get("/v1/history", params={"document": "noted.kra"}).json()["results"]
    assert [one["note"] for one in found] == [note]


def test_a_note_has_a_limit(client):
    assert post(client, document=described(note="x" * 4001)).status_code == 422


def test_a_screen_is_srgb_blue_first_whatever_the_document_is(client):
    layout = {"model": "rgb", "depth": "u16", "alpha": True, "order": "rgba"}
    deep = np.zeros((6, 8, 4), "<u2")
    deep[...] = (51 * 257, 102 * 257, 153 * 257, 65535)
    job = done(
        client, document=described(layout=layout), pixels=deep.tobytes(), selection=b"\xff" * 48
    )
    answer = client.get(f"/v1/jobs/{job}/layer?format=screen")
    assert json.loads(answer.headers["Ritocco-Layout"]) == SRGB8
    assert json.loads(answer.headers["Ritocco-Size"]) == {"width": 8, "height": 6}
    assert (pixels_of(answer.content) == (153, 102, 51, 255)).all()


def test_a_screen_can_be_small(client):
    job = done(client)
    answer = client.get(f"/v1/jobs/{job}/layer?format=screen&side=4")
    assert json.loads(answer.headers["Ritocco-Size"]) == {"width": 4, "height": 3}
    assert json.loads(answer.headers["Ritocco-Box"]) == BOX
    assert len(answer.content) == 4 * 3 * 4


@pytest.mark.parametrize("depth", ["u8", "u16", "f16", "f32"])
def test_the_soft_edge_can_come_apart(client, depth):
    layout = LAYOUT | {"depth": depth}
    kind = {"u8": "u1", "u16": "<u2", "f16": "<f2", "f32": "<f4"}[depth]
    full = {"u8": 255, "u16": 65535}.get(depth, 1)
    levels = np.arange(48).reshape(6, 8) * 5  # 0 .. 235
    pixels = np.full((6, 8, 4), 0.25 * full).astype(kind)
    pixels[..., 3] = np.rint(levels / 255 * full) if full > 1 else levels / 255
    job = done(
        client, document=described(layout=layout), pixels=pixels.tobytes(), selection=b"\xff" * 48
    )
    mask = np.frombuffer(client.get(f"/v1/jobs/{job}/mask").content, np.uint8)
    assert np.array_equal(mask, levels.ravel())
    hard = np.frombuffer(client.get(f"/v1/jobs/{job}/layer?opaque=true").content, kind)
    hard = hard.reshape(6, 8, 4)
    assert np.array_equal(hard[..., 3], np.where(levels > 0, full, 0).astype(kind))
    assert np.array_equal(hard[..., :3], pixels[..., :3])


def test_samplers_and_kinds_are_told(client):
    samplers = {one["name"]: one for one in client.get("/v1/samplers").json()["samplers"]}
    assert samplers["dpmpp_2m"]["title"] == "DPM++ 2M"
    assert samplers["dpmpp_2m"]["schedules"][0] == "karras"
    kinds = client.get("/v1/status").json()["kinds"]
    assert {"fill", "outpaint", "inpaint", "refine", "generate"} <= set(kinds)


def serving_with_stdin(tmp_path, **options):
    command = [sys.executable, "-m", "ritocco", "serve", "--port", "0", "--with-stdin"]
    process = subprocess.Popen(
        [*command, "--data", str(tmp_path / "data")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )
    assert process.stdout.readline().startswith("Ritocco serves at http://127.0.0.1:")
    return process


def test_the_server_ends_with_stdin(tmp_path):
    process = serving_with_stdin(tmp_path)
    time.sleep(0.3)
    assert process.poll() is None
    process.stdin.close()
    assert process.wait(10) == 0
    assert process.stdout.read().splitlines() == [PUTTING_AWAY, PUT_AWAY]
    process.stdout.close()


EDITOR = """
import os, subprocess, sys
server = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
server.stdout.readline()
print(server.pid, flush=True)
server.wait()
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a thing of POSIX")
def test_the_server_ends_with_an_editor_that_is_killed(tmp_path):
    serve = [sys.executable, "-m", "ritocco", "serve", "--port", "0", "--with-stdin"]
    editor = subprocess.Popen(
        [sys.executable, "-c", EDITOR, *serve, "--data", str(tmp_path / "data")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    server = int(editor.stdout.readline())
    os.kill(server, 0)  # it lives
    editor.send_signal(signal.SIGKILL)
    editor.wait(5)
    editor.stdout.close()
    give_up = time.monotonic() + 10
    while time.monotonic() < give_up:
        try:
            os.kill(server, 0)
            with open(f"/proc/{server}/stat") as stat:  # noqa: PTH123  an orphan may stay as a zombie
                if stat.read().rpartition(")")[2].split()[0] == "Z":
                    return
        except OSError:
            return
        time.sleep(0.05)
    raise AssertionError("the server outlived its editor")


def test_raw_bytes_do_not_change_by_the_new_ways(client):
    job = done(client, pixels=raw_pixels(4))
    assert client.get(f"/v1/jobs/{job}/layer").content == raw_pixels(4)
