"""What memory there is, and models that go out of it, over real HTTP."""

import json

from tests.server.webui.test_txt2img import SMALL


def test_memory_is_told_in_bytes(fake):
    told = fake.get("memory")
    ram = told["ram"]
    assert 0 < ram["free"] <= ram["total"]
    assert 0 < ram["used"] <= ram["total"]
    assert told["cuda"] == {"error": "unavailable"} or told["cuda"]["system"]["total"]


def test_a_model_that_was_let_go_is_loaded_again_and_paints_the_same(real):
    before = real.post("txt2img", prompt="a lake", seed=5, **SMALL)
    held = real.get("memory")["ram"]["used"]
    assert real.post("unload-checkpoint") == {}
    assert real.get("memory")["ram"]["used"] < held
    assert real.post("reload-checkpoint") == {}
    assert real.post("txt2img", prompt="a lake", seed=5, **SMALL)["images"] == before["images"]


def test_numbers_that_no_sampler_here_has_are_told_where_they_count(fake):
    plain = {"prompt": "a lake", "width": 8, "height": 8, "eta": 1.0, "s_churn": 0, "s_noise": 1}
    assert hints(fake, **plain) == []
    assert hints(fake, **plain | {"s_noise": 2}) == []
    told = hints(fake, **plain | {"s_churn": 5, "sampler_name": "Euler a", "eta": 0.5})
    assert told == ["eta has no effect here.", "s_churn has no effect here."]


def hints(served, **fields):
    return json.loads(served.post("txt2img", **fields)["info"])["hints"]
