"""What a request does not say itself: styles, its infotext, options; and what lists tell of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from ritocco.server.webui.routes import adapter_lists, facts, lists
from ritocco.shipped import resource
from ritocco.webui.infotext import read
from tests.library.adapters import write_lora
from tests.library.stubs import embedding
from tests.server.webui.conftest import FAKE, Served

TINY = {"width": 64, "height": 64, "steps": 1}
STYLE = {
    "ritocco_style": 1,
    "name": "Oil",
    "prompt": "oil of {prompt}, thick",
    "negative": "photo",
    "knobs": {"adapters": [{"kind": "lora", "name": "ink", "unet_strength": 0.5}], "steps": 3},
}
TABLE = """\ufeffname,prompt,negative_prompt
Oil,never seen,
"Fog, at night",foggy,"sun, {prompt}"
Höhe,hoch,
"""
OLD = "Café,crème,\n".encode("latin-1")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    write_lora(folder / "models/lora/ink.safetensors", ss_output_name="pen", ss_long="x" * 2000)
    write_lora(folder / "models/lora/style/chalk.safetensors")
    write_lora(folder / "elsewhere.safetensors")
    embedding(folder / "models/embedding/soft.safetensors", 96)
    embedding(folder / "models/embedding/hard.safetensors", 768)
    (folder / "models/vae").mkdir()
    (folder / "models/mine").symlink_to(resource("models/mini"))
    (folder / "models/vae/sharp").symlink_to(resource("models/mini/vae"))
    (folder / "styles").mkdir()
    (folder / "styles/oil.json").write_text(json.dumps(STYLE))
    (folder / "styles/broken.json").write_text('{"ritocco_style": 1, "name": [')
    (folder / "styles.csv").write_bytes(TABLE.encode() + OLD)
    return folder


@pytest.fixture(scope="module")
def served(home: Path, warm) -> Iterator[Served]:
    running = Served.start(home, warm=warm, words=FAKE)
    yield running
    running.stop()


def painted(served: Served, **asked: Any) -> dict[str, Any]:
    reply = served.post("txt2img", **{**TINY, **asked})
    assert reply["parameters"]["prompt"] == asked.get("prompt", "")
    return json.loads(reply["info"])


def test_styles_of_the_dock_and_of_a_table_are_put_around_the_prompts(served, home):
    listed = {style["name"]: style for style in served.get("prompt-styles")}
    assert list(listed) == ["Oil", "Fog, at night", "Höhe", "Café"]
    assert listed["Café"]["prompt"] == "crème"
    assert listed["Oil"]["prompt"].startswith("oil of {prompt}, thick<lora:ink:")
    asked = {"prompt": "a boat", "negative_prompt": "blur"}
    info = painted(served, **asked, styles=["Oil", "Fog, at night", "None", "Mine"])
    assert info["prompt"].replace("<lora:ink:1:0.5>", "") == "oil of a boat, thick, foggy"
    assert info["negative_prompt"] == "sun, blur, photo"
    assert info["styles"] == ["Oil", "Fog, at night", "None", "Mine"]
    assert [hint for hint in info["hints"] if "'Mine'" in hint]
    assert painted(served, styles=["Fog, at night"])["prompt"] == "foggy"
    assert (home / "ritocco.log").read_text().count("not all UTF-8") == 1


def test_what_a_prompt_names_is_passed_over_where_that_is_asked_for(served):
    asked = {"prompt": "a <lora:ink:0.5>boat"}
    assert painted(served, **asked)["prompt"] == "a boat<lora:ink:0.5>"
    assert painted(served, **asked, disable_extra_networks=True)["prompt"] == "a boat"
    override = {"sd_lora": "ink", "extra_networks_default_multiplier": 0.25}
    assert painted(served, prompt="b", override_settings=override)["prompt"] == "b<lora:ink:0.25>"


def test_what_is_not_on_the_shelves_is_not_here_whatever_path_leads_to_it(served, home):
    path = f"{home}/elsewhere"
    assert painted(served, prompt="b<lora:style/chalk:1>")["prompt"] == "b<lora:chalk:1>"
    for name in (path, f"{path}.safetensors", f"{home}/models/lora/ink.safetensors", "/dev/zero"):
        tag, fields = f"<lora:{name}:1>", "Steps: 1, Seed: 2, CFG scale: 3"
        summed = f'Lora hashes: "{name}: 0123456789ab", TI hashes: "{name}: 0123456789ab"'
        for asked in (
            {"prompt": tag},
            {"prompt": tag.replace("lora", "lyco")},
            {"negative_prompt": tag.replace("lora", "hypernet")},
            {"prompt": f"embedding:{name}"},
            {"enable_hr": True, "hr_prompt": tag},
            {"infotext": f"{name} {tag}\n{fields}, {summed}"},
            {"infotext": f"a\n{fields}, Hypernet: {name}, AddNet Model 1: {name}"},
            {"override_settings": {"sd_lora": name}},
            {"override_settings": {"sd_hypernetwork": name}},
        ):
            answer = served.client.post("/sdapi/v1/txt2img", json=TINY | asked)
            assert answer.status_code == 404, (asked, answer.text)
            assert "is here" in answer.json()["detail"]


def test_an_infotext_says_what_the_request_does_not(served):
    text = (
        "a ship\nNegative prompt: sand\nSteps: 9, Sampler: DPM++ 2M, Schedule type: Karras, "
        "CFG scale: 3, Seed: 77, Size: 96x128, Model hash: 0123456789, Model: somewhere, "
        "Clip skip: 2"
    )
    reply = served.post("txt2img", infotext=text, steps=4, prompt="")
    info = json.loads(reply["info"])
    says = {"prompt": "", "negative_prompt": "sand", "steps": 4, "seed": 77, "cfg_scale": 3}
    says |= {"sampler_name": "DPM++ 2M", "clip_skip": 2, "width": 96, "height": 128}
    assert {name: info[name] for name in says} == says
    assert "Schedule type: Karras" in info["infotexts"][0]
    assert [hint for hint in info["hints"] if "model of the infotext is not here" in hint]
    again = served.post("txt2img", infotext=info["infotexts"][0])
    assert json.loads(again["info"])["infotexts"] == info["infotexts"]
    assert again["images"] == reply["images"]
    for fields, words in (
        ("Seed: x, CFG scale: 1", "The infotext's Seed is 'x', which cannot be used; say seed "),
        ("Seed: 1, CFG scale: 101", "CFG scale must be a number from 0 to 100"),
    ):
        asked = {"infotext": f"a\nSteps: 2, {fields}"}
        answer = served.client.post("/sdapi/v1/txt2img", json=asked)
        assert answer.status_code == 422
        assert answer.json()["detail"].startswith(words)


def test_an_infotext_tells_of_a_second_pass(served):
    asked = {"prompt": "a boat", "seed": 5, "denoising_strength": 0.6, "sampler_index": "Euler a"}
    second = {"enable_hr": True, "hr_scale": 1.5, "hr_upscaler": "Latent", "hr_prompt": "a ship"}
    (text,) = painted(served, **asked, **second, hr_sampler_name="DDIM")["infotexts"]
    assert "Denoising strength: 0.6" in text
    for more, again in (({}, True), ({"enable_hr": False}, False)):
        info = json.loads(served.post("txt2img", infotext=text, **more)["info"])
        told = read(info["infotexts"][0])
        assert (told == read(text), "Hires upscale" in told.fields) == (again, again)


def test_what_the_options_say_of_textures_a_request_may_say_otherwise(served):
    on = {"override_settings": {"tiling": True}}
    assert "Tiling: True" in painted(served, **on)["infotexts"][0]
    assert "Tiling" not in painted(served, **on, tiling=False)["infotexts"][0]


def test_options_of_a_request_are_its_own_unless_they_are_to_stay(served):
    before = served.get("options")
    asked = {"override_settings": {"CLIP_stop_at_last_layers": 2}}
    assert painted(served, **asked)["clip_skip"] == 2
    assert served.get("options") == before
    assert painted(served)["clip_skip"] == 1
    painted(served, **asked, override_settings_restore_afterwards=False)
    assert served.get("options") == before | asked["override_settings"]
    assert painted(served)["clip_skip"] == 2
    served.post("options", CLIP_stop_at_last_layers=12)  # which mini has not
    info = painted(served)
    assert (info["clip_skip"], ["12" in hint for hint in info["hints"]]) == (2, [True])
    served.post("options", CLIP_stop_at_last_layers=1)


def test_one_picture_by_another_model_and_vae(served):
    asked = {"sd_model_checkpoint": "mini", "sd_vae": "Sharp", "CLIP_stop_at_last_layers": 1}
    info = painted(served, override_settings=asked)
    assert (info["sd_model_name"], info["sd_vae_name"], info["clip_skip"]) == ("mini", "sharp", 1)
    (held,) = [model for model in served.get("sd-models") if model["model_name"] == "mini"]
    assert info["sd_model_hash"] == held["hash"]
    assert f"VAE hash: {info['sd_vae_hash']}, VAE: sharp" in info["infotexts"][0]
    info = painted(served, override_settings={"sd_vae": "None"})
    assert (info["sd_model_name"], info["sd_vae_name"]) == ("mine", None)


def test_an_unknown_sampler_falls_to_the_usual_one(served):
    info = painted(served, sampler_name="Moonlight", scheduler="Sunbeam")
    assert info["sampler_name"] == "Euler"
    assert [hint for hint in info["hints"] if "Moonlight" in hint]
    assert painted(served, sampler_name="DPM fast")["sampler_name"] == "DPM++ 2M"
    assert "Karras" in painted(served, sampler_index="DPM++ 2M Karras")["infotexts"][0]


def test_the_sum_of_the_model_stands_in_info_and_in_the_picture(served):
    model = served.get("sd-models")[0]
    info = painted(served)
    assert info["sd_model_hash"] == model["hash"] != ""
    assert f"Model hash: {model['hash']}, Model: {model['model_name']}" in info["infotexts"][0]


def test_small_files_are_listed_as_prompts_name_them(served):
    (lora,) = served.get("loras")
    assert (lora["name"], lora["alias"]) == ("ink", "pen")
    assert lora["metadata"] == {"ss_output_name": "pen"}
    held = served.get("embeddings")
    assert {name: list(of) for name, of in held.items()} == {
        "loaded": ["soft"],
        "skipped": ["hard"],
    }
    assert (held["loaded"]["soft"]["vectors"], held["loaded"]["soft"]["shape"]) == (2, 96)


def test_every_list_is_as_the_page_describes_it(served):
    routes = [one for of in (adapter_lists, facts, lists) for one in of.router.routes]
    described = [one for one in routes if getattr(one, "response_model", None)]
    assert len(described) > 15
    for route in described:
        text = served.client.get(route.path).text
        assert text.isascii()
        TypeAdapter(route.response_model).validate_json(text, strict=True)
