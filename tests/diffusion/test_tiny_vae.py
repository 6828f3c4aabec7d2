"""Small VAEs in every layout: as a model's VAE, and for previews, which end no job."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderTiny
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional

from ritocco.diffusion import preview
from ritocco.diffusion.checkpoint import load_model
from ritocco.diffusion.engine import StableDiffusion
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.headers import read_contents
from ritocco.diffusion.memory import MemoryPlan, Offload
from ritocco.diffusion.paint import decode, encode
from ritocco.diffusion.placement import place
from ritocco.diffusion.preview import Previews, decoded, projected
from ritocco.diffusion.sniff import FAMILY_KEY, kind_of
from ritocco.diffusion.tiny_files import tiny_files
from ritocco.diffusion.tiny_vae import TinyVae, read_decoder
from ritocco.diffusion.weights import Target
from ritocco.engine import View
from ritocco.errors import BadModel
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.library.version import version_of
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.watch import Watch
from tests.diffusion.models import one_thread  # noqa: F401

pytestmark = pytest.mark.usefixtures("one_thread")
PLAIN = MemoryPlan("cpu", torch.float32, torch.float32)
WIDE = 8


@pytest.fixture(scope="module")
def tiny() -> AutoencoderTiny:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(4)
        made = AutoencoderTiny(
            encoder_block_out_channels=(WIDE,) * 4, decoder_block_out_channels=(WIDE,) * 4
        )
    return made.eval().requires_grad_(False)


def by_maker(tiny: AutoencoderTiny) -> dict[str, dict[str, Tensor]]:
    """As its maker numbers the layers: a clamp comes first in the decoder."""
    named: dict[str, dict[str, Tensor]] = {"encoder": {}, "decoder": {}}
    for name, tensor in tiny.state_dict().items():
        half, _, number, rest = name.split(".", 3)
        named[half][f"{int(number) + (half == 'decoder')}.{rest}"] = tensor.clone()
    return named


def as_folder(folder: Path, tiny: AutoencoderTiny, name: str = "taesd") -> Path:
    tiny.save_pretrained(folder / name)
    return folder / name


def as_pair(folder: Path, tiny: AutoencoderTiny, name: str = "taesd") -> Path:
    for half, state in by_maker(tiny).items():
        torch.save(state, folder / f"{name}_{half}.pth")
    return folder / f"{name}_decoder.pth"


def as_one(folder: Path, tiny: AutoencoderTiny, name: str = "taesd") -> Path:
    state = {
        f"taesd_{half}.{key}": tensor
        for half, named in by_maker(tiny).items()
        for key, tensor in named.items()
    }
    save_file({**state, "vae_scale": torch.ones(1)}, folder / f"{name}.safetensors")
    return folder / f"{name}.safetensors"


def as_weights(folder: Path, tiny: AutoencoderTiny, name: str = "taesd") -> Path:
    save_file({n: t.clone() for n, t in tiny.state_dict().items()}, folder / f"{name}.safetensors")
    return folder / f"{name}.safetensors"


LAYOUTS = (as_folder, as_pair, as_one, as_weights)


class Block(nn.Module):
    """Three convolutions beside what passes by."""

    def __init__(self) -> None:
        super().__init__()
        convolutions = [nn.Conv2d(WIDE, WIDE, 3, padding=1) for _ in range(3)]
        first, second, third = convolutions
        self.conv = nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), third)

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(self.conv(x) + x)


class Clamp(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return torch.tanh(x / 3) * 3


def makers_decoder() -> nn.Sequential:
    """The decoder as it was published, built here by hand."""
    layers: list[nn.Module] = [Clamp(), nn.Conv2d(4, WIDE, 3, padding=1), nn.ReLU()]
    for _ in range(3):
        up = nn.Conv2d(WIDE, WIDE, 3, padding=1, bias=False)
        layers += [Block(), Block(), Block(), nn.Upsample(scale_factor=2), up]
    return nn.Sequential(*layers, Block(), nn.Conv2d(WIDE, 3, 3, padding=1))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_the_same_vae_to_the_bit(layout, models: Path, tiny, tmp_path: Path):
    path = layout(tmp_path, tiny)
    model = load_model(models / "sd1", PLAIN, vae=path)
    latents = torch.randn(1, 4, 8, 6, generator=torch.Generator().manual_seed(1))
    pixels = np.random.default_rng(1).random((64, 48, 3), np.float32)
    wanted = tiny.decode(latents).sample
    assert isinstance(model.vae, TinyVae)
    for offload in Offload:
        place(model, replace(PLAIN, offload=offload))
        shown = torch.from_numpy(decode(model, latents)).permute(2, 0, 1)[None]
        assert torch.equal(shown, (wanted / 2 + 0.5).clamp(0, 1))
        seen = torch.from_numpy(pixels).permute(2, 0, 1)[None] * 2 - 1
        assert torch.equal(encode(model, pixels), tiny.encode(seen).latents)
    place(model, replace(PLAIN, vae_tile=32))
    assert decode(model, latents).shape == (64, 48, 3)
    by_hand = makers_decoder()
    by_hand.load_state_dict(by_maker(tiny)["decoder"])
    with torch.no_grad():
        assert torch.allclose(by_hand(latents) * 2 - 1, wanted, atol=1e-6)
    for file in (path, *tmp_path.glob("taesd_*")):
        if file.is_file():
            assert kind_of(read_contents(file)) is ModelKind.PREVIEW


def test_it_is_found_as_a_vae_and_paints(models: Path, tiny) -> None:
    (models / "preview").mkdir()
    path = as_folder(models / "preview", tiny)
    assert find(ModelKind.VAE, "taesd") == path
    pixels = np.random.default_rng(1).random((64, 64, 3), np.float32)
    mask = np.zeros((64, 64), np.float32)
    mask[16:48, 16:48] = 1
    engine = StableDiffusion(device="cpu")
    for name in ("sd1", "sd1-inpaint"):
        asked = Diffusion(model=name, prompt="a boat", steps=2, sampler="euler", vae="taesd")
        recipe = Recipe(kind=Kind.INPAINT, diffusion=asked)
        plain = replace(recipe, diffusion=replace(asked, vae=""))
        small, own, again = (
            engine.prepare(one).paint(View(pixels, mask, mask >= 0), 1, Watch())
            for one in (recipe, plain, recipe)
        )
        assert not np.array_equal(small, own)
        assert np.array_equal(small, again)
        wrong = replace(recipe, diffusion=replace(asked, model="sdxl"))
        with pytest.raises(BadModel, match="taesd is for sd1, sd2, and the model is"):
            engine.prepare(wrong).paint(View(pixels, mask, mask >= 0), 1, Watch())
    remove(path)


def remove(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.parent.rmdir()


def test_what_cannot_be_used_is_refused_by_name(models: Path, tiny, tmp_path: Path) -> None:
    def refused(path: Path, words: str) -> None:
        with pytest.raises(BadModel, match=words):
            load_model(models / "sd1", PLAIN, vae=path)

    refused(as_folder(tmp_path, tiny, "taesdxl"), "taesdxl is for sdxl, and the model is")
    pair = as_pair(tmp_path, tiny)
    known = version_of(pair)
    (tmp_path / "taesd_encoder.pth").unlink()
    assert version_of(pair) != known
    refused(pair, "only one half")
    state = by_maker(tiny)
    state["decoder"]["1.weight"] = torch.ones(WIDE, 16, 3, 3)
    torch.save(state["decoder"], tmp_path / "taef1_decoder.pth")
    torch.save(state["encoder"], tmp_path / "taef1_encoder.pth")
    refused(tmp_path / "taef1_decoder.pth", "latents|does not fit together")
    one = as_weights(tmp_path, tiny)
    one.write_bytes(one.read_bytes()[:2000])
    refused(one, "cut short")
    folder = as_folder(tmp_path, tiny, "broken")
    (folder / "config.json").write_text(
        json.dumps({"_class_name": "AutoencoderTiny", "num_decoder_blocks": ["many"]})
    )
    refused(folder, "config of small VAE is damaged")
    assert tiny_files(models / "sd1") is None
    assert FAMILIES["mini"].configs[0] not in tiny_files(as_folder(tmp_path, tiny)).families


def test_a_config_may_name_its_family(tiny, tmp_path: Path) -> None:
    path = as_folder(tmp_path, tiny, "small")
    config = json.loads((path / "config.json").read_text())
    (path / "config.json").write_text(json.dumps({**config, FAMILY_KEY: "mini"}))
    files, target = tiny_files(path), Target(torch.device("cpu"), torch.float32)
    assert read_decoder(files, FAMILIES["mini"], target) is not None
    assert read_decoder(files, FAMILIES["sd1"], target) is None
    for name in ("taesdxl_decoder", "tae-xl", "XL_preview"):
        assert tiny_files(as_weights(tmp_path, tiny, name)).families == ("sdxl",)
    assert tiny_files(as_weights(tmp_path, tiny, "pixl")).families == ("sd1", "sd2")


def test_previews_are_decoded_small_and_never_end_a_job(
    models: Path, tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Diffusion(model="sd1", prompt="a boat", steps=2, sampler="euler")
    painter = StableDiffusion(device="cpu").prepare(Recipe(kind=Kind.GENERATE, diffusion=asked))
    pixels, mask = np.zeros((64, 48, 3), np.float32), np.ones((64, 48), np.float32)

    def painted() -> tuple[np.ndarray, list[np.ndarray]]:
        shown: list[np.ndarray] = []
        view = View(pixels, mask, mask < 0)
        return painter.paint(view, 1, Watch(show=shown.append)), shown

    plain, shown = painted()
    assert [one.shape for one in shown] == [(8, 6, 3)] * 2
    (models / "preview").mkdir()
    damaged = models / "preview" / "another.pth"
    damaged.write_bytes(b"PK damaged")
    folder = as_folder(models / "preview", tiny)
    seen, shown = painted()
    assert np.array_equal(seen, plain)
    assert [one.shape for one in shown] == [(64, 48, 3)] * 2
    assert not np.array_equal(*shown)

    def fails(*given: object) -> None:
        raise RuntimeError("out of memory")

    with monkeypatch.context() as patch:
        patch.setattr("diffusers.models.autoencoders.vae.DecoderTiny.forward", fails)
        seen, shown = painted()
    assert np.array_equal(seen, plain)
    assert [one.shape for one in shown] == [(8, 6, 3)] * 2
    weights = folder / "diffusion_pytorch_model.safetensors"
    broken = {n: torch.full_like(t, torch.nan) for n, t in tiny.state_dict().items()}
    save_file(broken, weights)
    seen, shown = painted()
    assert np.array_equal(seen, plain)
    assert [one.shape for one in shown] == [(8, 6, 3)] * 2
    damaged.unlink()
    remove(folder)
    assert Previews().of(load_model(models / "sd1", PLAIN)) is projected


def test_a_large_picture_is_pooled_first(tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "_MOST_DECODED", 6 * 6)
    latents = torch.randn(1, 4, 12, 24, generator=torch.Generator().manual_seed(1))
    picture = decoded(tiny.decoder, latents, FAMILIES["sd1"].latents)
    assert picture.shape == (1, 32, 64, 3)
    pooled = functional.adaptive_avg_pool2d(latents, (4, 8))
    wanted = ((tiny.decoder(pooled) + 1) * 127.5).round().clamp(0, 255).byte()
    assert np.array_equal(picture, wanted.permute(0, 2, 3, 1).numpy())
