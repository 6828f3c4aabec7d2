"""The weights of a model with the changes of LoRAs in them: in float32, rounded once.

On the CPU each weight is computed by one thread, several weights at a time: what a product of
matrices rounds to depends on how many threads share it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor

from ritocco.diffusion.adapters.lora.kinds import delta, thin_matrices
from ritocco.diffusion.adapters.lora.names import Place
from ritocco.diffusion.kept_weights import Slot
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.weight_sets import weight_in

T = TypeVar("T")
R = TypeVar("R")

_MOST_AT_A_TIME = 8
"""Weights: more only wait for memory, and each takes some of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one LoRA changes in one module.

    lora     name of its file, and `part` the left side there, to be told in an error
    tensors  part -> tensor (see `delta`)
    """

    lora: str
    part: str
    tensors: Mapping[str, Tensor]
    strength: float


Changes = Mapping[Place, Sequence[Change]]
"""For each module that is changed, by whom, in order."""


def slots(model: LoadedModel, changes: Changes) -> list[Slot]:
    """Where the weights lie that may be changed."""
    return [slot for place in changes for slot in _slots(model, place)]


def merged(model: LoadedModel, changes: Changes, short: bool) -> Iterator[tuple[Slot, Tensor]]:
    """The changed weights, one after the other, on the device that the model works on.

    short  whether as few of them as possible are to be in memory at a time

    Raises BadModel for a part that does not fit its module, or holds what is no number.
    """
    device = torch.device(model.plan.device)

    def of(place: Place) -> dict[Slot, Tensor]:
        own = {slot.name: weight_in(model, slot).data for slot in _slots(model, place)}
        return {
            Slot(*place, name): value
            for name, value in _changed(own, changes[place], device).items()
        }

    if device.type != "cpu":
        made: Iterable[dict[Slot, Tensor]] = map(of, changes)
    else:
        count = 1 if short else min(torch.get_num_threads(), _MOST_AT_A_TIME)
        made = _shared_out(of, list(changes), count)
    for values in made:
        yield from values.items()


def _slots(model: LoadedModel, place: Place) -> Iterator[Slot]:
    module = model.modules[place.folder].get_submodule(place.module)
    yield from (Slot(*place, name) for name in ("weight", "bias") if _has(module, name))


def _has(module: torch.nn.Module, name: str) -> bool:
    return isinstance(getattr(module, name, None), torch.nn.Parameter)


@torch.no_grad()
def _changed(
    own: Mapping[str, Tensor], changes: Sequence[Change], device: torch.device
) -> dict[str, Tensor]:
    """A module's weights by name, without those that stay as they are."""
    weight, bias = own["weight"].to(device, torch.float32), own.get("bias")
    new: dict[str, Tensor] = {}
    for change in changes:
        tensors = {part: tensor.to(device) for part, tensor in change.tensors.items()}
        matrices = thin_matrices(tensors, weight, change.strength)
        if matrices is not None:
            new["weight"] = weight = _plus_product(weight, *matrices, weight is not own["weight"])
            continue
        bias = None if bias is None else bias.to(device, torch.float32)
        added = delta(tensors, weight, bias, change.strength, name=change.lora, part=change.part)
        if added.weight is not None:
            new["weight"] = weight = weight + added.weight
        if added.bias is not None and bias is not None:
            new["bias"] = bias = bias + added.bias
    return {name: _as(value, own[name]) for name, value in new.items()}


def _plus_product(weight: Tensor, up: Tensor, down: Tensor, ours: bool) -> Tensor:
    """A weight and the product of two matrices, in one go over its memory; `ours`: in place."""
    turned = weight.dim() == 4 and not weight.is_contiguous()
    if turned:  # as channels-last networks have it
        down = down.view(len(down), *weight.shape[1:]).permute(0, 2, 3, 1).flatten(1)
        weight = weight.permute(0, 2, 3, 1)
    if ours and weight.is_contiguous():
        total = weight.view(len(weight), -1).addmm_(up, down)
    else:
        total = torch.addmm(weight.flatten(1), up, down)
    total = total.view(weight.shape)
    return total.permute(0, 3, 1, 2) if turned else total


def _as(value: Tensor, own: Tensor) -> Tensor:
    """The value in the precision and layout of the weight it takes the place of."""
    if value.dtype == own.dtype and value.stride() == own.stride():
        return value
    return torch.empty_like(own, device=value.device).copy_(value)


def _shared_out(of: Callable[[T], R], items: Iterable[T], count: int) -> Iterator[R]:
    """What `of` makes of each item, in their order, by `count` threads that compute alone."""
    with _alone(count) as pool:
        waiting: deque[Future[R]] = deque()
        for item in items:
            waiting.append(pool.submit(of, item))
            if len(waiting) >= count:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def _alone(count: int) -> Iterator[Executor]:
    """Threads of which each has torch's work to itself."""
    kept = torch.get_num_threads()
    pool = ThreadPoolExecutor(count, initializer=torch.set_num_threads, initargs=(1,))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        torch.set_num_threads(kept)  # threads that begin later take over what was said last
