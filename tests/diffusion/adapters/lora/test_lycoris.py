"""What LyCORIS trains, with its own modules, is what we add to a layer."""

import copy
from typing import Any

import pytest
import torch
from lycoris.modules import boft, diag_oft, full, glora, ia3, locon, loha, lokr, norms
from torch import nn

from ritocco.diffusion.adapters.lora.keys import by_left_side
from ritocco.diffusion.adapters.lora.kinds import delta

LAYERS = {
    "linear": lambda: (nn.Linear(24, 32), torch.randn(3, 24)),
    "1x1": lambda: (nn.Conv2d(24, 32, 1), torch.randn(2, 24, 5, 5)),
    "3x3": lambda: (nn.Conv2d(24, 32, 3, padding=1), torch.randn(2, 24, 5, 5)),
}
ALGORITHMS: dict[str, tuple[Any, dict[str, Any], bool]] = {
    "locon": (locon.LoConModule, {}, True),
    "locon rs": (locon.LoConModule, {"rs_lora": True}, True),
    "locon tucker": (locon.LoConModule, {"use_tucker": True}, True),
    "locon dora": (locon.LoConModule, {"weight_decompose": True}, False),
    "locon dora in": (locon.LoConModule, {"weight_decompose": True, "wd_on_out": False}, False),
    "loha": (loha.LohaModule, {}, True),
    "loha tucker": (loha.LohaModule, {"use_tucker": True}, True),
    "loha dora": (loha.LohaModule, {"weight_decompose": True}, False),
    "lokr": (lokr.LokrModule, {}, True),
    "lokr factored": (lokr.LokrModule, {"decompose_both": True, "lora_dim": 1}, True),
    "lokr tucker": (lokr.LokrModule, {"use_tucker": True}, True),
    "lokr whole": (lokr.LokrModule, {"full_matrix": True}, True),
    "lokr dora in": (lokr.LokrModule, {"weight_decompose": True, "wd_on_out": False}, False),
    "ia3": (ia3.IA3Module, {}, True),
    "ia3 in": (ia3.IA3Module, {"train_on_input": True}, True),
    "full": (full.FullModule, {}, True),
    "glora": (glora.GLoRAModule, {}, True),
    "oft": (diag_oft.DiagOFTModule, {"lora_dim": 4}, True),
    "oft held": (diag_oft.DiagOFTModule, {"constraint": 0.01, "rescaled": True}, False),
    "boft": (boft.ButterflyOFTModule, {"lora_dim": 4}, True),
    "boft held": (boft.ButterflyOFTModule, {"constraint": 0.01, "rescaled": True}, False),
}
"""Name -> module, arguments, and whether our strength means what LyCORIS' multiplier does.

Of lengths (DoRA) and rescaled turns LyCORIS weighs a part alone; we weigh the whole change.
"""


def as_layer_of_ours(trained: Any, layer: Any, strength: float) -> Any:
    """The layer with what we read out of a module's file, at a strength."""
    state = {f"left.{name}": part.detach() for name, part in trained.state_dict().items()}
    change = delta(by_left_side(state)["left"], layer.weight.data, layer.bias.data, strength)
    ours = copy.deepcopy(layer)
    for parameter, added in ((ours.weight, change.weight), (ours.bias, change.bias)):
        if added is not None:
            parameter.data += added
    return ours


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("name", ALGORITHMS)
@torch.no_grad()
def test_a_layer_trained_by_lycoris_is_the_same_layer(name: str, layer: str) -> None:
    torch.manual_seed(1)
    module, arguments, any_strength = ALGORITHMS[name]
    plain, given = LAYERS[layer]()
    kept = copy.deepcopy(plain)
    trained = module("left", plain, **{"lora_dim": 2, "alpha": 3.0} | arguments).eval()
    trained.apply_to()
    for parameter in trained.parameters():
        parameter.data += 0.3 * torch.randn_like(parameter)
    for strength in (1.0, -0.7) if any_strength else (1.0,):
        trained.multiplier = strength
        ours = as_layer_of_ours(trained, kept, strength)
        assert not torch.allclose(ours(given), kept(given), atol=1e-3)
        assert torch.allclose(ours(given), trained(given), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("layer", [nn.GroupNorm(4, 32), nn.LayerNorm(32)], ids=["group", "layer"])
@torch.no_grad()
def test_norms_trained_by_lycoris(layer: nn.Module) -> None:
    trained = norms.NormModule("left", layer, 0.6).eval()
    for parameter in trained.parameters():
        parameter.data += torch.randn_like(parameter)
    given = torch.randn(3, 32)
    assert torch.allclose(as_layer_of_ours(trained, layer, 0.6)(given), trained(given), atol=1e-5)
