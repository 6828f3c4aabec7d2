"""What programs poll that were made for the web UI's own page."""

import time
from concurrent.futures import ThreadPoolExecutor

from tests.server.fakes import SLOWLY

LONG = {"prompt": SLOWLY, "width": 8, "height": 8}


def told(served, name, **more):
    time.sleep(0.02)  # whoever polls leaves some of the machine to what it polls for
    answer = served.client.post("/internal/progress", json={"id_task": name, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_whoever_asks_is_told_that_somebody_is_here(fake):
    assert fake.client.get("/internal/ping").json() == {}
    assert fake.client.get("/app_id").json()["app_id"]
    assert fake.client.get("/queue/status").json()["queue_size"] == 0
    assert fake.client.get("/internal/pending-tasks").json() == {"size": 0, "tasks": []}


def test_a_task_nobody_knows_is_none(fake):
    answer = told(fake, "task(unknown)")
    assert (answer["active"], answer["queued"], answer["completed"]) == (False, False, False)
    assert answer["textinfo"] == "Waiting..."


def test_a_task_is_at_work_or_waits_and_then_is_done(fake):
    with ThreadPoolExecutor() as pool:
        first = pool.submit(fake.post, "txt2img", force_task_id="task(first)", **LONG)
        while not (at_work := told(fake, "task(first)"))["active"]:
            assert not first.done()
        second = pool.submit(fake.post, "txt2img", force_task_id="task(second)", **LONG)
        while not (waits := told(fake, "task(second)"))["queued"]:
            assert not second.done()
        assert waits["textinfo"] == "In queue: 1/1"
        assert fake.client.get("/internal/pending-tasks").json()["tasks"] == ["task(second)"]
        unnamed = pool.submit(fake.post, "txt2img", **LONG)
        while fake.client.get("/queue/status").json()["queue_size"] < 2:
            assert not unnamed.done()
        pending = fake.client.get("/internal/pending-tasks").json()
        assert pending == {"size": 1, "tasks": ["task(second)"]}
        while not (at_work := told(fake, "task(first)"))["live_preview"]:
            assert at_work["active"]
        assert at_work["live_preview"].startswith("data:image/png;base64,")
        assert 0 < at_work["progress"] <= 1
        assert told(fake, "task(first)", live_preview=False)["live_preview"] is None
        while not unnamed.done():
            time.sleep(0.02)
            fake.post("interrupt")
    assert first.result()["images"] == []
    assert told(fake, "task(first)")["completed"]
    assert told(fake, "task(second)")["completed"]
