"""What a real backend tells of adapters: their names, words and small pictures, over HTTP."""

from PIL import Image, PngImagePlugin

from ritocco_dock.knobs.adapters import LORA
from ritocco_dock.knobs.knobs import Knobs
from ritocco_dock.models.recipes import MOST_BYTES
from tests.plugin.adapter_files import lora_for_mini


def test_adapters_and_their_pictures(home, desk, wait):
    shelf = home / "models" / "lora"
    told = '{"drawings": {"ink wash": 9}}'
    lora_for_mini(shelf / "ink.safetensors", ss_output_name="wash", ss_tag_frequency=told)
    lora_for_mini(shelf / "plain.safetensors", seed=1)
    Image.new("RGB", (300, 200), (200, 80, 40)).save(shelf / "ink.preview.png")
    desk.open()
    wait(lambda: desk.adapters)
    ink, plain = desk.adapters
    assert (ink.key, ink.alias, ink.words) == ((LORA, "ink"), "wash", ("ink wash",))
    assert (ink.pictured, plain.pictured) == (True, False)
    family = next(one.family for one in desk.models if one.name == "mini")
    assert ink.usable(family)
    assert not ink.usable("sd1")
    came = []
    desk.thumbnails.came.connect(lambda kind, name: came.append((kind, name)))
    for _ in range(3):  # asked for once, however often it is looked at
        assert desk.thumbnails.image(LORA, "ink") is None
        assert desk.thumbnails.image(LORA, "plain") is None
    wait(lambda: came)
    image = desk.thumbnails.image(LORA, "ink")
    assert (image.width(), image.height()) == (128, 85)
    assert image.pixelColor(64, 40).red() > 180
    wait(lambda: not desk.thumbnails._asked)
    assert came == [(LORA, "ink")]
    assert desk.thumbnails.image(LORA, "plain") is None
    assert not desk.thumbnails._asked  # it is known that there is none
    Image.new("RGB", (200, 200), (20, 80, 240)).save(shelf / "ink.preview.png")
    desk.thumbnails.forget()
    assert desk.thumbnails.image(LORA, "ink") is image  # until the other one is here
    wait(lambda: len(came) == 2)
    assert desk.thumbnails.image(LORA, "ink").pixelColor(64, 40).blue() > 220
    assert not desk.thumbnails._asked


def test_pictures_and_texts_tell_how_they_were_made(desk, wait, tmp_path):
    desk.open()
    wait(lambda: desk.models)
    heard, failed = [], []
    text = "a boat\nNegative prompt: dark\nSteps: 8, Sampler: Euler, CFG scale: 5, Seed: 41"
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("parameters", text)
    Image.new("RGB", (2000, 1500)).save(tmp_path / "made.png", pnginfo=chunks)
    Image.new("RGB", (64, 64)).save(tmp_path / "photo.png")
    desk.recipes.read(text.encode(), "", "inpaint", heard.append, failed.append)
    desk.recipes.read_file(str(tmp_path / "made.png"), "inpaint", heard.append, failed.append)
    wait(lambda: len(heard) == 2)
    assert heard[0] == heard[1]
    turned = heard[0].turning(Knobs(), desk.models, desk.adapters)
    assert turned == {
        "prompt": "a boat", "negative": "dark", "steps": 8, "sampler": "euler",
        "schedule": "normal", "cfg": 5.0, "seed": 41,
    }  # fmt: skip
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    for name in ("photo.png", "none.png", "large.png"):
        desk.recipes.read_file(str(tmp_path / name), "inpaint", heard.append, failed.append)
    wait(lambda: len(failed) == 3)
    assert {error.code for error in failed} == {"bad_picture", "cannot_read", "too_large"}
