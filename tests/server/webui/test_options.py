"""`options` and the lists that clients choose from, over real HTTP."""

import json
from pathlib import Path

import pytest

from ritocco.diffusion.samplers import SAMPLERS, choose
from ritocco.server.webui.asked.options import Options
from ritocco.shipped import resource
from ritocco.webui.nearest import nearest
from tests.library.adapters import write_lora
from tests.server.webui.conftest import FAKE, Served

TINY = {"width": 64, "height": 64, "steps": 1}


@pytest.fixture
def own(tmp_path: Path, warm, monkeypatch):
    """A server with models of its own, and starting it again."""
    (tmp_path / "models/vae").mkdir(parents=True)
    for name in ("oil paint", "default"):
        (tmp_path / "models" / name).symlink_to(resource("models/mini"))
    (tmp_path / "models/broken.safetensors").write_bytes(b"weights")
    started = []

    def start() -> Served:
        started.append(Served.start(tmp_path, warm=warm, words=FAKE))
        return started[-1]

    yield start
    for served in started:
        served.stop()


def test_what_was_chosen_stays_and_the_whole_object_comes_back(own):
    served = own()
    whole = served.get("options")
    assert whole["sd_model_checkpoint"].startswith("default [")
    assert served.post("options", sd_model_checkpoint="Oil Paint", nobody_knows=[1]) is None
    assert served.post("options", CLIP_stop_at_last_layers="2", samples_format="jpg") is None
    whole = served.get("options")
    assert whole["sd_model_checkpoint"].startswith("oil paint [")
    assert (whole["CLIP_stop_at_last_layers"], whole["samples_format"]) == (2, "jpg")
    served.post("options", **whole)
    served.post("options", sd_model_checkpoint="model.ckpt [7460a6fa]", sd_vae=None)
    served.stop()
    assert own().get("options") == whole


@pytest.mark.parametrize("kept", ["", "[1]", '{"tiling": "often", "sd_unet": "x", "new": 1}'])
def test_what_was_kept_and_cannot_be_used_is_as_if_nobody_had_set_it(tmp_path, kept):
    (tmp_path / "options.json").write_text(kept)
    options = Options(tmp_path / "options.json")
    assert options.value("tiling") is False
    options.set({"tiling": "true", "jpeg_quality": 90.0})
    assert Options(tmp_path / "options.json").value("tiling") is True
    assert options.value("jpeg_quality", {"jpeg_quality": None}) == 90


def test_a_model_that_is_called_as_a_placeholder_is_meant(own):
    served = own()
    served.post("options", sd_model_checkpoint="Oil paint")
    served.post("options", sd_model_checkpoint="model.ckpt")
    assert served.get("options")["sd_model_checkpoint"].startswith("oil paint")
    served.post("options", sd_model_checkpoint="Default")
    assert served.get("options")["sd_model_checkpoint"].startswith("default")


def test_a_broken_model_is_neither_listed_nor_taken(own):
    served = own()
    assert [one["model_name"] for one in served.get("sd-models")] == [
        "default",
        "oil paint",
        "mini",
    ]
    answer = served.client.post("/sdapi/v1/options", json={"sd_model_checkpoint": "broken"})
    assert answer.status_code == 422
    assert "broken.safetensors" in answer.json()["detail"]
    assert served.get("options")["sd_model_checkpoint"].startswith("default")


def test_a_model_that_went_away_is_told(own, tmp_path):
    served = own()
    served.post("options", sd_model_checkpoint="oil")
    (tmp_path / "models/oil paint").unlink()
    assert served.get("options")["sd_model_checkpoint"].startswith("default")
    info = json.loads(served.post("txt2img", **TINY)["info"])
    told = ["oil paint" in hint for hint in info["hints"]]
    assert (info["sd_model_name"], told) == ("default", [True])
    named = {"override_settings": {"sd_model_checkpoint": "mini"}}
    assert json.loads(served.post("txt2img", **TINY, **named)["info"])["hints"] == []


def test_files_that_went_away_count_as_not_set_and_the_whole_is_still_taken(own, tmp_path):
    lora, vae = tmp_path / "models/lora/ink.safetensors", tmp_path / "models/vae/sharp"
    write_lora(lora)
    vae.symlink_to(resource("models/mini/vae"))
    served = own()
    served.post("options", sd_lora="ink", sd_vae="sharp")
    info = json.loads(served.post("txt2img", **TINY)["info"])
    assert (info["prompt"], info["sd_vae_name"], info["hints"]) == ("<lora:ink:1>", "sharp", [])
    lora.unlink()
    vae.unlink()
    info = json.loads(served.post("txt2img", **TINY)["info"])
    assert (info["prompt"], info["sd_vae_name"]) == ("", None)
    assert [("ink" in hint, "sharp" in hint) for hint in info["hints"]] == [
        (True, False),
        (False, True),
    ]
    whole = served.get("options")
    served.post("options", **whole)
    for unset in (whole, {"sd_lora": "None", "sd_vae": "Automatic"}):
        served.post("txt2img", **TINY, override_settings=unset)
    asked = {"override_settings": {"sd_lora": "pen"}}
    assert served.client.post("/sdapi/v1/txt2img", json=TINY | asked).status_code == 404


@pytest.mark.parametrize(
    ("options", "status", "says"),
    [
        ({"sd_model_checkpoint": "nowhere.safetensors"}, 404, "nowhere"),
        ({"sd_model_checkpoint": "/etc/passwd"}, 404, "/etc/passwd"),
        ({"sd_vae": "nowhere"}, 404, "nowhere"),
        ({"sd_lora": "nowhere"}, 404, "nowhere"),
        ({"sd_hypernetwork": "nowhere"}, 404, "nowhere"),
        ({"CLIP_stop_at_last_layers": "many"}, 422, "CLIP_stop_at_last_layers"),
        ({"jpeg_quality": 101}, 422, "jpeg_quality"),
    ],
)
def test_what_is_not_here_is_an_error_and_nothing_is_set(fake, options, status, says):
    before = fake.get("options")
    asked = {"tiling": not before["tiling"], **options}
    for path, body in (("options", asked), ("txt2img", TINY | {"override_settings": asked})):
        answer = fake.client.post(f"/sdapi/v1/{path}", json=body)
        assert (answer.status_code, says in answer.json()["detail"]) == (status, True), answer.text
        assert fake.get("options") == before


def test_lists_name_what_requests_take(fake):
    title = fake.get("options")["sd_model_checkpoint"]
    listed = {model["title"]: model for model in fake.get("sd-models")}
    assert listed[title]["hash"] == listed[title]["sha256"][:10]
    assert listed[title]["sha256"] == fake.get("options")["sd_checkpoint_hash"]
    named = {"override_settings": {"sd_model_checkpoint": listed[title]["hash"]}}
    info = json.loads(fake.post("txt2img", **TINY, **named)["info"])
    assert f"{info['sd_model_name']} [{info['sd_model_hash']}]" == title
    for sampler in fake.get("samplers"):
        for name in (sampler["name"], *sampler["aliases"]):
            taken, schedule, hints = nearest(name, sampler["options"]["scheduler"])
            assert (SAMPLERS[choose(taken, schedule)[0]].name, hints) == (sampler["name"], [])
    schedules = fake.get("schedulers")
    assert schedules[0]["label"] == "Automatic"
    for one in schedules:
        for name in (one["name"], one["label"], *(one["aliases"] or ())):
            assert nearest("Euler", name)[2] == []
    assert [each["name"] for each in fake.get("upscalers")][:3] == ["None", "Lanczos", "Nearest"]
