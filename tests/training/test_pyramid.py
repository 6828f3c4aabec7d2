"""The start of the autoencoder: colours go down and up through it before anything is learnt."""

import numpy as np
import pytest
import torch
import torch.nn.functional as functional

from ritocco.training.autoencoder import CONFIG
from ritocco.training.pyramid import IN_GAIN, _places, start_as_pyramid


@pytest.fixture(scope="module")
def vae():
    from diffusers import AutoencoderKL

    torch.manual_seed(0)
    made = AutoencoderKL.from_config(CONFIG).eval().requires_grad_(False)
    start_as_pyramid(made)
    return made


def seen(module, run):
    """What a module gives out while `run` runs."""
    kept = []
    handle = module.register_forward_hook(lambda *args: kept.append(args[2]))
    run()
    handle.remove()
    return kept[0]


def colours(features):
    places = _places(features.shape[1], CONFIG["norm_num_groups"])
    return [features[:, [place[i] for place in places]] for i in range(4)]


@torch.no_grad()
def test_the_encoder_hands_down_the_means_of_eight_by_eight_pixels(vae):
    images = torch.rand(2, 3, 64, 48, generator=torch.Generator().manual_seed(1)) * 2 - 1
    plus, minus, one, other = colours(seen(vae.encoder.mid_block, lambda: vae.encode(images)))
    wanted = functional.avg_pool2d(images, 8)
    torch.testing.assert_close(plus, wanted, atol=1e-5, rtol=0)
    torch.testing.assert_close(minus, -wanted, atol=1e-5, rtol=0)
    torch.testing.assert_close(one, torch.ones_like(one), atol=1e-6, rtol=0)
    torch.testing.assert_close(other, -torch.ones_like(other), atol=1e-6, rtol=0)


@torch.no_grad()
def test_the_decoder_repeats_what_it_is_given(vae):
    latents = torch.randn(1, 4, 6, 5, generator=torch.Generator().manual_seed(2))
    plus, *_ = colours(seen(vae.decoder.up_blocks[-1], lambda: vae.decode(latents)))
    wanted = functional.interpolate(latents[:, :3] * IN_GAIN, scale_factor=8, mode="nearest")
    torch.testing.assert_close(plus, wanted, atol=1e-5, rtol=0)


@torch.no_grad()
def test_pictures_come_through_in_their_colours(vae):
    random = torch.Generator().manual_seed(3)
    coarse = torch.rand(1, 3, 4, 4, generator=random) * 1.6 - 0.8
    images = functional.interpolate(coarse, size=(64, 64), mode="bicubic")
    decoded = vae.decode(vae.encode(images).latent_dist.mode()).sample
    for channel in range(3):
        pair = np.stack([images[0, channel].flatten(), decoded[0, channel].flatten()])
        assert np.corrcoef(pair)[0, 1] > 0.9
