"""Seats for guides in a U-Net: residuals of ControlNets add up, at their steps, on every row."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from diffusers import ControlNetModel
from torch import Tensor

from ritocco.diffusion.conditioning import Conditioning
from ritocco.diffusion.extras import Extras, Residuals
from ritocco.diffusion.guidance import guided
from ritocco.diffusion.laws import DiffusionLaw
from ritocco.diffusion.level import Level
from ritocco.diffusion.unet import unet_network
from tests.diffusion import models
from tests.diffusion.models import one_thread  # noqa: F401

pytestmark = pytest.mark.usefixtures("one_thread")

UNET = models.tiny_unet()
LATENTS = torch.randn(2, 4, 8, 8, generator=torch.Generator().manual_seed(0))
LEVEL = DiffusionLaw().level(1, 400.0, 1.5)
HINT = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1))


def controlnet(seed: int) -> Any:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        made = ControlNetModel.from_unet(UNET, conditioning_embedding_out_channels=(4, 8, 8, 16))
        for weight in made.parameters():  # its outputs start as zeros
            weight.data.add_(torch.randn_like(weight) * 0.05)
    return made.eval().requires_grad_(False)


NETS = controlnet(1), controlnet(2)


def raw(net: Any, latents: Tensor, hidden: Tensor) -> tuple[list[Tensor], Tensor]:
    with torch.no_grad():
        return net(latents, 400.0, hidden, HINT.expand(len(latents), -1, -1, -1), return_dict=False)


class Control:
    """A ControlNet as a source of residuals, with a weight, from a step on."""

    def __init__(self, net: Any, weight: float = 1.0, start: int = 0) -> None:
        self.net, self.weight, self.start = net, weight, start
        self.rows: list[tuple[int, int]] = []

    def __call__(
        self, latents: Tensor, level: Level, conditioning: Conditioning
    ) -> Residuals | None:
        if level.step < self.start:
            return None
        self.rows.append((len(latents), conditioning.against))
        down, middle = raw(self.net, latents, conditioning.hidden)
        return Residuals(tuple(self.weight * one for one in down), self.weight * middle)


def predicted(*sources: Control) -> Tensor:
    hidden = models.conditioning(1).hidden.expand(2, -1, -1)
    network = unet_network(UNET, extras=Extras(residuals=sources))
    with torch.no_grad():
        return network(LATENTS, LEVEL, Conditioning(hidden))


def expected(weights: tuple[float, float]) -> Tensor:
    hidden = models.conditioning(1).hidden.expand(2, -1, -1)
    outputs = [raw(net, LATENTS, hidden) for net in NETS]
    down = [
        weights[0] * a + weights[1] * b for a, b in zip(outputs[0][0], outputs[1][0], strict=True)
    ]
    middle = weights[0] * outputs[0][1] + weights[1] * outputs[1][1]
    with torch.no_grad():
        return UNET(
            LATENTS,
            400.0,
            hidden,
            down_block_additional_residuals=down,
            mid_block_additional_residual=middle,
        ).sample


def test_two_controlnets_add_up_as_in_diffusers() -> None:
    made = predicted(Control(NETS[0], 0.5), Control(NETS[1], 0.8))
    torch.testing.assert_close(made, expected((0.5, 0.8)), rtol=1e-5, atol=1e-5)
    assert (made - predicted()).abs().max() > 1e-3


def test_none_and_one_that_has_no_say_yet_are_the_bytes_without() -> None:
    plain = predicted()
    assert torch.equal(predicted(Control(NETS[0], start=2)), plain)
    with torch.no_grad():
        hidden = models.conditioning(1).hidden.expand(2, -1, -1)
        assert torch.equal(UNET(LATENTS, 400.0, hidden).sample, plain)


def test_weight_zero_is_the_picture_without() -> None:
    assert torch.equal(predicted(Control(NETS[0], 0.0)), predicted())


def test_it_knows_which_rows_are_the_negatives() -> None:
    control = Control(NETS[0])
    network = unet_network(UNET, extras=Extras(residuals=(control,)))
    prompts = models.always(models.conditioning(1)), models.always(models.conditioning(2))
    with torch.no_grad():
        guided(network, *prompts, 5.0, DiffusionLaw())(LATENTS, LEVEL)
        guided(network, *prompts, 1.0, DiffusionLaw())(LATENTS, LEVEL)
    assert control.rows == [(4, 2), (2, 0)]


def test_further_arguments_reach_the_module() -> None:
    hidden = models.conditioning(1).hidden.expand(2, -1, -1)
    mask = torch.zeros(2, 7)
    mask[:, :3] = 1
    network = unet_network(UNET, extras=Extras(arguments={"encoder_attention_mask": mask}))
    with torch.no_grad():
        made = network(LATENTS, LEVEL, Conditioning(hidden))
        wanted = UNET(LATENTS, 400.0, hidden, encoder_attention_mask=mask).sample
    assert torch.equal(made, wanted)
