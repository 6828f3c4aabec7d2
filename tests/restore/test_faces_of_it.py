"""`ritocco upscale` and `ritocco faces` as a person and a client meet them, with a real network."""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep

import httpx
import numpy as np
import pytest
from PIL import Image

from ritocco.canvas.files import load, save
from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture
from ritocco.cli.main import main
from ritocco.recipe.recipe import Recipe
from ritocco.shipped import resource
from tests.canvas import profiles
from tests.restore.nets import FAST, write_tiny
from tests.serving import as_png, serving


@pytest.fixture(scope="module")
def pixels() -> np.ndarray:
    """A part of a photograph, (48, 64, 3)."""
    photo = Image.open(resource("pictures", "horse.webp")).convert("RGB").resize((256, 166))
    return np.asarray(photo)[60:108, 60:124]


@pytest.fixture
def photo(tmp_path: Path, pixels: np.ndarray) -> Path:
    path = tmp_path / "photo.png"
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict:
    assert main([str(argument) for argument in (*arguments, "--json")]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([str(argument) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert not out
    assert err.count("\n") == 1
    return err


def upscale(capsys: pytest.CaptureFixture[str], photo: Path, *more: object) -> dict:
    return run(capsys, "upscale", photo, "--model", FAST, *more)


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        (["--scale", "4"], (256, 192)),
        (["--scale", "1.7"], (109, 82)),
        (["--size", "200x"], (200, 150)),
        (["--size", "x300"], (400, 300)),
    ],
)
def test_a_picture_of_the_size_asked_for(tmp_path, photo, pixels, capsys, asked, size):
    out = tmp_path / "big.png"
    answer = upscale(capsys, photo, *asked, "-o", out)
    assert answer["outputs"] == [str(out)]
    assert answer["layer_position"] == "apart"
    made = Image.open(out)
    assert (made.mode, made.size) == ("RGB", size)
    back = np.asarray(made.resize((64, 48), Image.Resampling.BOX), float)
    assert np.abs(back - pixels).mean() < 6  # the same picture
    assert Recipe.from_json(load(out).metadata.recipe or "").upscale.model == FAST


def test_the_recipe_in_the_picture_makes_it_again_bit_for_bit(tmp_path, photo, capsys):
    one, two = tmp_path / "one.png", tmp_path / "two.png"
    upscale(capsys, photo, "--scale", "2", "-o", one)
    run(capsys, "upscale", photo, "--recipe", one, "-o", two)
    assert (load(one).pixels == load(two).pixels).all()


def test_it_draws_more_detail_than_resampling(tmp_path, photo, capsys):
    sharp, soft = tmp_path / "sharp.png", tmp_path / "soft.png"
    upscale(capsys, photo, "-o", sharp)
    upscale(capsys, photo, "-o", soft, "--strength", "0")
    edges = [
        np.abs(np.diff(np.asarray(Image.open(path), float), axis=1)).max(2)
        for path in (sharp, soft)
    ]
    assert np.percentile(edges[0], 99) > 1.3 * np.percentile(edges[1], 99)


def test_sixteen_bits_profile_and_resolution_are_kept(tmp_path, pixels, capsys):
    deep = pixels.astype(np.uint16) * 257 + np.arange(64, dtype=np.uint16)[:, None] % 97
    alpha = np.full((48, 64, 1), 65535, np.uint16)
    alpha[:10] = 0
    source = Picture(
        np.concatenate([np.minimum(deep, 65000), alpha], 2),
        Layout(ColourModel.RGB, Depth.U16, True),
        profiles.rgb("adobe", 2.2),
        Metadata(resolution=(11.811, 11.811)),
    )
    path, out = tmp_path / "deep.tif", tmp_path / "big.tif"
    save(source, path)
    upscale(capsys, path, "--scale", "2", "-o", out)
    made = load(out)
    assert made.layout == source.layout
    assert made.profile == source.profile
    assert made.metadata.resolution == pytest.approx((11.811, 11.811), rel=1e-3)
    assert len(np.unique(made.colour[30:] % 257)) > 100
    assert (made.pixels[:16, :, 3] == 0).all()
    assert (made.pixels[24:, :, 3] == 65535).all()


def test_a_grey_picture_stays_grey(tmp_path, pixels, capsys):
    path, out = tmp_path / "grey.png", tmp_path / "big.png"
    Image.fromarray(pixels[..., 1]).save(path)
    upscale(capsys, path, "--scale", "2", "-o", out)
    made = Image.open(out)
    assert (made.mode, made.size) == ("L", (128, 96))


def test_one_pixel(tmp_path, capsys):
    path, out = tmp_path / "dot.png", tmp_path / "big.png"
    Image.new("RGB", (1, 1), (200, 100, 50)).save(path)
    upscale(capsys, path, "--scale", "8", "-o", out)
    made = np.asarray(Image.open(out), int)
    assert made.shape == (8, 8, 3)
    assert np.abs(made - (200, 100, 50)).max() < 20


def test_a_mask_cuts_out_and_scale_one_restores_in_place(tmp_path, photo, pixels, capsys):
    mask = np.zeros((48, 64), np.uint8)
    mask[10:30, 20:50] = 255
    mask[10:14, 20:30] = 0
    path = tmp_path / "mask.png"
    Image.fromarray(mask).save(path)
    out = tmp_path / "part.png"
    upscale(capsys, photo, "--mask", path, "--scale", "3", "-o", out)
    assert (Image.open(out).mode, Image.open(out).size) == ("RGBA", (90, 60))
    place = tmp_path / "same.png"
    answer = upscale(capsys, photo, "--mask", path, "--scale", "1", "-o", place)
    assert answer["layer_position"] == "above"
    made = np.asarray(Image.open(place))
    assert (made[mask == 0] == pixels[mask == 0]).all()
    assert (made[mask == 255] != pixels[mask == 255]).any()


def test_a_file_of_ones_own(tmp_path, home, photo, capsys):
    folder = home / "models" / "upscale"
    folder.mkdir(parents=True)
    write_tiny(folder / "mine.safetensors", 2)
    out = tmp_path / "big.png"
    run(capsys, "upscale", photo, "--model", "mine", "--scale", "2", "-o", out)
    assert Image.open(out).size == (128, 96)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["upscale", "--model", "none", "-o", "big.png"], "realesrgan-x4plus"),
        (["upscale", "--scale", "9", "-o", "big.png"], "1 to 8"),
        (["upscale", "--size", "20x", "-o", "big.png"], "times"),
        (["upscale", "--size", "300x300", "-o", "big.png"], "stretch"),
        (["upscale", "-o", "missing/big.png"], "missing"),
        (["faces", "-o", "out.png"], "faces"),
        (["faces", "--model", "other", "-o", "out.png"], "other"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(tmp_path, photo, capsys, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    command, *more = arguments
    assert words in refused(capsys, command, photo, *more)


def test_a_cut_out_is_not_written_as_jpeg_after_all_that_work(tmp_path, photo, capsys):
    mask = np.zeros((48, 64), np.uint8)
    mask[10:30, 20:50] = 255
    mask[10:14, 20:30] = 0
    path = tmp_path / "mask.png"
    Image.fromarray(mask).save(path)
    assert "JPEG" in refused(capsys, "upscale", photo, "--mask", path, "-o", tmp_path / "big.jpg")


def test_faces_are_found_without_any_file(tmp_path, capsys):
    """At strength 0 nothing is repaired, so no network is needed, and no pixel changes."""
    portrait = resource("pictures", "astronaut.webp")
    out = tmp_path / "out.png"
    answer = run(capsys, "faces", portrait, "--strength", "0", "-o", out)
    assert len(answer["faces"]) == 1
    assert not answer["faces"][0]["mended"]
    assert len(answer["faces"][0]["points"]) == 5
    assert (load(out).pixels == load(portrait).pixels).all()


def test_a_picture_without_faces(tmp_path, photo, pixels, capsys):
    out = tmp_path / "out.png"
    answer = run(capsys, "faces", photo, "--strength", "0", "-o", out)
    assert answer["faces"] == []
    assert (np.asarray(Image.open(out)) == pixels).all()


def test_the_plan_of_a_fill_still_says_no_picture(photo, tmp_path, capsys, pixels):
    mask = tmp_path / "mask.png"
    Image.fromarray(np.pad(np.full((8, 8), 255, np.uint8), ((20, 20), (20, 36)))).save(mask)
    assert run(capsys, "plan", photo, "--mask", mask)["picture"] is None


# Over HTTP.


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("home")) as client:
        yield client


def submitted(client: httpx.Client, recipe: dict, pixels: np.ndarray, **more: object) -> str:
    answer = client.post(
        "/v1/jobs",
        data={"recipe": json.dumps(recipe)},
        files={"pixels": ("photo.png", as_png(pixels)), **more},
    )
    assert answer.status_code == 202, answer.text
    return answer.json()["id"]


def finished(client: httpx.Client, job: str) -> dict:
    end = monotonic() + 240
    while monotonic() < end:
        now = client.get(f"/v1/jobs/{job}").json()
        if now["state"] in ("done", "failed", "cancelled"):
            return now
        sleep(0.05)
    raise AssertionError("the job did not end")


def test_what_can_be_done_is_offered(client: httpx.Client):
    assert {"upscale", "faces"} <= set(client.get("/v1/status").json()["kinds"])
    models = client.get("/v1/models").json()
    assert models["upscalers"][0]["name"] == "realesrgan-x4plus"
    assert all(one["shipped"] for one in models["upscalers"])
    assert models["face_networks"] == []


def test_a_plan_says_the_new_size(client: httpx.Client):
    asked = {
        "recipe": {"kind": "upscale", "upscale": {"model": FAST, "width": 128}},
        "canvas": {"width": 64, "height": 48},
        "selection": {"x": 0, "y": 0, "width": 64, "height": 48},
    }
    found = client.post("/v1/plan", json=asked).json()
    assert found["picture"] == {"width": 128, "height": 96}
    assert found["export"] == {"x": 0, "y": 0, "width": 64, "height": 48}
    assert found["seconds"] > 0


def test_an_upscale_comes_back_as_a_picture_apart(client: httpx.Client, pixels: np.ndarray):
    recipe = {"kind": "upscale", "upscale": {"model": FAST, "factor": 2}}
    job = submitted(client, recipe, pixels)
    done = finished(client, job)
    assert done["state"] == "done", done
    result = done["result"]
    assert result["layer_position"] == "apart"
    assert result["layer"] == {"x": 0, "y": 0, "width": 128, "height": 96}
    assert result["layout"]["alpha"] is False
    layer = client.get(f"/v1/jobs/{job}/layer")
    assert layer.headers["Ritocco-Layer-Position"] == "apart"
    made = np.frombuffer(layer.content, np.uint8).reshape(96, 128, 3)
    shown = np.asarray(Image.fromarray(made).resize((64, 48), Image.Resampling.BOX), float)
    assert np.abs(shown - pixels).mean() < 6
    as_file = client.get(f"/v1/jobs/{job}/layer", params={"format": "png"})
    assert (np.asarray(Image.open(BytesIO(as_file.content))) == made).all()
    assert max(Image.open(BytesIO(client.get(f"/v1/jobs/{job}/thumbnail").content)).size) == 128


def test_a_running_upscale_is_cancelled_within_a_tile(client: httpx.Client, pixels: np.ndarray):
    large = np.tile(pixels, (6, 6, 1))  # one tile: minutes on two busy cores
    job = submitted(client, {"kind": "upscale"}, large)
    end = monotonic() + 120
    while client.get(f"/v1/jobs/{job}").json()["fraction"] < 0.001 and monotonic() < end:
        sleep(0.05)
    client.post(f"/v1/jobs/{job}/cancel")
    assert finished(client, job)["state"] == "cancelled"


def test_faces_without_a_network_say_what_is_missing(client: httpx.Client, pixels: np.ndarray):
    answer = client.post(
        "/v1/plan",
        json={
            "recipe": {"kind": "faces"},
            "canvas": {"width": 64, "height": 48},
            "selection": {"x": 0, "y": 0, "width": 64, "height": 48},
        },
    )
    assert answer.status_code == 404
    assert "GFPGAN" in answer.json()["message"]


def test_faces_that_are_only_found(client: httpx.Client):
    portrait = np.asarray(Image.open(resource("pictures", "astronaut.webp")).convert("RGB"))
    job = submitted(client, {"kind": "faces", "faces": {"strength": 0}}, portrait)
    result = finished(client, job)["result"]
    assert len(result["faces"]) == 1
    left, top, right, bottom = result["faces"][0]["box"]
    assert right - left > 30
    assert bottom - top > 30
    assert result["layer_position"] == "above"
