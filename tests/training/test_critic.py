"""The critic: who learns from which loss, and that it learns to tell."""

import pytest
import torch
from torch import nn

from ritocco.training.critic import balance, disbelief, mistakes, new_critic


@pytest.fixture
def critic():
    torch.manual_seed(0)
    return new_critic()


def test_the_painter_learns_from_disbelief_and_the_critic_from_its_mistakes(critic):
    painted = torch.zeros(2, 3, 32, 32, requires_grad=True)
    disbelief(critic, painted).backward()
    assert painted.grad.abs().sum() > 0
    assert all(one.grad is None for one in critic.parameters())
    mistakes(critic, torch.ones(2, 3, 32, 32), torch.zeros(2, 3, 32, 32)).backward()
    assert all(one.grad is not None for one in critic.parameters())


def test_it_learns_to_tell_grain_from_none(critic):
    random = torch.Generator().manual_seed(0)
    optimizer = torch.optim.AdamW(critic.parameters(), lr=2e-3)

    def pair():
        grain = 0.2 * torch.randn(4, 3, 32, 32, generator=random)
        return grain, nn.functional.avg_pool2d(grain, 5, 1, 2)

    before = float(mistakes(critic, *pair()).detach())
    for _ in range(40):
        optimizer.zero_grad()
        mistakes(critic, *pair()).backward()
        optimizer.step()
    grain, smooth = pair()
    assert float(mistakes(critic, grain, smooth).detach()) < 0.3 * before
    assert float(disbelief(critic, grain)) < float(disbelief(critic, smooth))


def test_the_two_pull_equally_at_the_last_layer():
    torch.manual_seed(0)
    last = nn.Conv2d(3, 3, 3, padding=1)
    painted = last(torch.randn(1, 3, 16, 16))
    near, doubt = painted.square().mean(), painted.mean()
    pull = balance(near, doubt, last)
    pulls = [
        torch.autograd.grad(loss, last.weight, retain_graph=True)[0].norm()
        for loss in (near, pull * doubt)
    ]
    torch.testing.assert_close(pulls[0], pulls[1], rtol=1e-3, atol=0)
