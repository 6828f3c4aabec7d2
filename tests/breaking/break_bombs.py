"""A few bytes that ask for more than the machine has: refused before it is taken, or done small."""

import json
import struct
from collections import Counter

import httpx

from tests.breaking.backend import REAL, highest
from tests.breaking.break_pictures import MOST_RESIDENT, one_sentence, refusal
from tests.breaking.small_pictures import in_every_format, selection
from tests.breaking.warm import WarmCommands
from tests.server.conftest import wait

HUGE = (30_000, 30_000), (100_000, 9_000), (100_000, 100_000), (65_536, 1), (1, 100_000)
COMMANDS = (
    ("outpaint", "A", "--left", "100000", "-o", "O"),
    ("outpaint", "A", "--top", "900000%", "--right", "900000%", "-o", "O"),
    ("outpaint", "A", "--aspect", "99999:1", "-o", "O"),
    ("upscale", "A", "--scale", "1e9", "-o", "O"),
    ("upscale", "A", "--size", "99999x99999", "-o", "O"),
    ("generate", "--size", "99999x99999", "--prompt", "a", "-o", "O"),
    ("generate", "--size", "30000x30000", "--prompt", "a", "-o", "O"),
    ("fill", "A", "--mask", "M", "--grow", "99999999999", "-o", "O"),
    ("fill", "A", "--mask", "M", "--model-size", "100000000", "-o", "O"),
    ("fill", "A", "--mask", "M", "--batch", "99999999", "-o", "O"),
    ("plan", "A", "--mask", "M", "--prompt", "a" * 100_000),
    ("fill", "A", "--mask", "M", "--layer", "L", "--seed", "9" * 5000, "-o", "O"),
)
SUFFIXES = ("png", "jpg", "webp", "tif", "ora")


def bundle_of(width: int, height: int, depth: str) -> bytes:
    """A canvas of this size with one layer of 2 x 2 pixels."""
    one = {"box": {"x": 0, "y": 0, "width": 2, "height": 2}}
    canvas = {"width": width, "height": height}
    head = {"canvas": canvas, "model": "rgb", "depth": depth, "alpha": True, "layers": [one]}
    text = json.dumps(head).encode()
    bytes_each = {"u8": 4, "u16": 8, "f32": 16}[depth]
    return struct.pack("<Q", len(text)) + text + bytes(4 * bytes_each)


def plans() -> list[dict[str, object]]:
    """Recipes on canvases that no memory holds."""
    recipes = (
        {"kind": "fill"},
        {"kind": "outpaint", "extend": {"left": 30_000, "top": 30_000}},
        {"kind": "inpaint", "model_size": 2048, "diffusion": {"prompt": "a"}},
        {"kind": "refine", "diffusion": {"prompt": "a"}},
        {"kind": "upscale", "upscale": {"factor": 8}},
        {"kind": "upscale", "upscale": {"width": 10**6}},
        {"kind": "faces"},
        {"kind": "generate", "diffusion": {"prompt": "a"}},
    )
    asked: list[dict[str, object]] = []
    for width, height in HUGE:
        canvas = {"width": width, "height": height}
        box = {"x": 0, "y": 0, "width": width, "height": height}
        asked += [{"recipe": one, "canvas": canvas, "selection": box} for one in recipes]
    return asked


def test_small_bodies_do_not_take_the_server(place, tell):
    running = place.serve(module=REAL)
    client, wrong, answers = running.client(), {}, Counter()
    client.timeout = 120
    ours = (str(place.folder),)

    def note(name: str, answer: httpx.Response) -> None:
        answers[f"{name.split()[0]}: {answer.status_code}"] += 1
        if answer.status_code not in (200, 202) and (problem := refusal(answer, ours)):
            wrong[name] = problem

    try:
        for asked in plans():
            note(f"plan {asked}", client.post("/v1/plan", json=asked))
        for width, height in HUGE:
            for depth in ("u8", "f32"):
                for suffix in SUFFIXES:
                    answer = client.post(
                        "/v1/pictures/save",
                        params={"suffix": suffix},
                        content=bundle_of(width, height, depth),
                    )
                    note(f"save {width} x {height} {depth} {suffix}", answer)
        picture, mask = in_every_format()["png rgb"][1], selection()
        for recipe in (asked["recipe"] for asked in plans()[:8]):
            files = {"pixels": ("a.png", picture), "selection": mask}
            answer = client.post("/v1/jobs", data={"recipe": json.dumps(recipe)}, files=files)
            note(f"job {recipe}", answer)
            if answer.status_code == 202:
                job = answer.json()["id"]
                if recipe["kind"] not in ("fill", "upscale", "faces"):  # a model would take minutes
                    client.post(f"/v1/jobs/{job}/cancel")
                error = wait(client, job)["error"]
                assert error is None or one_sentence(error["message"])
    except httpx.HTTPError as error:
        wrong["http"] = repr(error)
    most = highest(running.process.pid) if running.process.poll() is None else None
    for answer, times in sorted(answers.items()):
        tell(answer, times)
    tell("highest resident memory of the server, MiB", most and most // 2**20)
    for name, problem in wrong.items():
        tell(f"! {name}"[:58], problem.strip()[-140:])
    assert wrong == {}
    assert most is not None
    assert most < MOST_RESIDENT
    assert place.errors()[:2] == []


def test_commands_that_ask_for_too_much_are_refused(place, tell, tmp_path):
    known = {"A": "a.png", "M": "m.png", "O": "out.png", "L": "layer.png"}
    (tmp_path / "a.png").write_bytes(in_every_format()["png rgb"][1])
    (tmp_path / "m.png").write_bytes(selection())
    commands, wrong = WarmCommands(place.home, place.scratch), {}
    for words in COMMANDS:
        ended = commands.run(*(tmp_path / known[one] if one in known else one for one in words))
        said = (ended.err.strip().splitlines() or ["done"])[-1]
        name = " ".join(words)[:58]
        tell(name, said.replace(str(tmp_path), "")[:100])
        sound = ended.code == 0 or (ended.code == 2 and one_sentence(ended.err))
        if ended.hung or not sound or ended.highest > MOST_RESIDENT:
            wrong[name] = ended
    commands.close()
    assert wrong == {}
