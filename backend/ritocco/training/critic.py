"""A network that tells patches of pictures from patches that a decoder painted, and its losses.

A patch discriminator (Isola et al. 2017, arXiv 1611.07004) with hinge losses (Lim and Ye 2017,
arXiv 1705.02894), balanced against the other losses as in Esser et al. 2021 (arXiv 2012.09841).
"""

from __future__ import annotations

import torch
import torch.nn.functional as functional
from torch import Tensor, nn
from torch.func import functional_call

WIDTHS = (32, 64, 128)
MOST_PULL = 100.0


def new_critic() -> nn.Module:
    """Pictures (N, 3, H, W), -1..1 -> (N, 1, H / 4, W / 4); above 0: taken for a picture.

    Nothing in it normalizes: how strong the grain is, is what it has to tell.
    """
    layers: list[nn.Module] = []
    before = 3
    for number, width in enumerate(WIDTHS):
        stride = 2 if number < 2 else 1
        layers += [nn.Conv2d(before, width, 4 if stride == 2 else 3, stride, 1)]
        layers += [nn.LeakyReLU(0.2)]
        before = width
    return nn.Sequential(*layers, nn.Conv2d(before, 1, 3, 1, 1))


def disbelief(critic: nn.Module, painted: Tensor) -> Tensor:
    """How little the critic believes; the painter learns from it, the critic does not."""
    frozen = {name: value.detach() for name, value in critic.named_parameters()}
    with torch.autocast("cpu", torch.bfloat16):
        belief: Tensor = functional_call(critic, frozen, (painted,))
    return -belief.float().mean()


def mistakes(critic: nn.Module, pictures: Tensor, painted: Tensor) -> Tensor:
    """The critic's own loss: 0 where both kinds are told apart with a margin of 1."""
    with torch.autocast("cpu", torch.bfloat16):
        real, made = critic(pictures).float(), critic(painted).float()
    return (functional.relu(1 - real).mean() + functional.relu(1 + made).mean()) / 2


def balance(near: Tensor, doubt: Tensor, last: nn.Conv2d) -> float:
    """The factor at which `doubt` pulls as hard at the weights of the last layer as `near` does."""
    pull_near, pull_doubt = (
        float(torch.autograd.grad(loss, last.weight, retain_graph=True)[0].norm())
        for loss in (near, doubt)
    )
    return min(pull_near / (pull_doubt + 1e-6), MOST_PULL)
