"""What a real backend tells of adapters: their names, words and small pictures, over HTTP."""

from PIL import Image

from ritocco_dock.knobs.adapters import LORA
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
