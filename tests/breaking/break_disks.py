"""Full and read-only disks: what is done is kept within a bound, and written when there is room."""

import time
from collections.abc import Iterator

import pytest

from tests.breaking.backend import Taken
from tests.breaking.full_disk import Disk
from tests.breaking.load import pixels
from tests.breaking.scale import count
from tests.breaking.small_pictures import in_every_format, selection
from tests.breaking.warm import WarmCommands
from tests.server.conftest import LAYOUT, post, wait

WIDTH, HEIGHT = 200, 150
UNSAVED = 2 * 2**20
"""Bytes of results that these servers keep in memory."""


@pytest.fixture
def disk(place) -> Iterator[Disk]:
    made = Disk.under(place.home)
    yield made
    place.close()
    made.close()


def send(client, seed: int):
    """A job whose result takes 120 kB of a disk."""
    canvas = {"width": WIDTH, "height": HEIGHT}
    return post(
        client,
        document={"canvas": canvas, "layout": LAYOUT, "name": "a.kra"},
        pixels=pixels(seed, WIDTH, HEIGHT),
        selection=b"\xff" * (WIDTH * HEIGHT),
    )


def whole_history(client) -> dict[str, bool]:
    """All results by id, and whether they are on the disk."""
    listed = client.get("/v1/history", params={"limit": 1000})
    assert listed.status_code == 200, listed.text
    return {one["id"]: one["on_disk"] for one in listed.json()["results"]}


def sent_and_refused(client, jobs: int, first: int) -> tuple[dict[str, int], int]:
    """Jobs one after the other: what was accepted, by its seed; how many were refused."""
    accepted, turned_away = {}, 0
    for seed in range(first, first + jobs):
        answer = send(client, seed)
        if answer.status_code == 202:
            accepted[answer.json()["id"]] = seed
            wait(client, answer.json()["id"])
        else:
            assert (answer.status_code, answer.json()["code"]) == (507, "cannot_write"), answer.text
            turned_away += 1
    return accepted, turned_away


def check_all_there(client, accepted: dict[str, int]) -> None:
    for job, seed in accepted.items():
        layer = client.get(f"/v1/jobs/{job}/layer")
        assert layer.status_code == 200, layer.text
        assert layer.content == pixels(seed, WIDTH, HEIGHT)


@pytest.mark.parametrize("trouble", ["full", "read-only"])
def test_nothing_is_lost_while_the_disk_takes_nothing(place, disk, tell, trouble):
    running = place.serve("--unsaved-bytes", str(UNSAVED), module=disk.module)
    client = running.client()
    jobs = count(60, 25)
    early, none = sent_and_refused(client, 3, first=0)
    assert none == 0
    before = Taken.by(running.process.pid)
    if trouble == "read-only":
        disk.set_read_only(True)
    else:
        disk.fill()
    accepted, turned_away = sent_and_refused(client, jobs, first=100)
    during = Taken.by(running.process.pid)
    history = whole_history(client)
    in_memory = sum(not on_disk for on_disk in history.values())
    assert set(history) == {*early, *accepted}
    check_all_there(client, early | accepted)
    assert client.get("/v1/status").status_code == 200

    if trouble == "read-only":
        disk.set_read_only(False)
    disk.make_room()
    begun = time.monotonic()
    while not all(whole_history(client).values()) and time.monotonic() < begun + 15:
        time.sleep(0.1)
    seconds = time.monotonic() - begun
    left = sum(not on_disk for on_disk in whole_history(client).values())
    later, none = sent_and_refused(client, 3, first=900)
    running.stop(kill=True)
    client = place.serve(module=disk.module).client()
    kept = whole_history(client)

    tell(f"jobs while the disk was {trouble}" + ("" if disk.real else " (a stand-in)"), jobs)
    tell("  accepted, refused", f"{len(accepted)}, {turned_away}")
    tell("  results in memory only", in_memory)
    grown = (during.resident - before.resident) / 2**20
    tell("  resident memory they took, MiB", f"{grown:.1f}")
    tell("still in memory only when there is room", left)
    tell("  seconds until all were written", f"{seconds:.1f}")
    tell("results lost", len({*early, *accepted, *later} - set(kept)))
    assert turned_away
    assert 0 < in_memory <= UNSAVED // (WIDTH * HEIGHT * 4) + 2
    assert grown < 40
    assert left == 0
    assert none == 0
    assert set(kept) == {*early, *accepted, *later}
    check_all_there(client, early | accepted | later)


def test_no_server_begins_on_a_disk_that_takes_nothing_without_saying_why(place, disk, tell):
    place.serve(module=disk.module).stop()
    if disk.real:
        disk.set_read_only(True)
        with pytest.raises(AssertionError, match="did not start"):
            place.serve(module=disk.module)
        disk.set_read_only(False)
    disk.fill()
    client = place.serve(module=disk.module).client()
    assert client.get("/v1/status").status_code == 200
    assert client.get("/v1/history").json()["results"] == []
    tell("a server on a full disk", "begins and answers")


def test_a_command_says_why_a_disk_does_not_take_its_result(place, disk, tell, tmp_path):
    """Only where a disk may be mounted: commands have no stand-in."""
    picture, mask, output = tmp_path / "a.png", tmp_path / "m.png", disk.folder / "out.tif"
    picture.write_bytes(in_every_format()["png rgb"][1])
    mask.write_bytes(selection())
    words = ("fill", picture, "--mask", mask, "-o", output)
    commands = WarmCommands(tmp_path / "own", place.scratch)
    troubles = {}
    if disk.real:
        disk.fill(leave=0)
        troubles["full"] = commands.run(*words)
        disk.set_read_only(True)
        troubles["read-only"] = commands.run(*words)
        disk.set_read_only(False)
        disk.make_room()
    assert commands.run(*words).code == 0
    commands.close()
    for trouble, ended in troubles.items():
        tell(f"a command on a disk that is {trouble}", ended.err.strip()[-90:])
        assert ended.code == 2
        assert trouble in ended.err
        assert len(ended.err.strip().splitlines()) == 1
    assert list(disk.folder.iterdir()) == [output]
    assert place.temporary() == []
