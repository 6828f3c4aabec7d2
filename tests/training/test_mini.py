"""Both stages on tiny settings: the exact parts of them, and a model that the product loads."""

from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image

from ritocco.diffusion.checkpoint import load_model
from ritocco.diffusion.memory import MemoryPlan
from ritocco.diffusion.samplers import Sampling
from ritocco.diffusion.schedulers import prepared
from ritocco.training.autoencoder import (
    CONFIG,
    AutoencoderRecipe,
    psnr,
    round_trip,
    settle_scale,
)
from ritocco.training.decoder import DecoderRecipe, casts, tune_decoder
from ritocco.training.examples import EncodedExamples, Variety, encoded, example
from ritocco.training.inpainter import (
    InpainterRecipe,
    Reader,
    Shards,
    new_modules,
    signal_shares,
    v_loss,
)
from ritocco.training.loop import RateSchedule, Stage
from ritocco.training.mini import make_mini
from ritocco.training.pictures import Photograph, Pictures, fixed_crops, load_pictures
from ritocco.watch import Watch


@pytest.fixture(scope="module")
def photos():
    random = np.random.default_rng(0)
    pixels = random.integers(0, 256, (3, 80, 80, 3), np.uint8)
    return [Photograph(name, one) for name, one in zip(("cat", "dog", "owl"), pixels, strict=True)]


@pytest.fixture(scope="module")
def vae():
    from diffusers import AutoencoderKL

    torch.manual_seed(0)
    return AutoencoderKL.from_config(CONFIG).eval().requires_grad_(False)


def test_settled_latents_have_mean_0_and_spread_1_and_decode_to_the_same(photos, vae):
    crops = fixed_crops(photos, 64, 1, 4, 0)
    settled = deepcopy(vae)
    settle_scale(settled, crops)
    before, after = (round_trip(one, crops[0].pixels) for one in (vae, settled))
    np.testing.assert_allclose(before, after, atol=1e-5)
    pixels = torch.stack([torch.from_numpy(crop.pixels).permute(2, 0, 1) * 2 - 1 for crop in crops])
    one, two = (m.encode(pixels).latent_dist for m in (vae, settled))
    latents = two.mode()
    torch.testing.assert_close(latents.mean((0, 2, 3)), torch.zeros(4), atol=1e-4, rtol=0)
    torch.testing.assert_close(latents.std((0, 2, 3)), torch.ones(4), atol=1e-4, rtol=0)
    # the spread that the encoder claims is scaled with the latents
    ratio = one.mode().std((0, 2, 3))[None, :, None, None]
    torch.testing.assert_close(two.std * ratio, one.std, rtol=1e-3, atol=1e-6)


def test_psnr_is_that_of_a_known_error():
    one = np.full((4, 4, 3), 0.5, np.float32)
    assert psnr(one, one + np.float32(0.1)) == pytest.approx(20, abs=1e-4)


def test_a_cast_counts_and_texture_does_not():
    grey = torch.zeros(1, 3, 64, 64)
    chequered = grey + 0.5 * (2 * (torch.arange(64) % 2) - 1)
    assert float(casts(chequered, grey)) == pytest.approx(0, abs=1e-6)
    assert float(casts(grey + 0.1, grey)) == pytest.approx(0.2, abs=1e-5)


def test_a_tuned_decoder_reads_the_same_latents(photos, vae, tmp_path):
    tuned = deepcopy(vae)
    recipe = DecoderRecipe(RateSchedule(2, 1e-3, warmup=1), (Stage(2, 32, 2),))
    large = [Photograph(one.name, np.tile(one.pixels, (4, 4, 1))) for one in photos]
    tune_decoder(tuned, Pictures(tuple(large), tuple(large)), tmp_path, recipe, Watch())
    image = torch.rand(1, 3, 64, 64) * 2 - 1
    before, after = vae.encode(image).latent_dist, tuned.encode(image).latent_dist
    torch.testing.assert_close(before.parameters, after.parameters, rtol=0, atol=0)
    latents = before.mode()
    assert not torch.equal(vae.decode(latents).sample, tuned.decode(latents).sample)


def test_noise_levels_are_those_the_samplers_use():
    wanted = prepared(Sampling("ddim", None, 10)).scheduler.alphas_cumprod
    torch.testing.assert_close(signal_shares(), wanted.float(), atol=1e-6, rtol=1e-4)


