"""Five hundred jobs one after another: the server holds no more after them than before."""

import time

from ritocco.server.events import KEPT
from tests.breaking.backend import REAL, Taken
from tests.breaking.load import pixels
from tests.breaking.scale import count
from tests.breaking.small_pictures import in_every_format
from tests.server.conftest import post, wait

WARM = 100
MOST_GROWTH = 3.0
"""Percent of resident memory from job 100 to the last."""
WIDTH, HEIGHT = 24, 20
RAW = {"model": "rgb", "depth": "u8", "alpha": True, "order": "bgra"}


def send(client, number: int) -> str:
    """A job; its id."""
    size = {"width": WIDTH, "height": HEIGHT}
    answer = post(
        client,
        recipe={"kind": "fill", "seed": number},
        document={"canvas": size, "layout": RAW, "name": f"{number % 7}.kra"},
        pixels=pixels(number, WIDTH, HEIGHT),
        selection=bytes(WIDTH * 8) + b"\xff" * 30 + bytes(WIDTH * (HEIGHT - 8) - 30),
    )
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def fill_the_log_of_events(client) -> None:
    """So many events are kept; until they are there, memory grows by right.

    Each of these jobs leaves three at the least: it waits, is cancelled, is released.
    """
    for number in range(count(KEPT // 3)):
        job = send(client, number)
        client.post(f"/v1/jobs/{job}/cancel")
        wait(client, job)
        assert client.delete(f"/v1/jobs/{job}").status_code == 204


def one_round(client, number: int, pictures: list[bytes]) -> None:
    """A job with all that an editor asks about it, and now and then something else."""
    job = send(client, number)
    if number % 10 == 3:
        client.post(f"/v1/jobs/{job}/cancel")
    if number % 10 == 5:
        with client.stream("GET", "/v1/events", params={"job": job}) as stream:
            assert list(stream.iter_lines())
    ended = wait(client, job)
    if ended["state"] == "done":
        for what in ("layer", "mask", "thumbnail", "layer?format=png"):
            assert client.get(f"/v1/jobs/{job}/{what}").status_code == 200
    assert client.get("/v1/history", params={"limit": 20}).status_code == 200
    if number % 10 == 7:
        assert client.post("/v1/jobs", content=b"{").status_code == 422
        picture = pictures[number // 10 % len(pictures)]
        assert client.post("/v1/pictures/open", content=picture).status_code == 200
    assert client.delete(f"/v1/jobs/{job}").status_code == 204


def settled(process: int) -> Taken:
    """What it holds when it has had a moment for itself."""
    time.sleep(1)
    return Taken.by(process)


def test_five_hundred_jobs_leave_nothing_behind(place, tell):
    running, jobs = place.serve(module=REAL), count(500, 20)
    client, pictures = running.client(), [data for _, data in in_every_format().values()]
    warm, measured = min(WARM, jobs // 2), []
    before, files = None, set()
    for data in pictures:  # every reader has been here before anything is measured
        assert client.post("/v1/pictures/open", content=data).status_code == 200
    fill_the_log_of_events(client)
    for number in range(1, jobs + 1):
        one_round(client, number, pictures)
        if number == warm:
            before, files = settled(running.process.pid), place.files()
        if number >= warm and number % max(1, jobs // 10) == 0:
            measured.append(Taken.by(running.process.pid).resident >> 20)
    after = settled(running.process.pid)
    growth = 100 * (after.resident / before.resident - 1)
    tell("jobs", jobs)
    tell(f"resident memory from job {warm} to the last, %", f"{growth:+.2f}")
    tell("  MiB on the way", " ".join(map(str, measured)))
    tell("open files after the first hundred, at last", f"{before.files}, {after.files}")
    tell("threads", f"{before.threads}, {after.threads}")
    tell("files more in the data folder", len(place.files() - files))
    tell("files in the temporary folder", len(place.temporary()))
    assert growth < MOST_GROWTH
    assert after.files <= before.files + 2
    assert after.threads <= before.threads + 2
    assert place.files() == files
    assert place.temporary() == []
    assert place.errors()[:2] == []
