"""Texts as extensions of the web UI, its forks and its sites leave them."""

import pytest

from ritocco.webui.infotext import read

CORE = "Steps: 6, Sampler: Euler a, CFG scale: 5, Seed: 41, Size: 192x192"
READ = {"Steps": "6", "Sampler": "Euler a", "CFG scale": "5", "Seed": "41", "Size": "192x192"}

ADDED = {
    "ADetailer": ', ADetailer model: face_yolov8n.pt, ADetailer prompt: "a face, (smile:1.2)\\n'
    'Steps: 99, Seed: 3", ADetailer confidence: 0.3, ADetailer version: 24.1',
    "ControlNet": ', ControlNet 0: "Module: canny, Model: control_v11p [d14c], Weight: 1, Seed: 2"',
    "older ControlNet": ", ControlNet Enabled: True, ControlNet Model: x, ControlNet Weight: 1",
    "Lora hashes": ', Lora hashes: "add_detail: 7c6bad76eb54, b: 12", TI hashes: "easy: 1a"',
    "hashes as JSON": ', Hashes: {"model": "6ce0", "lora:x, Seed: 5": "a,b: [1]"}, Version: v1.6',
    "Civitai": ', Civitai resources: [{"type":"checkpoint","modelVersionId":1,"modelName":"a, '
    'Seed: 3"},{"type":"lora","weight":0.7}], Civitai metadata: {"a": {"Steps": 50}}',
    "a quoted value of lines": ', Wildcard prompt: "a\nNegative prompt: b\nSteps: 9, c"',
    "dynamic prompts": "\nTemplate: a {red|blue} cat, Seed: 3, Steps: 9\nNegative Template: b, c",
    "lines of templates": "\nTemplate: a\n__animal__, in a hat\nNegative Template: Steps: 9, AA: 2",
    "twice": ", Refiner: x [1], Steps: 99, Seed: 3, Model: late",
    "an empty line": "\n\nPostprocess upscaler: ESRGAN",
    "SD.Next": ", App: SD.Next, Operations: txt2img, Created Date: 2026-01-01T10:20:30.4Z",
}


@pytest.mark.parametrize("added", ADDED.values(), ids=ADDED)
@pytest.mark.parametrize("negative", ["dark stone", "", "dark\nstone, (two:1.2)"])
def test_what_is_added_spills_nowhere(added: str, negative: str) -> None:
    against = f"\nNegative prompt: {negative}" if negative else ""
    told = read(f"a hill, (sea:1.3)\nof lines{against}\n{CORE}{added}")
    assert (told.prompt, told.negative) == ("a hill, (sea:1.3)\nof lines", negative)
    assert READ.items() <= told.fields.items()


def test_their_values_are_whole() -> None:
    assert read(f"a\n{CORE}{ADDED['hashes as JSON']}").fields["Hashes"] == (
        '{"model": "6ce0", "lora:x, Seed: 5": "a,b: [1]"}'
    )
    assert read(f"a\n{CORE}{ADDED['dynamic prompts']}").fields["Template"] == (
        "a {red|blue} cat, Seed: 3, Steps: 9"
    )


def test_fields_that_were_wrapped_are_fields() -> None:
    told = read(
        "a\nNegative prompt: b\nSteps: 6, Sampler: Euler a, CFG scale: 5,\nSeed: 41, Size: 8x8"
    )
    assert told.fields == {**READ, "Size": "8x8"}
    assert told.negative == "b"


@pytest.mark.parametrize(
    "text",
    [
        "a cat, [red: blue: 3]",
        "Steps: carved in stone, sampler: wool",
        "a\nNegative prompt: b: c, d: e",
    ],
)
def test_prompts_with_colons_are_prompts(text: str) -> None:
    assert read(text).fields == {}


def test_a_prompt_that_looks_like_fields_stays_one_before_fields() -> None:
    told = read(f"a\nSteps: 1, Seed: 2, Size: 3x3\nNegative prompt: b\n{CORE}")
    assert told.prompt == "a\nSteps: 1, Seed: 2, Size: 3x3"
    assert told.fields == READ


@pytest.mark.parametrize("negative", ["", "fog, mud"])
def test_lines_that_were_made_one_come_apart_again(negative: str) -> None:
    against = f" Negative prompt: {negative}" if negative else ""
    told = read(f"a hill, by a sea{against} {CORE}, Version: v1")
    assert (told.prompt, told.negative) == ("a hill, by a sea", negative)
    assert told.fields == {**READ, "Version": "v1"}
