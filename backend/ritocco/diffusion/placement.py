"""Where the parts of a model live while it works: a plan, carried out on modules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch
from accelerate import cpu_offload  # type: ignore[import-untyped]
from accelerate.hooks import (  # type: ignore[import-untyped]
    ModelHook,
    add_hook_to_module,
    remove_hook_from_module,
)
from torch import nn

from ritocco.device import free_cached
from ritocco.diffusion.memory import MemoryPlan, Offload

if TYPE_CHECKING:
    from ritocco.diffusion.loaded import LoadedModel


def place(model: LoadedModel, plan: MemoryPlan) -> None:
    """Place a model as a plan says; can be called again with another plan.

    Whoever calls the parts hands them tensors on `plan.device`. Precision is settled while
    loading and stays; a plan of another one needs a fresh load.
    """
    if model.plan.offload is not Offload.NONE:
        for module in model.placed:
            remove_hook_from_module(module, recurse=True)
    layout = torch.channels_last if plan.channels_last else torch.contiguous_format
    for module in model.placed:
        module.to(memory_format=layout)  # type: ignore[call-overload]
    (model.vae.enable_slicing if plan.vae_slicing else model.vae.disable_slicing)()
    _tile(model.vae, plan.vae_tile)
    model.attention.use(plan.attention)
    _place(model.placed, plan)
    model.plan = plan


@contextmanager
def resting(model: LoadedModel) -> Iterator[None]:
    """Within it all weights are in their modules, where the plan has them wait.

    Layers that take turns on the device have none otherwise.
    """
    if model.plan.offload is not Offload.SEQUENTIAL:
        yield
        return
    for module in model.placed:
        remove_hook_from_module(module, recurse=True)
    try:
        yield
    finally:
        _place(model.placed, model.plan)


def _tile(vae: Any, side: int) -> None:
    """Tiles of `side` image pixels; 0 for none."""
    if not side:
        vae.disable_tiling()
        return
    vae.enable_tiling()
    # diffusers' own size is the picture's native one: no tiles at all where memory is short.
    factor = 2 ** (len(vae.config.block_out_channels) - 1)
    vae.tile_sample_min_size, vae.tile_latent_min_size = side, side // factor


def _place(modules: list[nn.Module], plan: MemoryPlan) -> None:
    device = torch.device(plan.device)
    if plan.offload is Offload.NONE:
        for module in modules:
            module.to(device)
        return
    for module in modules:
        module.to("cpu")
    free_cached(device)
    for module in modules:
        if plan.offload is Offload.SEQUENTIAL:
            cpu_offload(module, device, offload_buffers=True)
        else:
            others = [other for other in modules if other is not module]
            add_hook_to_module(module, _InTurn(others, device))


def works_on(module: nn.Module) -> torch.device:
    """The device where a module wants its inputs, wherever its weights lie between calls."""
    hooks = (getattr(part, "_hf_hook", None) for part in module.modules())
    devices = (getattr(hook, "execution_device", None) for hook in hooks)
    found = next((device for device in devices if device is not None), None)
    return _device_of(module) if found is None else torch.device(found)


class _InTurn(ModelHook):  # type: ignore[misc]
    """Brings a module to the device when it is called, and sends the others away.

    diffusers calls this for a VAE's `encode` and `decode` too.
    """

    def __init__(self, others: list[nn.Module], device: torch.device) -> None:
        self._others, self.execution_device = others, device

    def pre_forward(self, module: nn.Module, *args: Any, **kwargs: Any) -> Any:
        if _device_of(module) != self.execution_device:
            for other in self._others:
                if _device_of(other) == self.execution_device:
                    other.to("cpu")
            free_cached(self.execution_device)
            module.to(self.execution_device)
        return args, kwargs


def _device_of(module: nn.Module) -> torch.device:
    return next(module.parameters()).device
