"""How a model is to lie in memory: a plan by arithmetic, and smaller ones for when it failed.

The numbers below were counted, not guessed: the real classes at full size, run under torch's
FakeTensorMode with every live activation counted (tests/diffusion/test_device.py does it again).
They are linear in the window's area and in the batch. Estimates for 1024 x 1024, one picture
with CFG, in float16 (SDXL's VAE in float32), before reserve and slack:

    model      weights    U-Net at work   VAE at work   fits 8 GB by          fits 4 GB by
    SD 1       2.1 GB     0.5 GB          1.6 GB        nothing to do         parts in turn
    SDXL       7.1 GB     0.3 GB          3.2 GB        parts in turn         layers in turn
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import torch

from ritocco.device import Device, DeviceKind
from ritocco.diffusion.families.family import Family
from ritocco.errors import OutOfMemory
from ritocco.geometry import Size


class Offload(StrEnum):
    """What waits in main memory while it is not at work."""

    NONE = "none"
    MODEL = "model"  # whole parts take turns: exact, costs a transfer for each
    SEQUENTIAL = "sequential"  # layers take turns: exact, very slow


class Attention(StrEnum):
    """How attention is computed."""

    SDPA = "sdpa"
    SLICED = "sliced"  # for MPS, whose fused attention holds all scores at once


class Phase(StrEnum):
    """What ran when memory ran out, or when numbers did."""

    TEXT = "text"
    UNET = "unet"
    VAE = "vae"


@dataclass(frozen=True, slots=True)
class MemoryPlan:
    """How a model lies in memory and works. None of it changes the picture beyond float noise,
    save `vae_tile`, which is therefore the last thing a first plan reaches for.

    device       torch's name of where it computes
    dtype        of U-Net and text encoders; `vae_dtype` of the VAE
    batch        most pictures the U-Net sees at once (CFG doubles each)
    vae_tile     side in image pixels of the VAE's tiles; 0 for the whole picture at once
    vae_slicing  the VAE sees one picture at a time
    """

    device: str
    dtype: torch.dtype
    vae_dtype: torch.dtype
    channels_last: bool = False
    batch: int = 1
    vae_tile: int = 0
    vae_slicing: bool = True
    offload: Offload = Offload.NONE
    attention: Attention = Attention.SDPA


_SLACK = 1.5
"""What convolutions' workspaces and the allocator's gaps add to the activations."""

_RESERVE = 400 << 20
"""Bytes of a GPU that are never ours: the runtime itself, and a screen that moves."""

_TILES = (512, 256)
_LAYER_SHARE = 0.1
"""The largest layer that visits the device at a time, as a share of its part."""


def weights_bytes(family: Family, plan: MemoryPlan) -> int:
    """Bytes of a family's weights in a plan's precision."""
    painting = sum(part.weights for part in (*family.texts, family.backbone))
    return painting * plan.dtype.itemsize + family.vae.weights * plan.vae_dtype.itemsize


def estimate(plan: MemoryPlan, family: Family, window: Size, batch: int | None = None) -> int:
    """Bytes that a plan needs at its worst moment, for a window in pixels."""
    factor = family.latents.factor
    latent = window.width * window.height / factor**2
    tile = min(latent, (plan.vae_tile / factor) ** 2) if plan.vae_tile else latent
    texts = sum(part.weights for part in family.texts)
    bytes_, vae_bytes = plan.dtype.itemsize, plan.vae_dtype.itemsize
    parts = {
        "text": (texts * bytes_, 0.0),
        "unet": (
            family.backbone.weights * bytes_,
            latent * family.active * bytes_ * 2 * (batch or plan.batch),
        ),
        "vae": (family.vae.weights * vae_bytes, tile * family.vae_active * vae_bytes),
    }
    if plan.offload is Offload.NONE:
        need = sum(w for w, _ in parts.values()) + _SLACK * max(a for _, a in parts.values())
    else:
        share = _LAYER_SHARE if plan.offload is Offload.SEQUENTIAL else 1.0
        need = max(w * share + _SLACK * a for w, a in parts.values())
    return int(need)


def plan_memory(
    family: Family,
    window: Size,
    batch: int,
    device: Device,
    in_full: Collection[Phase] = frozenset(),
) -> MemoryPlan:
    """The plan for a window of this many pixels and so many pictures. A pure function.

    `device.free` must count what our own models hold there as free (see ModelCache); the parts
    `in_full` have to work in float32. The first that fits of: all at once; smaller batches; parts
    in turn; tiled VAE; layers in turn. The smallest is returned if none fits, since estimates err
    on the safe side.
    """
    room = device.free - (0 if device.shares_memory else _RESERVE)
    plans = list(_from_best_to_smallest(_whole(family, batch, device, in_full), device))
    fitting = (plan for plan in plans if estimate(plan, family, window) <= room)
    return next(fitting, plans[-1])


def _whole(family: Family, batch: int, device: Device, in_full: Collection[Phase]) -> MemoryPlan:
    half = device.half
    dtype = torch.float32 if {Phase.TEXT, Phase.UNET} & set(in_full) else half
    # bfloat16 keeps its noise below 1.3 of 255 levels and its cast below 0.2 (measured, SD 1's
    # VAE with random weights, 256 x 256) and halves the VAE's time; float16 is ten times better
    # still, but SDXL's VAE leaves its range.
    overflows = half is torch.float16 and not family.vae_in_half
    vae = torch.float32 if overflows or Phase.VAE in in_full else half
    return MemoryPlan(
        device=device.where,
        dtype=dtype,
        vae_dtype=vae,
        channels_last=device.kind in (DeviceKind.CUDA, DeviceKind.CPU),
        batch=max(1, batch),
    )


def _from_best_to_smallest(plan: MemoryPlan, device: Device) -> Iterator[MemoryPlan]:
    batches = [plan.batch]
    while batches[-1] > 1:
        batches.append((batches[-1] + 1) // 2)
    offloads = [Offload.NONE] if device.shares_memory else [Offload.NONE, Offload.MODEL]
    for offload in offloads:
        for batch in batches:
            yield replace(plan, batch=batch, offload=offload)
    last = replace(plan, batch=1, offload=offloads[-1])
    for tile in _TILES:
        yield replace(last, vae_tile=tile)
    if not device.shares_memory:
        yield replace(last, vae_tile=_TILES[-1], offload=Offload.SEQUENTIAL)


def next_smaller(plan: MemoryPlan, during: Phase | None = None) -> MemoryPlan | None:
    """The plan to try after memory ran out under this one; None when there is no smaller.

    `during` says what ran, so that only steps that help there are taken: while the U-Net ran, a
    smaller batch, then parts in turn; in the VAE, parts in turn (exact), then tiles. Unknown:
    tiles, then a smaller batch, then parts in turn.
    """
    tile = _smaller_tile(plan)
    batch = replace(plan, batch=(plan.batch + 1) // 2) if plan.batch > 1 else None
    own_memory = torch.device(plan.device).type not in ("cpu", "mps")
    turns = replace(plan, offload=Offload.MODEL) if plan.offload is Offload.NONE else None
    layers = replace(plan, offload=Offload.SEQUENTIAL) if plan.offload is Offload.MODEL else None
    if not own_memory:
        turns = layers = None
    sliced = (
        replace(plan, attention=Attention.SLICED)
        if plan.attention is Attention.SDPA and torch.device(plan.device).type == "mps"
        else None
    )
    ways = {
        Phase.UNET: (batch, turns, sliced, layers),
        Phase.VAE: (turns, tile, layers),
        Phase.TEXT: (turns, layers),
        None: (tile, batch, turns, sliced, layers),
    }
    return next((way for way in ways[during] if way is not None), None)


def _smaller_tile(plan: MemoryPlan) -> MemoryPlan | None:
    smaller = next((side for side in _TILES if not plan.vae_tile or side < plan.vae_tile), None)
    return replace(plan, vae_tile=smaller) if smaller else None


def no_room(where: str) -> OutOfMemory:
    """The error for when no smaller plan is left; `where` is the device's name."""
    return OutOfMemory(
        "The memory of {where} is too small for this, even in the smallest steps. Select a "
        "smaller region, close other programs, or choose a smaller model. Nothing was "
        "changed.",
        where=where,
    )