class Answers(torch.nn.Module):
    """A network that has already learnt what to answer."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def forward(self, *_):
        return type("Out", (), {"sample": self.answer, "last_hidden_state": self.answer})()


def test_the_loss_is_0_for_the_right_answer_and_counts_the_hole_more():
    torch.manual_seed(0)
    holes = torch.zeros(2, 1, 4, 4)
    holes[..., :2] = 1
    examples = EncodedExamples(torch.randn(2, 4, 4, 4), torch.randn(2, 4, 4, 4), holes, ("", ""))
    noise, signal = torch.randn(2, 4, 4, 4), torch.tensor([0.9, 0.2])
    kept, gone = (one.sqrt()[:, None, None, None] for one in (signal, 1 - signal))
    right = kept * noise - gone * examples.clean

    def loss(answer):
        modules = torch.nn.ModuleDict({"unet": Answers(answer), "text_encoder": Answers(noise)})
        ids, levels = torch.zeros(2, 77, dtype=torch.long), torch.tensor([10, 500])
        return float(v_loss(modules, examples, [0, 1], ids, signal, levels, noise)["v"])

    assert loss(right) < 1e-10
    assert loss(right + holes) > 4 * loss(right + 1 - holes) > 0


@pytest.mark.parametrize(("left", "counts"), [(0.005, 1.0), (0.5, 2.0), (0.8, 5.0), (0.99, 5.0)])
def test_an_error_of_the_clean_picture_counts_snr_and_one_but_5_at_most(left, counts):
    clean, holes, noise = torch.randn(1, 4, 4, 4), torch.ones(1, 1, 4, 4), torch.randn(1, 4, 4, 4)
    signal = torch.tensor([left])
    kept, gone = signal.sqrt(), (1 - signal).sqrt()
    noisy, off_by_one = kept * clean + gone * noise, clean + 1
    answer = (kept * noisy - off_by_one) / gone  # the v of which clean = kept noisy - gone v
    modules = torch.nn.ModuleDict({"unet": Answers(answer), "text_encoder": Answers(noise)})
    examples, ids = (
        EncodedExamples(clean, clean, holes, ("",)),
        torch.zeros(1, 77, dtype=torch.long),
    )
    loss = v_loss(modules, examples, [0], ids, signal, torch.tensor([1]), noise)
    assert float(loss["v"]) == pytest.approx(counts, rel=0.02)
    # A mean that is off counts 16 times as much as a single latent that is off by as much.
    assert float(loss["broad"]) == pytest.approx(16 * counts, rel=0.02)


def test_captions_are_read_as_prompts_are():
    ids = Reader()(["a red horse", ""])
    assert ids[0, :6].tolist() == [49406, 320, 736, 4558, 49407, 49407]
    assert ids[1, :3].tolist() == [49406, 49407, 49407]
    assert ids.shape == (2, 77)


def test_shards_are_the_same_whenever_they_are_made_and_each_example_is_seen(photos, vae):
    stages = (Stage(8, 32, 2), Stage(12, 64, 2))
    recipe = InpainterRecipe(RateSchedule(12, 1e-4), stages, shard=4, epochs=2)
    one, two = Shards(recipe, photos, vae), Shards(recipe, photos, vae)
    seen = [one.batch(step) for step in range(12)]
    assert sorted(seen[0][1] + seen[1][1]) == [0, 1, 2, 3]  # an epoch
    assert seen[0][0] is seen[3][0]
    assert seen[4][0] is not seen[0][0]
    assert [examples.clean.shape[-1] for examples, _ in seen] == [4] * 8 + [8] * 4
    later, places = two.batch(9)
    torch.testing.assert_close(later.clean, seen[9][0].clean, rtol=0, atol=0)
    assert places == seen[9][1]


def test_encoded_examples_hide_what_is_masked(photos, vae):
    one = example(photos, 64, Variety(1, 0, 0, 0), np.random.default_rng(3))
    assert 0 < one.mask.mean() < 1
    changed = replace(one, pixels=np.where(one.mask[..., None], np.float32(0), one.pixels))
    first, second = encoded(vae, [one]), encoded(vae, [changed])
    torch.testing.assert_close(first.masked, second.masked, rtol=0, atol=0)
    assert not torch.equal(first.clean, second.clean)
    assert first.holes.mean() >= one.mask.mean()  # pooled by the largest


def test_words_never_met_are_near_silent():
    words = new_modules(0)["text_encoder"].get_input_embeddings().weight
    assert float(words.detach().std()) < 0.005


def test_a_folder_of_pictures_becomes_a_model_that_the_product_loads(tmp_path):
    random = np.random.default_rng(0)
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for name in ("cat", "dog", "owl"):
        pixels = random.integers(0, 256, (260, 260, 3), np.uint8)
        Image.fromarray(pixels).save(pictures / f"{name}.png")
    found = load_pictures(pictures, 256, ["owl"])
    first = AutoencoderRecipe(RateSchedule(2, 1e-3), (Stage(2, 32, 2),), measured_side=64)
    between = DecoderRecipe(RateSchedule(2, 1e-3), (Stage(2, 32, 2),))
    second = InpainterRecipe(
        RateSchedule(2, 1e-3), (Stage(2, 64, 2),), shard=4, epochs=1, looked_at=1
    )
    made = make_mini(found, tmp_path / "run", first, between, second, Watch())
    assert (tmp_path / "run" / "inpainter" / "samples.png").stat().st_size > 1000
    model = load_model(made, MemoryPlan("cpu", torch.float32, torch.float32))
    assert model.family.id == "mini"
    assert model.prediction == "v_prediction"
    assert model.backbone.config.in_channels == 9
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    assert size <= 60e6
