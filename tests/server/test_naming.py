"""What prompts name, over HTTP: looked up when a job is asked for, told in recipe and result."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest

from tests.library.adapters import write_lora
from tests.server.conftest import Running, filled, post, refused, submit, wait
from tests.warm import Warm

CANVAS = {"width": 100, "height": 80}
SELECTION = {"x": 9, "y": 10, "width": 30, "height": 20}


@pytest.fixture(scope="module")
def lora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of LoRAs: one is there, which was called otherwise once."""
    folder = tmp_path_factory.mktemp("home") / "models" / "lora"
    write_lora(folder / "ink.safetensors", ss_output_name="pen")
    return folder


@pytest.fixture(scope="module")
def client(lora: Path, warm: Warm) -> Iterator[httpx.Client]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RITOCCO_HOME", str(lora.parents[1]))
        running = Running.start(lora.parents[1], warm=warm)
    yield running.own
    running.stop()


def recipe(prompt: str, **more: object) -> dict[str, object]:
    return {"kind": "inpaint", "diffusion": {"model": "m", "prompt": prompt}, **more}


def planned(client: httpx.Client, asked: dict[str, object]) -> httpx.Response:
    body = {"recipe": asked, "canvas": CANVAS, "selection": SELECTION}
    return client.post("/v1/plan", json=body)


def test_a_plan_and_a_result_tell_what_a_tag_asks_for_in_vain(client: httpx.Client):
    asked = recipe("<lora:ink:1:stop=9> a")
    told = planned(client, asked).json()
    (hint,) = told["hints"]
    assert "stop=9" in hint
    assert [filled(one) for one in told["sentences"]] == [hint]
    assert told["sentences"][0]["values"]["tag"] == "<lora:ink:1:stop=9>"
    result = wait(client, submit(client, recipe=asked))["result"]
    assert (result["hints"], result["sentences"]) == ([hint], told["sentences"])


def test_a_job_knows_what_its_prompts_name(client: httpx.Client, lora: Path):
    chosen = {"name": "ink", "unet_strength": 0.25, "text_strength": 0}
    made = post(client, recipe=recipe("a <lora:pen:0.5>", adapters=[chosen])).json()["recipe"]
    assert (made["named"], made["diffusion"]["prompt"]) == (True, "a ")
    summed = sha256((lora / "ink.safetensors").read_bytes()).hexdigest()
    assert [(one["name"], one["unet_strength"], one["sha256"]) for one in made["adapters"]] == [
        ("ink", 0.25, summed),
        ("ink", 0.5, summed),
    ]
    again = submit(client, recipe=made)
    assert wait(client, again)["result"]["recipe"] == made


@pytest.mark.parametrize(
    ("prompt", "code", "words"),
    [
        ("<lora:inc:1>", "not_found", "No LoRA 'inc' is here. Did you mean one of these: ink?"),
        ("<lora:lcm-sd15:1>", "missing_model", "ritocco models get lcm-sd15"),
        ("<hypernet:ink:1>", "not_found", "'ink' is here as a LoRA: write <lora:ink:1>."),
        ("embedding:easy", "not_found", "'easy' is here"),
        ("<lora:ink:99>", "bad_recipe", "strength of the LoRA ink must be"),
    ],
)
def test_what_is_not_here_is_refused_before_any_work(
    client: httpx.Client, prompt: str, code: str, words: str
):
    before = client.get("/v1/jobs").json()
    status = 422 if code == "bad_recipe" else 404
    refused(planned(client, recipe(prompt)), status, code, words)
    refused(post(client, recipe=recipe(prompt)), status, code, words)
    assert client.get("/v1/jobs").json() == before


def test_another_file_is_told_in_the_result(client: httpx.Client):
    known = {"name": "ink", "sha256": "0" * 64}
    result = wait(client, submit(client, recipe=recipe("a", adapters=[known])))["result"]
    assert result["hints"] == [
        "The LoRA ink is another file than the one this recipe was made with."
    ]
    (used,) = result["recipe"]["adapters"]
    assert used["sha256"] != known["sha256"]


def test_what_was_replaced_while_a_job_waited_is_told(client: httpx.Client, lora: Path):
    file = write_lora(lora / "new.safetensors")
    before = submit(client, recipe={"grow": 500})
    job = submit(client, recipe=recipe("a <lora:new:1>"))
    file.write_bytes((lora / "ink.safetensors").read_bytes() + b"\0")
    client.post(f"/v1/jobs/{before}/cancel")
    result = wait(client, job)["result"]
    file.unlink()
    assert result["hints"] == [
        "The LoRA new is another file than the one this recipe was made with."
    ]
    (used,) = result["recipe"]["adapters"]
    assert used["sha256"] == sha256((lora / "ink.safetensors").read_bytes() + b"\0").hexdigest()
