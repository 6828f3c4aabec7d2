"""Attention processors have one owner: what is added survives every placing, and is undone."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
import torch
from torch import nn

from ritocco.diffusion.memory import Attention
from ritocco.diffusion.placement import place

from .ldm_files import small
from .test_device import PLAIN, placed

SLICED = replace(PLAIN, attention=Attention.SLICED)


class Tinted(nn.Module):
    """Adds a number to what the processor below makes, as adapters do; has a weight of its own."""

    def __init__(self, below: object, amount: float) -> None:
        super().__init__()
        self.below = below
        self.amount = nn.Parameter(torch.tensor(amount))

    def forward(self, *args, **kwargs):
        return self.below(*args, **kwargs) + self.amount


def tint(amount: float):
    """Tinted in the layers that see the text."""
    return lambda name, below: Tinted(below, amount) if "attn2" in name else below


@pytest.fixture
def model() -> SimpleNamespace:
    model = placed(small("sd1"))
    place(model, PLAIN)
    return model


def kinds(model: SimpleNamespace) -> set[str]:
    return {type(one).__name__ for one in model.backbone.attn_processors.values()}


def below(model: SimpleNamespace) -> set[str]:
    processors = model.backbone.attn_processors.values()
    return {type(one.below).__name__ for one in processors if isinstance(one, Tinted)}


@torch.inference_mode()
def output(model: SimpleNamespace) -> torch.Tensor:
    made = torch.Generator().manual_seed(1)
    x, text = torch.randn(1, 4, 8, 8, generator=made), torch.randn(1, 77, 32, generator=made)
    return model.backbone(x, 10, text).sample


def test_what_is_added_survives_another_placing(model: SimpleNamespace) -> None:
    with model.attention.added(tint(0.5)):
        assert kinds(model) == {"AttnProcessor2_0", "Tinted"}
        assert below(model) == {"AttnProcessor2_0"}
        tinted = output(model)
        place(model, SLICED)
        assert kinds(model) == {"SlicedAttnProcessor", "Tinted"}
        assert below(model) == {"SlicedAttnProcessor"}
        assert torch.allclose(output(model), tinted, atol=1e-4)
        place(model, PLAIN)
        assert below(model) == {"AttnProcessor2_0"}
        assert torch.equal(output(model), tinted)


def test_what_is_added_is_undone_to_the_bit(model: SimpleNamespace) -> None:
    before, processors = output(model), dict(model.backbone.attn_processors)
    weights = set(model.backbone.state_dict())

    def fail() -> None:
        with model.attention.added(tint(0.5)):
            assert not torch.equal(output(model), before)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert model.backbone.attn_processors == processors
    assert set(model.backbone.state_dict()) == weights
    assert torch.equal(output(model), before)


def test_slicing_is_undone_to_the_processors_of_before(model: SimpleNamespace) -> None:
    """diffusers' own default is the slow one that was there before torch fused attention."""
    processors = dict(model.backbone.attn_processors)
    place(model, SLICED)
    assert kinds(model) == {"SlicedAttnProcessor"}
    place(model, PLAIN)
    assert model.backbone.attn_processors == processors
    assert kinds(model) == {"AttnProcessor2_0"}


def test_two_additions_lie_over_each_other_in_order(model: SimpleNamespace) -> None:
    seen = []

    def outer(name: str, under: object) -> object:
        seen.append(type(under).__name__)
        return under

    with model.attention.added(tint(0.5)):
        once = output(model)
        with model.attention.added(outer):
            assert set(seen) == {"AttnProcessor2_0", "Tinted"}
        with model.attention.added(tint(0.5)):
            twice = output(model)
        assert torch.equal(output(model), once)
    with model.attention.added(tint(1.0)):
        assert torch.allclose(output(model), twice, atol=1e-5)


def test_weights_of_what_is_added_lie_where_the_model_does(model: SimpleNamespace) -> None:
    with model.attention.added(tint(0.5)):
        place(model, replace(PLAIN, device="meta"))
        added = [one for one in model.backbone.attn_processors.values() if isinstance(one, Tinted)]
        assert {one.amount.device.type for one in added} == {"meta"}
