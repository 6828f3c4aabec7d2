"""Bad files where models and results lie: every list stays up, and each can be let go."""

import json
import stat
import struct
from random import Random

from tests.breaking.backend import REAL
from tests.breaking.break_two_at_once import a_network
from tests.breaking.mutations import odd_text, scrambled
from tests.breaking.scale import count
from tests.breaking.warm import WarmCommands
from tests.library.damage import lay
from tests.server.conftest import refused, submit, wait

FOLDERS = ("", "upscale", "faces", "lora", "vae")


def mutated_weights(good: bytes, dice: Random) -> bytes:
    """A safetensors file with something wrong in its head, or bytes turned anywhere."""
    length = int.from_bytes(good[:8], "little")
    if dice.random() < 0.4:
        return scrambled(good[: length + 200], dice)
    head = odd_text(good[8 : 8 + length], dice)
    return struct.pack("<Q", len(head)) + head + good[8 + length :]


def test_lists_stay_up_whatever_lies_on_the_shelves(place, tell, tmp_path):
    dice, mutated = Random(14), count(100, 10)
    models = place.home / "models"
    for folder in FOLDERS[:2]:
        names = lay(models / folder)
    good = a_network(tmp_path / "good.safetensors", 1)
    (models / "upscale" / "whole.safetensors").write_bytes(good.read_bytes())
    for folder in FOLDERS:
        (models / folder).mkdir(exist_ok=True)
    for number in range(mutated):
        folder = models / FOLDERS[number % len(FOLDERS)]
        (folder / f"m{number}.safetensors").write_bytes(mutated_weights(good.read_bytes(), dice))

    client = place.serve(module=REAL).client()
    client.timeout = 60
    told = {path: client.get(path) for path in ("/v1/models", "/v1/library", "/v1/status")}
    assert {path: answer.status_code for path, answer in told.items()} == dict.fromkeys(told, 200)
    assert "whole" in [one["name"] for one in told["/v1/models"].json()["upscalers"]]
    listed = told["/v1/library"].json()["models"]
    rows = [one for one in listed if one["state"] in ("damaged", "here") and one["removable"]]
    rows = [one for one in rows if one["title"] != "whole"]
    damaged = [one for one in rows if one["state"] == "damaged"]
    assert len(damaged) >= len(names)
    for folder in range(len(FOLDERS)):
        for number in range(folder, mutated, len(FOLDERS)):
            assert f"m{number}" in [one["title"] for one in rows], number

    commands = WarmCommands(place.home, place.scratch)
    for words in (
        ("models", "list"),
        ("models", "list", "--json"),
        ("models", "check"),
        ("doctor",),
    ):
        ended = commands.run(*words)
        assert not ended.hung, words
        assert ended.code in (0, 1, 2), (words, ended.err[-500:])
        assert "Traceback" not in ended.err, (words, ended.err[-500:])
    commands.close()

    kept = []
    for number, row in enumerate(rows):
        if number % 5 == 0:
            answer = client.post(f"/v1/library/models/{row['id']}/check")
            assert answer.status_code < 500, (row["id"], answer.text)
        answer = client.delete(f"/v1/library/models/{row['id']}")
        assert answer.status_code < 500, (row["id"], answer.text)
        if answer.status_code != 200:
            kept.append((row["id"], answer.json()["message"]))
    left = [one for one in client.get("/v1/library").json()["models"] if one["state"] == "damaged"]
    tell("bad files and folders on shelves", 2 * len(names) + mutated)
    tell("  listed", len(rows))
    tell("  of these as damaged", len(damaged))
    tell("  that could not be removed", len(kept))
    tell("  still listed after that", len(left))
    assert kept[:3] == []
    assert left[:3] == []
    assert "whole" in [one["name"] for one in client.get("/v1/models").json()["upscalers"]]
    assert place.errors()[:2] == []
    for device in ("null", "zero"):
        assert stat.S_ISCHR((tmp_path.__class__("/dev") / device).stat().st_mode)


def test_damaged_results_hide_no_others_and_can_be_let_go(place, tell):
    running, results = place.serve(), count(60, 12)
    client = running.client()
    made = [submit(client, recipe={"seed": 100 + number}) for number in range(results)]
    for job in made:
        assert wait(client, job)["state"] == "done"
    running.stop()

    dice, folder, ways = Random(14), running.data / "results", []
    damaged = made[::2]
    for number, job in enumerate(damaged):
        told = folder / job / "result.json"
        plain = json.loads(told.read_text())
        ways = (
            odd_text(told.read_bytes(), dice),
            json.dumps(plain | {"created": 1e300}).encode(),
            json.dumps(plain | {"report": plain["report"] | {"layer_position": "odd"}}).encode(),
            json.dumps(plain | {"layout": plain["layout"] | {"depth": "u99"}}).encode(),
            b"[" * 100_000,
            scrambled(told.read_bytes(), dice),
            b"",
            b"\xff\xfe",
            json.dumps(plain | {"order": ["rgba"]}).encode(),
            json.dumps(plain | {"report": plain["report"] | {"layer": {"x": 10**400}}}).encode(),
        )
        told.write_bytes(ways[number % len(ways)])
    for name in ("layer.tif", "thumbnail.png"):
        (folder / made[1] / name).write_bytes(b"")
        (folder / made[3] / name).unlink()

    client = place.serve().client()
    listed = client.get("/v1/history", params={"limit": 1000})
    assert listed.status_code == 200
    ids = {one["id"] for one in listed.json()["results"]}
    hidden, failing = set(made[1::2]) - ids, []
    for job in made:
        for what in ("", "/layer", "/mask", "/thumbnail", "/layer?format=screen&side=9"):
            answer = client.get(f"/v1/jobs/{job}{what}")
            if answer.status_code >= 500 or str(place.folder) in answer.text:
                failing.append((what, answer.text[:200]))
    assert client.get("/v1/events?job=" + damaged[0]).status_code < 500
    for job in made:
        answer = client.delete(f"/v1/jobs/{job}")
        if answer.status_code != 204:
            failing.append(("delete", answer.text))
    left = [one.name for one in folder.iterdir() if one.name[0] != "."]
    tell("results whose result.json was damaged", len(damaged))
    tell(f"  damaged ones listed, {len(damaged)} at most", len(ids & set(damaged)))
    tell("whole ones that were hidden", len(hidden))
    tell("answers of 5xx, or with a path of the server", len(failing))
    tell("results left after all were let go", len(left))
    assert hidden == set()
    assert failing[:3] == []
    assert left == []
    refused(client.get(f"/v1/jobs/{damaged[0]}"), 404, "not_found")
