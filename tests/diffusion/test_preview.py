from __future__ import annotations

import numpy as np
import pytest
import torch

from ritocco.diffusion.denoise import denoise
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.level import Level
from ritocco.diffusion.noise import NoiseSource, Seed
from ritocco.diffusion.preview import projected
from ritocco.diffusion.samplers import Sampling

SPACES = {id_: family.latents for id_, family in FAMILIES.items()}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_preview_is_a_small_picture(family: str) -> None:
    latents = torch.randn(2, 4, 6, 9, generator=torch.Generator().manual_seed(0))
    picture = projected(latents, SPACES[family])
    assert picture.shape == (2, 6, 9, 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 10
    assert np.array_equal(picture[1:], projected(latents[1:], SPACES[family]))
    assert np.array_equal(picture, projected(latents.double(), SPACES[family]))
    assert projected(latents * 1e6, SPACES[family]).max() == 255


def test_the_published_numbers() -> None:
    unit = torch.eye(4).view(4, 4, 1, 1)
    sd1, sdxl = projected(unit, SPACES["sd1"]), projected(unit, SPACES["sdxl"])
    assert sd1[0, 0, 0].tolist() == [round(127.5 * (1 + one)) for one in (0.298, 0.207, 0.208)]
    assert sdxl[:, 0, 0].tolist() == [
        [210, 200, 190],
        [90, 135, 140],
        [175, 155, 125],
        [80, 90, 95],
    ]


def test_latents_of_no_colour_are_grey() -> None:
    assert projected(torch.zeros(1, 4, 1, 1), SPACES["sd1"]).tolist() == [[[[128, 128, 128]]]]
    assert projected(torch.zeros(1, 4, 1, 1), SPACES["sdxl"]).tolist() == [[[[150, 140, 130]]]]


def test_one_preview_per_step_of_what_is_predicted() -> None:
    clean = torch.ones(1, 4, 2, 2)

    def perfect(latents: torch.Tensor, level: Level) -> torch.Tensor:
        return clean

    for id_ in ("euler", "heun", "dpmpp_2s_a", "plms"):
        shown: list[tuple[int, torch.Tensor]] = []
        source = NoiseSource([Seed(1)], (4, 2, 2))
        sampling = Sampling(id_, None, 4)
        denoise(perfect, None, sampling, source, preview=lambda *one, to=shown: to.append(one))
        assert [step for step, _ in shown] == [0, 1, 2, 3]
        assert all(torch.equal(signal, clean) for _, signal in shown)
