"""The weights of a model with the changes of LoRAs in them: in float32, rounded once.

On the CPU each weight is computed by one thread, several weights at a time: what a product of
matrices rounds to depends on how many threads share it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
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
    check    raises BadModel where its file is not what was opened: then its tensors, which are
             mapped, must not be looked at, since the system ends whoever reads what was cut off
    """

    lora: str
    part: str
    tensors: Mapping[str, Tensor]
    strength: float
    check: Callable[[], object] = lambda: None


Changes = Mapping[Place, Sequence[Change]]
"""For each module that is changed, by whom, in order."""


def slots(model: LoadedModel, changes: Changes) -> list[Slot]:
    """Where the weights lie that may be changed."""
    return [slot for place in changes for slot in _slots(model, place)]


def merged(model: LoadedModel, changes: Changes, short: bool) -> Generator[tuple[Slot, Tensor]]:
    """The changed weights, one after the other, on the device that the model works on.

    short  whether the new ones are to be where their old ones are, which are not needed again

    Raises BadModel for a part that does not fit its module, or holds what is no number.
    """
    device = torch.device(model.plan.device)

    def of(place: Place) -> dict[Slot, Tensor]:
        own = {slot.name: weight_in(model, slot).data for slot in _slots(model, place)}
        return {
            Slot(*place, name): value
            for name, value in _changed(own, changes[place], device, short).items()
        }

    if device.type != "cpu":
        for place in changes:
            yield from of(place).items()
        return
    count = 1 if short else min(torch.get_num_threads(), _MOST_AT_A_TIME)
    with closing(_shared_out(of, changes, count)) as made:
        for values in made:
            yield from values.items()


def _slots(model: LoadedModel, place: Place) -> Iterator[Slot]:
    module = model.modules[place.folder].get_submodule(place.module)
    yield from (Slot(*place, name) for name in ("weight", "bias") if _has(module, name))


def _has(module: torch.nn.Module, name: str) -> bool:
    return isinstance(getattr(module, name, None), torch.nn.Parameter)


@torch.no_grad()
def _changed(
    own: Mapping[str, Tensor], changes: Sequence[Change], device: torch.device, short: bool
) -> dict[str, Tensor]:
    """A module's weights by name, without those that stay as they are."""
    there = [replace(change, tensors=_read(device, change)) for change in changes]
    pairs = [thin_matrices(one.tensors, own["weight"], one.strength) for one in there]
    products = [pair for pair in pairs if pair is not None]
    if len(products) == len(pairs):
        into = own["weight"] if short else torch.empty_like(own["weight"], device=device)
        return {"weight": _with_products(own["weight"], products, device, into)}
    weight, bias = own["weight"].to(device, torch.float32), own.get("bias")
    bias = None if bias is None else bias.to(device, torch.float32)
    new: dict[str, Tensor] = {}
    for one in there:
        added = delta(one.tensors, weight, bias, one.strength, name=one.lora, part=one.part)
        if added.weight is not None:
            new["weight"] = weight = weight + added.weight
        if added.bias is not None and bias is not None:
            new["bias"] = bias = bias + added.bias
    return {
        name: own[name].copy_(value) if short else _as(value, own[name])
        for name, value in new.items()
    }


def _read(device: torch.device, change: Change) -> dict[str, Tensor]:
    """Its tensors, read at once, in the precision that is worked in."""
    change.check()
    return {
        part: tensor.to(device, torch.float32, copy=True) for part, tensor in change.tensors.items()
    }


def _with_products(
    own: Tensor, products: Iterable[tuple[Tensor, Tensor]], device: torch.device, into: Tensor
) -> Tensor:
    """A weight and products of matrices; nothing but the outcome is ever there in full."""
    source, target = (_turned(one, own).view(len(own), -1) for one in (own, into))
    turned = [(up, _turned(down.view(-1, *own.shape[1:]), own).flatten(1)) for up, down in products]
    step = max(1, _AT_A_TIME // max(1, source.shape[1]))
    for start in range(0, len(source), step):
        some = slice(start, start + step)
        block = source[some].to(device, torch.float32, copy=True)
        for up, down in turned:
            block.addmm_(up[some], down)
        target[some] = block
    return into


_AT_A_TIME = 1 << 20
"""Numbers of a weight that are in float32 at a time."""


def _turned(weight: Tensor, like: Tensor) -> Tensor:
    """A weight with its axes in the order in which `like` lies in memory."""
    in_rows = like.dim() < 4 or like.is_contiguous()
    return weight if in_rows else weight.permute(0, 2, 3, 1)  # channels-last


def _as(value: Tensor, own: Tensor) -> Tensor:
    """The value in the precision and layout of the weight it takes the place of."""
    if value.dtype == own.dtype and value.stride() == own.stride():
        return value
    return torch.empty_like(own, device=value.device).copy_(value)


def _shared_out(of: Callable[[T], R], items: Iterable[T], count: int) -> Generator[R]:
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
