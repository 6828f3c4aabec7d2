"""What is not here is said in the web UI's form; what is switched off is no reason to refuse."""

import pytest

from tests.server.webui.fuzzed import PICTURE

SMALL = {"width": 64, "height": 64, "steps": 1, "seed": 1}
IDLE = {
    "ControlNet": {"args": []},
    "controlnet": {"args": [{"enabled": False, "model": "canny"}]},
    "ADetailer": {"args": [False, False, {"ad_model": "face_yolov8n.pt"}]},
    "adetailer": {"args": [{"ad_model": "None"}]},
    "animatediff": {"args": [{"enable": False}]},
    "Dynamic Prompts v2.17.1": {"args": [False]},
    "none of ours": {},
    "nothing": None,
    "a list": [],
}
AT_WORK = {
    "ControlNet": {"args": [{"image": "", "module": "canny", "model": "canny"}]},
    "controlnet": {"args": [{"enabled": False}, {"enabled": True}]},
    "ADetailer": {"args": [True, {"ad_model": "face_yolov8n.pt"}]},
    "adetailer": {"args": [{"ad_model": "face_yolov8n.pt"}]},
    "none of ours": {"args": [1]},
    "text": {"args": "yes"},
}
NOT_OFFERED = (
    "/sdapi/v1/interrogate",
    "/sdapi/v1/create/embedding",
    "/sdapi/v1/train/hypernetwork",
    "/controlnet/detect",
    "/controlnet/txt2img",
)


def test_scripts_that_are_switched_off_are_passed_over(fake):
    assert fake.post("txt2img", **SMALL, script_name="None", alwayson_scripts=IDLE)["images"]


@pytest.mark.parametrize("name", AT_WORK)
def test_a_script_at_work_that_is_not_here_is_refused(fake, name):
    body = {**SMALL, "alwayson_scripts": {name: AT_WORK[name]}}
    answer = fake.client.post("/sdapi/v1/txt2img", json=body)
    assert answer.status_code == 422
    assert name.lower() in answer.json()["detail"].lower()


def test_a_script_that_is_chosen_and_not_here_is_refused(fake):
    body = {**SMALL, "script_name": "SD upscale", "script_args": [1, 2]}
    answer = fake.client.post("/sdapi/v1/txt2img", json=body)
    assert answer.status_code == 422
    assert "SD upscale" in answer.json()["errors"]


@pytest.mark.parametrize("path", NOT_OFFERED)
def test_what_is_not_offered_says_so(fake, path):
    answer = fake.client.post(path, json={"image": "x", "model": "clip"})
    told = answer.json()
    assert answer.status_code == 404
    assert told["error"] == "not_implemented"
    assert told["detail"] == told["errors"] != ""
    assert told["body"] == ""


def test_controlnet_has_lists_that_hold_nothing(fake):
    def held(name):
        return fake.client.get(f"/controlnet/{name}").json()

    assert held("version") == {"version": 0}
    assert held("model_list") == {"model_list": []}
    assert held("module_list")["module_list"] == []
    assert held("settings")["control_net_max_models_num"] == 0


@pytest.mark.parametrize(
    ("path", "said", "words"),
    [
        ("txt2img", {"cfg_scale": 101}, "cfg_scale must be a number from 0 to 100, not 101"),
        ("txt2img", {"steps": 0}, "steps must be "),
        ("txt2img", {"subseed_strength": 2}, "subseed_strength must be "),
        ("txt2img", {"enable_hr": True, "denoising_strength": -1}, "denoising_strength must be "),
        ("txt2img", {"enable_hr": True, "hr_resize_x": 10**6}, "hr_resize_x must be "),
        ("img2img", {"denoising_strength": 1.5}, "denoising_strength must be "),
        ("txt2img", {"override_settings": {"sd_vae": "x.pt"}}, "No VAE 'x.pt' is here, nor any"),
    ],
)
def test_what_is_wrong_is_called_as_the_client_calls_it(fake, path, said, words):
    body = {**SMALL, "init_images": [PICTURE], **said}
    answer = fake.client.post(f"/sdapi/v1/{path}", json=body)
    assert 400 <= answer.status_code < 500
    assert answer.json()["detail"].startswith(words)


def test_a_sampler_that_is_not_here_is_a_hint_without_a_recipe(fake):
    told = fake.post("txt2img", **SMALL, sampler_name="Foo")["info"]
    assert '"The sampler Foo is not here; Euler is used instead."' in told
