"""The model library over real HTTP: a server process of its own, a Hub of our own."""

import base64
import json
import re
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ritocco.library.kinds import KINDS
from tests.library.adapters import write_lora
from tests.library.conftest import content, sha256
from tests.library.http_server import Fault, Server
from tests.restore.nets import write_tiny
from tests.server.conftest import ROOT, Running, refused
from tests.serving import as_png

FINAL = ("done", "failed", "cancelled")
BIG, SMALL = content(400_000, 1), content(50_000, 2)
MODELS = ("one", "two", "three", "four", "five", "six")
"""Models of the same bytes, so that each test has one of its own."""


def entry(name: str, file: dict) -> str:
    told = ", ".join(f"{key}={json.dumps(value)}" for key, value in file.items())
    return (
        f'[[model]]\nid="{name}"\ntitle="Model {name}"\nkind="faces"\ngood_for="Tests."\n'
        f'licence="free"\nmemory=2\nfiles=[{{{told}}}]\nsources=[{{hub="some/repo"}}]\n'
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("library")


@pytest.fixture(scope="module")
def hub(place):
    """A Hub, and an environment with a catalogue that knows what is there, and one that is not."""
    with Server() as server, pytest.MonkeyPatch.context() as patch:
        words = '[licence.free]\ntitle="Free"\nlink="https://example.org"\nnote="Free."\n'
        for name in MODELS:
            server.repos["some/repo"][f"{name}.pth"] = BIG
            file = {"path": f"{name}.pth", "bytes": len(BIG), "sha256": sha256(BIG)}
            words += entry(name, file)
        server.repos["some/repo"]["small.pth"] = SMALL
        words += entry("small", {"path": "small.pth"}) + entry("gone", {"path": "gone.pth"})
        (place / "catalogue.toml").write_text(words)
        patch.setenv("RITOCCO_CATALOGUE", str(place / "catalogue.toml"))
        patch.setenv("RITOCCO_HOME", str(place / "home"))
        patch.setenv("HF_ENDPOINT", server.url)
        patch.delenv("HF_TOKEN", raising=False)
        yield server


@pytest.fixture(autouse=True)
def calm(hub):
    """Faults of one test do not reach the next."""
    yield
    hub.always.clear()
    hub.faults.clear()


@pytest.fixture(scope="module")
def running(hub, place):
    server = Running.start(place / "data")
    yield server
    server.stop()


@pytest.fixture
def client(running):
    with running.client() as made:
        made.timeout = 120  # its first look into files imports much, and the machine may be busy
        yield made


def over(client, task: dict) -> dict:
    """A task once it is over."""
    give_up = time.monotonic() + 120
    while task["state"] not in FINAL:
        assert time.monotonic() < give_up, task
        time.sleep(0.02)
        task = client.get(f"/v1/library/tasks/{task['id']}").json()
    return task


def get(client, model: str, licence: str = "free"):
    return client.post(f"/v1/library/models/{model}/get", json={"licence": licence})


def begun(client, model: str) -> dict:
    """A fetch of which some bytes have come."""
    task = get(client, model).json()
    while not client.get(f"/v1/library/tasks/{task['id']}").json()["bytes_done"]:
        time.sleep(0.02)
    return task


def settled(client, model: str) -> dict:
    """The model once a cancelled fetch has let go of it."""
    give_up = time.monotonic() + 30
    while True:
        told = client.get(f"/v1/library/models/{model}").json()
        if told["task"] is None and told["state"] == "partial":
            return told
        assert time.monotonic() < give_up, told
        time.sleep(0.05)


def test_what_can_be_had_is_listed_without_asking_anyone(client, hub, place):
    told = client.get("/v1/library").json()
    assert told["folder"] == str(place / "home" / "models")
    assert told["free"] > 0
    ids = [*MODELS, "small", "gone"]
    assert [one["id"] for one in told["models"]] == [*ids, "model:mini"]
    big, small = told["models"][0], told["models"][-3]
    assert (big["state"], big["bytes"], small["bytes"]) == ("absent", len(BIG), None)
    assert big["licence"] == {
        "id": "free",
        "title": "Free",
        "link": "https://example.org",
        "note": "Free.",
    }
    assert (big["memory"], big["kind"], big["checked"]) == (2 * 2**30, "faces", False)
    faces = next(one for one in told["features"] if one["id"] == "faces")
    assert (faces["ready"], faces["suggested"]) == (False, ids)
    assert client.get("/v1/library/models/small").json()["bytes"] is None
    assert hub.log == []
    assert client.get("/v1/library/models/small?ask=true").json()["bytes"] == len(SMALL)
    assert len(hub.log) == 1
    refused(client.get("/v1/library/models/nothing"), 404, "not_found", "nothing")


def test_a_model_is_got_under_its_licence_and_can_then_be_used(client, place):
    refused(get(client, "one", "other"), 409, "licence_not_accepted", "Free", "https://example.org")
    answer = get(client, "one")
    assert answer.status_code == 202
    task = over(client, answer.json())
    assert (task["state"], task["fraction"], task["error"]) == ("done", 1, None)
    told = client.get("/v1/library/models/one").json()
    assert (told["state"], told["origin"], told["name"]) == ("here", "own", "one")
    assert Path(told["path"]).read_bytes() == BIG
    assert "one" in [row["name"] for row in client.get("/v1/models").json()["face_networks"]]
    features = client.get("/v1/library").json()["features"]
    assert next(row for row in features if row["id"] == "faces")["ready"]
    refused(get(client, "one"), 409, "already_here", str(place))


def test_progress_is_told_and_the_fetch_outlives_whoever_asked(running, client, hub):
    hub.always["some/repo/two.pth"] = Fault(rate=200_000)
    with running.client() as asking:
        first = get(asking, "two").json()
        assert get(asking, "two").json()["id"] == first["id"], "asked twice, fetched once"
    seen = []
    while (task := client.get("/v1/library/tasks").json()["tasks"][-1])["state"] not in FINAL:
        seen.append(task)
        time.sleep(0.05)
    assert (task["id"], task["state"]) == (first["id"], "done")
    moving = [row for row in seen if row["bytes_done"]]
    assert moving[0]["bytes_done"] < moving[-1]["bytes_done"] <= len(BIG)
    assert moving[-1]["bytes_total"] == len(BIG)
    assert any(row["bytes_per_second"] for row in moving)
    assert "two.pth" in moving[0]["text"]


def test_a_fetch_is_cancelled_at_once_and_goes_on_later(client, hub):
    hub.always["some/repo/three.pth"] = Fault(rate=100_000)
    task = begun(client, "three")
    assert client.get("/v1/library/models/three").json()["state"] == "fetching"
    assert client.post(f"/v1/library/tasks/{task['id']}/cancel").json()["state"] == "cancelled"
    told = settled(client, "three")
    assert told["removable"]
    assert 0 < told["done_bytes"] < len(BIG)
    hub.always.clear()
    assert over(client, get(client, "three").json())["state"] == "done"
    assert hub.gets("three.pth")[-1].headers["range"].startswith("bytes=")


def test_what_has_come_can_be_thrown_away(client, hub):
    hub.always["some/repo/four.pth"] = Fault(rate=50_000)
    task = begun(client, "four")
    refused(client.delete("/v1/library/models/four"), 409, "busy", "at work on four")
    client.post(f"/v1/library/tasks/{task['id']}/cancel")
    settled(client, "four")
    give_up = time.monotonic() + 30
    while (gone := client.delete("/v1/library/models/four")).status_code == 409:
        assert time.monotonic() < give_up  # the worker lets go within moments
    assert gone.json()["bytes"] > 0
    assert client.get("/v1/library/models/four").json()["state"] == "absent"


def test_a_failed_fetch_says_why_and_is_shown_with_its_model(client, hub):
    task = over(client, get(client, "gone").json())
    assert (task["state"], task["error"]["code"]) == ("failed", "gone")
    assert "Model gone could not be fetched" in task["error"]["message"]
    told = client.get("/v1/library/models/gone").json()
    assert told["task"]["error"]["code"] == "gone"
    hub.repos["some/repo"]["gone.pth"] = b"now it is there"
    assert over(client, get(client, "gone").json())["state"] == "done"
    assert client.get("/v1/library/models/gone").json()["task"] is None


def test_models_of_every_kind_are_listed_under_its_name(client, place):
    lists = client.get("/v1/models").json()
    assert list(lists) == [row.plural for row in KINDS.values()]
    assert {"models", "upscalers", "face_networks", "vaes", "loras", "controlnets"} <= set(lists)
    described = client.get("/v1/openapi.json").json()["components"]["schemas"]
    assert list(described["ModelsOut"]["properties"]) == list(lists)
    assert described["ModelsOut"]["required"] == list(lists)
    for kind, row in KINDS.items():
        folder = place / "home" / "models" / row.folder
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"ink-{kind}{row.endings[0]}"
        file.write_bytes(b"x")
        try:
            [mine] = [
                one
                for one in client.get("/v1/models").json()[row.plural]
                if one["name"] == f"ink-{kind}"
            ]
        finally:
            file.unlink()
        assert set(mine) == set(described["ModelOut"]["properties"])
        assert (mine["shipped"], mine["program"]) == (False, None)
        looked_into = ("model", "lora", "embedding", "hypernetwork")
        assert bool(mine["problem"]) == (kind in looked_into)  # one byte is none of these


def test_another_programs_folder_is_used_in_place_until_it_is_let_go(client, place, running):
    webui = place / "webui ż"
    for name in ("models/Stable-diffusion", "models/Lora", "models/ESRGAN"):
        (webui / name).mkdir(parents=True)
    write_lora(webui / "models" / "Lora" / "theirs.safetensors")
    address, asked = "/v1/library/folders", {"path": str(webui / "models")}
    found = client.get(f"{address}/look", params=asked)
    told = {"path": str(webui), "program": "A1111", "models": 1, "kinds": {"lora": 1}}
    assert (found.status_code, found.json()) == (200, told)
    assert client.get("/v1/library").json()["folders"] == []  # looking changes nothing
    task = over(client, client.post("/v1/library/add", json=asked).json())
    assert "in place" in task["error"]["message"]
    used = client.post(address, json=asked)
    assert (used.status_code, used.json()) == (201, told)
    refused(client.post(address, json=asked), 409, "already_here", str(webui))
    [row] = client.get("/v1/library").json()["folders"]
    assert (row["path"], row["program"], row["models"]) == (str(webui), "A1111", 1)
    assert "theirs" in [one["name"] for one in client.get("/v1/models").json()["loras"]]
    assert client.delete(address, params={"path": str(webui)}).json() == {"path": str(webui)}
    refused(client.delete(address, params={"path": str(webui)}), 404, "not_found", str(webui))
    assert client.get("/v1/library").json()["folders"] == []
    for bad in ("relative", "/", str(place / "nothing"), "a\0b", str(place / "catalogue.toml")):
        for answer in (
            client.get(f"{address}/look", params={"path": bad}),
            client.post(address, json={"path": bad}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (422, "bad_model"), bad
    with running.client() as stranger:
        del stranger.headers["Authorization"]
        assert stranger.post(address, json=asked).status_code == 401


def test_an_adapters_row_says_what_is_known_of_it_and_shows_its_picture(client, place):
    path = write_lora(
        place / "home" / "models" / "lora" / "ink, żółty.safetensors", ss_output_name="wash"
    )
    path.with_suffix(".json").write_text(
        json.dumps({"activation text": "ink wash, (thin, dry:1.2)", "preferred weight": 0.7})
    )
    path.with_suffix(".preview.png").write_bytes(as_png(np.full((300, 600, 3), 200, np.uint8)))
    [row] = client.get("/v1/models").json()["loras"]
    assert row["families"] == ["sd1"]
    assert row["trigger_words"] == ["ink wash", "(thin, dry:1.2)"]
    assert (row["preferred_strength"], row["alias"], row["problem"]) == (0.7, "wash", None)
    assert row["thumbnail"]
    in_library = client.get("/v1/library/models/lora:ink, żółty").json()
    assert (
        in_library | {one: row[one] for one in ("families", "trigger_words", "alias")} == in_library
    )
    address = f"/v1/models/lora/{row['name']}/thumbnail"
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (256, 128)
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(address, headers=tag).status_code == 304
    path.with_suffix(".preview.png").write_bytes(b"no picture")
    refused(client.get(address, headers=tag), 422, "bad_picture", "ink, żółty.preview.png")
    path.with_suffix(".preview.png").unlink()
    refused(client.get(address, headers=tag), 404, "not_found", "has no picture")
    assert not client.get("/v1/models").json()["loras"][0]["thumbnail"]
    refused(client.get("/v1/models/lora/gone/thumbnail"), 404, "not_found", "LoRA called 'gone'")
    client.delete("/v1/library/models/lora:ink, żółty")


def data_url(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


PLAIN = as_png(np.full((60, 30, 3), 200, np.uint8))


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        (data_url(PLAIN), ""),
        (data_url(PLAIN, "jpeg"), ""),
        (data_url(PLAIN[: len(PLAIN) // 2]), "damaged"),
        (data_url(b"plain words"), "not a picture"),
        (data_url(as_png(np.zeros((4000, 4000), np.uint8))), ""),
        ("data:image/png;base64,@@@", "damaged"),
        ("https://example.org/picture.png", "cannot be read|can be read"),
        ("file:///etc/passwd", "can be read"),
    ],
    ids=["whole", "called jpeg", "cut", "words", "large", "no base64", "address", "file"],
)
def test_a_picture_inside_an_adapter_is_shown_or_told_of(client, place, inside, says):
    folder = place / "home" / "models" / "lora"
    write_lora(folder / "shown.safetensors", modelspec__thumbnail=inside)
    assert client.get("/v1/models").json()["loras"][0]["thumbnail"]
    answer = client.get("/v1/models/lora/shown/thumbnail")
    if says:
        assert re.search(says, refused(answer, 422, "bad_picture", "shown.safetensors"))
    else:
        assert max(Image.open(BytesIO(answer.content)).size) <= 256
    (folder / "shown.safetensors").unlink()


def test_files_of_the_users_are_added_and_removed(client, tmp_path):
    mine = write_tiny(tmp_path / "mine.safetensors")
    task = over(client, client.post("/v1/library/add", json={"path": str(mine)}).json())
    assert task["state"] == "done", task
    assert (task["added"], task["model"]) == (["upscaler:mine"], "upscaler:mine")
    told = client.get("/v1/library/models/upscaler:mine").json()
    assert (told["listed"], told["origin"], told["removable"]) == (False, "linked", True)
    assert "mine" in [row["name"] for row in client.get("/v1/models").json()["upscalers"]]
    again = over(client, client.post("/v1/library/add", json={"path": str(mine)}).json())
    assert again["error"]["code"] == "already_here"
    assert client.delete("/v1/library/models/upscaler:mine").status_code == 200
    assert mine.is_file(), "the user's own file stays"
    refused(client.get("/v1/library/models/upscaler:mine"), 404, "not_found")


def test_what_is_no_model_is_refused_by_name(client, tmp_path):
    bad = tmp_path / "bad.pth"
    bad.write_bytes(b"<html>log in</html>")
    task = over(client, client.post("/v1/library/add", json={"path": str(bad)}).json())
    assert task["error"]["code"] == "bad_model"
    assert "bad.pth is a web page" in task["error"]["message"]
    for path in ("relative.pth", str(tmp_path / "missing"), "\0"):
        answer = client.post("/v1/library/add", json={"path": path})
        refused(answer, 422, "bad_model", "There is nothing at")


def test_check_compares_bytes_and_fails_where_they_differ(client):
    over(client, get(client, "five").json())
    post = "/v1/library/models/five/check"
    assert over(client, client.post(post).json())["state"] == "done"
    path = Path(client.get("/v1/library/models/five").json()["path"])
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)
    task = over(client, client.post(post).json())
    assert (task["state"], task["error"]["code"]) == ("failed", "bad_model")
    assert "Remove it, and get it again" in task["error"]["message"]


def test_a_server_that_is_killed_leaves_a_part_to_go_on_with(hub, start):
    first = start()
    hub.always["some/repo/six.pth"] = Fault(rate=50_000)
    begun(first.own, "six")
    first.stop(kill=True)
    hub.always.clear()
    client = start().own
    client.timeout = 120
    told = client.get("/v1/library/models/six").json()
    assert (told["state"], told["task"]) == ("partial", None)
    assert over(client, get(client, "six").json())["state"] == "done"
    assert hub.gets("six.pth")[-1].headers["range"].startswith("bytes=")


SERVE = "import sys; from pathlib import Path; from ritocco.server.run import serve; "
SERVE += "serve(0, Path(sys.argv[1]))"


@pytest.fixture
def real(tmp_path, monkeypatch):
    """A server with the real studio and the real catalogue, and no models."""
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("RITOCCO_CATALOGUE")
    command = [sys.executable, "-c", SERVE, str(tmp_path / "data")]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    data = tmp_path / "data"
    running = Running(process, line.split()[-1], (data / "token").read_text(), data)
    running.own.timeout = 120
    yield running.own
    running.stop()


def test_a_recipe_that_lacks_its_model_says_which_and_what_ships_stays(real):
    box, canvas = {"x": 0, "y": 0, "width": 64, "height": 64}, {"width": 64, "height": 64}
    for recipe, model in (
        ({"kind": "faces", "faces": {"model": "gfpgan"}}, "gfpgan-1.4"),
        ({"kind": "inpaint", "diffusion": {"model": "sd15", "prompt": "x"}}, "sd15"),
    ):
        asked = {"recipe": recipe, "canvas": canvas, "selection": box}
        answer = real.post("/v1/plan", json=asked)
        assert answer.status_code == 404, answer.text
        told = answer.json()
        assert (told["code"], told["model"]) == ("missing_model", model)
        assert f"`ritocco models get {model}`" in told["message"]
    path = "/v1/library/models/realesrgan-x4plus"
    told = real.get(path).json()
    assert (told["state"], told["origin"], told["removable"]) == ("here", "shipped", False)
    refused(real.delete(path), 409, "not_ours", "came with Ritocco")
