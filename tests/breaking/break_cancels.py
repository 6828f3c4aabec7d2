"""Cancels at random moments: every job ends, none is stuck, and the next one runs."""

import time
from concurrent.futures import ThreadPoolExecutor
from random import Random

from tests.breaking.scale import count
from tests.server.conftest import submit, wait


def test_cancelled_at_any_moment_a_job_ends(place, tell):
    running, cancels = place.serve(), count(200)
    client = running.client()
    wait(client, submit(client))  # all imports are done

    def raced(number: int) -> str:
        dice = Random(number)
        with running.client() as own:
            job = submit(own, recipe={"grow": dice.choice((0, 1, 2, 5))})
            time.sleep(dice.choice((0, dice.uniform(0, 0.01), dice.uniform(0, 0.2))))
            answers = [own.post(f"/v1/jobs/{job}/cancel") for _ in range(dice.choice((1, 1, 3)))]
            assert {answer.status_code for answer in answers} == {200}
            ended = wait(own, job)
            kept = job in [one.name for one in (running.data / "results").iterdir()]
            assert kept == (ended["state"] == "done")
            assert own.get(f"/v1/jobs/{job}/layer").status_code == (200 if kept else 404)
            if dice.random() < 0.5:
                assert own.delete(f"/v1/jobs/{job}").status_code == 204
            return ended["state"]

    with ThreadPoolExecutor(8) as racing:
        states = list(racing.map(raced, range(cancels)))
    tell("cancels", cancels)
    for state in sorted(set(states)):
        tell(f"  ended as {state}", states.count(state))
    assert set(states) <= {"done", "cancelled"}
    assert states.count("cancelled") > cancels / 10
    assert wait(client, submit(client))["state"] == "done"
    assert [one for one in client.get("/v1/jobs").json()["jobs"] if one["finished"] is None] == []
    assert not list((running.data / "results").glob(".*-*"))
    assert place.temporary() == []
