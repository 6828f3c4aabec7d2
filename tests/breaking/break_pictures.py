"""Damaged, lying and endless pictures, by command line and HTTP: a sentence, or a result."""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ritocco.canvas.files import load
from tests.breaking.backend import REAL, highest
from tests.breaking.damage import damaged
from tests.breaking.lying_headers import Case, lying
from tests.breaking.lying_metadata import odd_metadata, odd_recipes
from tests.breaking.scale import SCALE
from tests.breaking.small_pictures import HEIGHT, WIDTH, in_every_format, selection
from tests.breaking.warm import Ended, WarmCommands
from tests.server.conftest import wait

MOST_RESIDENT = 2 * 2**30
MOST_BYTES = 10 * 2**20
"""Of a file for which the bound above is promised."""


def all_cases() -> dict[str, Case]:
    """Everything that is tried, or every n-th of it."""
    cases = damaged() | lying() | odd_metadata()
    assert len(cases) >= 216
    assert all(len(data) < MOST_BYTES for _, data in cases.values())
    step = round(1 / SCALE)
    return dict(list(cases.items())[::step])


@pytest.fixture
def commands(place) -> Iterator[WarmCommands]:
    made = WarmCommands(place.home, place.scratch)
    yield made
    made.close()


def one_sentence(text: str) -> bool:
    """Whether an artist can read it: a line or two that name no code of ours."""
    plain = "Traceback" not in text and 'File "' not in text and "Error:" not in text
    return plain and 0 < len(text.strip().splitlines()) <= 2


def wrong_about(ended: Ended, output: Path, size: tuple[int, int] | None) -> str | None:
    """What is wrong with how a command ended; None where nothing is."""
    if ended.hung:
        return "hung"
    if ended.highest > MOST_RESIDENT:
        return f"{ended.highest / 2**20:.0f} MiB"
    if ended.code == 2:
        if output.exists():
            return "refused, and left a file"
        return None if one_sentence(ended.err) else ended.err[-600:]
    if ended.code != 0:
        return f"code {ended.code}: {ended.err[-600:]}"
    picture = load(output)
    found = picture.size.width, picture.size.height
    return f"a result of {found}" if size and found != size else None


def told(tell, cases: int, wrong: dict[str, str], answers: Counter, most: int, slowest):
    tell("files", cases)
    for answer, times in sorted(answers.items(), key=str):
        tell(f"  {answer}", times)
    tell("hung, without a sentence, or too large", len(wrong))
    tell("highest resident memory, MiB", most // 2**20)
    tell("the slowest took seconds", "{:.1f}: {}".format(*slowest))
    for name, problem in wrong.items():
        tell(f"  ! {name}"[:58], problem.strip().splitlines()[-1][:140])


def test_by_the_command_line(place, commands, tell, tmp_path):
    wrong, answers, most, slowest = {}, Counter(), 0, (0.0, "")
    mask, good = tmp_path / "mask.png", tmp_path / "good.png"
    mask.write_bytes(selection())
    good.write_bytes(in_every_format()["png rgb"][1])
    cases, carrying = all_cases(), odd_metadata()
    for number, (name, (suffix, data)) in enumerate(cases.items()):
        bad = tmp_path / f"bad{suffix}"
        bad.write_bytes(data)
        output = tmp_path / f"out{('.png', '.jpg', '.webp', '.tif')[number % 4]}"
        usual = ("--mask", mask, "-o", output)
        tries = [("picture", ("fill", bad, *usual))]
        if name in carrying:  # which matters where it is written
            tries.append(
                ("picture", ("fill", bad, "--mask", mask, "-o", output.with_suffix(".tif")))
            )
        elif number % 2:
            tries.append(("mask", ("fill", good, "--mask", bad, "-o", output)))
        if number % 3 == 1:
            tries.append(("recipe", ("fill", good, *usual, "--recipe", bad)))
        for place_of_it, words in tries:
            ended = commands.run(*words)
            answers[f"{place_of_it}: {'done' if ended.code == 0 else f'code {ended.code}'}"] += 1
            most, slowest = max(most, ended.highest), max(slowest, (ended.seconds, name))
            written = Path(str(words[words.index("-o") + 1]))
            problem = wrong_about(ended, written, (WIDTH, HEIGHT) if words[1] is good else None)
            if problem is None and str(place.folder) in ended.err.replace(str(tmp_path), ""):
                problem = ended.err
            if problem:
                wrong[f"{place_of_it}: {name}"] = problem
            written.unlink(missing_ok=True)
        bad.unlink()
    for name, data in odd_recipes().items():
        odd, output = tmp_path / "odd.json", tmp_path / "out.png"
        odd.write_bytes(data)
        ended = commands.run("fill", good, "--mask", mask, "--recipe", odd, "-o", output)
        answers[f"recipe: {'done' if ended.code == 0 else f'code {ended.code}'}"] += 1
        if problem := wrong_about(ended, output, None):
            wrong[f"recipe: {name}"] = problem
        output.unlink(missing_ok=True)
    told(tell, len(cases), wrong, answers, most, slowest)
    assert wrong == {}
    assert place.temporary() == []
    assert answers["picture: done"] > len(cases) / 10


def refusal(answer: httpx.Response, places: tuple[str, ...]) -> str | None:
    """What is wrong with a refusal; None where it is one sentence in the error form."""
    if answer.status_code not in range(400, 500):
        return f"{answer.status_code}: {answer.text[:300]}"
    message = answer.json()["message"]
    plain = one_sentence(message) and not [one for one in places if one in message]
    return None if plain and answer.json()["code"] else message


def test_over_http(place, tell):
    running = place.serve(module=REAL)
    client = running.client()
    client.timeout = 60
    ours = (str(place.folder), os.sep + "upload")
    wrong, answers, slowest = {}, Counter(), (0.0, "")
    cases, mask = all_cases(), selection()
    for name, (suffix, data) in cases.items():
        begun = time.monotonic()
        try:
            answer = client.post("/v1/pictures/open", params={"name": f"a{suffix}"}, content=data)
            answers[f"open: {answer.status_code}"] += 1
            if answer.status_code != 200 and (problem := refusal(answer, ours)):
                wrong[f"open: {name}"] = problem
            files = {"pixels": (f"a{suffix}", data), "selection": mask}
            if len(answers) % 4 == 0:
                files = {"pixels": in_every_format()["png rgb"][1], "selection": data}
            answer = client.post("/v1/jobs", data={"recipe": '{"kind": "fill"}'}, files=files)
            answers[f"job: {answer.status_code}"] += 1
            if answer.status_code == 202:
                job = wait(client, answer.json()["id"])
                answers[f"job {job['state']}"] += 1
                if job["state"] != "done" and (
                    job["error"]["code"] == "internal" or not one_sentence(job["error"]["message"])
                ):
                    wrong[f"job: {name}"] = json.dumps(job["error"])
                assert client.delete(f"/v1/jobs/{job['id']}").status_code == 204
            elif problem := refusal(answer, ours):
                wrong[f"job: {name}"] = problem
        except httpx.HTTPError as error:
            wrong[f"http: {name}"] = repr(error)
            if running.process.poll() is not None:
                running = place.serve(module=REAL)
                client = running.client()
                client.timeout = 60
        slowest = max(slowest, (time.monotonic() - begun, name))
    most = highest(running.process.pid)
    told(tell, len(cases), wrong, answers, most, slowest)
    assert wrong == {}
    assert len(place.started) == 1
    assert most < MOST_RESIDENT
    assert client.get("/v1/status").status_code == 200
    assert place.temporary() == []
    assert place.errors()[:2] == []
