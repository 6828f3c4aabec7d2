"""Other weights in a loaded model's modules for a run, and its own back afterwards, to the bit.

Nothing is ever subtracted. What is not in the modules is kept in main memory, as long as that
has room: then sets of weights change places without being computed again. Where it has none, a
model keeps what was put into it, says so (`LoadedModel.holds`), and is loaded anew for whoever
wants anything else.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Iterable, Iterator
from contextlib import closing, contextmanager

import torch
from torch import Tensor, nn

from ritocco.diffusion.kept_weights import Slot, Values
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.placement import resting

Make = Callable[[bool], Generator[tuple[Slot, Tensor]]]
"""Gives the weights of a set one after the other, out of what lies in the modules; told whether
memory is short."""


def weight_in(model: LoadedModel, slot: Slot) -> nn.Parameter:
    """What lies in a slot."""
    weight = getattr(model.modules[slot.folder].get_submodule(slot.module), slot.name)
    assert isinstance(weight, nn.Parameter)
    return weight


@contextmanager
def with_weights(
    model: LoadedModel, key: Hashable, slots: Iterable[Slot], make: Make
) -> Iterator[None]:
    """Within it the model has the weights of a set.

    slots  whose weights that changes, at the most
    make   called where the set is not kept
    """
    try:
        if model.holds != key:
            assert model.holds is None
            with resting(model):
                _enter(model, key, list(slots), make)
        yield
    finally:
        if model.kept.inside is not None:
            with resting(model):
                _undo(model)


def _enter(model: LoadedModel, key: Hashable, slots: list[Slot], make: Make) -> None:
    kept = model.kept
    if key in kept.sets:
        kept.sets.move_to_end(key)
        kept.inside = key
        _put(model, kept.sets[key])
    elif kept.has_room(sum(_cost(model, slot) for slot in slots)):
        _fill(model, key, make)
    else:
        model.holds = object()  # neither one nor the other, until all are in
        with closing(make(True)) as made:
            for slot, value in made:
                _put(model, {slot: value})
        model.holds = key


def _fill(model: LoadedModel, key: Hashable, make: Make) -> None:
    """Put a new set into the modules, and keep it."""
    kept, new = model.kept, dict[Slot, Tensor]()
    kept.sets[key], kept.inside = new, key
    try:
        with closing(make(False)) as made:
            for slot, value in made:
                if slot not in kept.own:
                    kept.own[slot] = weight_in(model, slot).data.cpu()
                new[slot] = value.cpu()
                _put(model, {slot: value})
    except BaseException:
        _undo(model)
        del kept.sets[key]
        raise


def _undo(model: LoadedModel) -> None:
    kept = model.kept
    changed, kept.inside = kept.sets[kept.inside], None
    model.holds = object()  # in case it cannot be finished
    _put(model, {slot: kept.own[slot] for slot in changed})
    model.holds = None


def _cost(model: LoadedModel, slot: Slot) -> int:
    """Bytes of main memory that it takes to keep a slot's own weight and the new one.

    On a device of its own the model works with copies.
    """
    apart = torch.device(model.plan.device).type != "cpu"
    return weight_in(model, slot).nbytes * (1 + (apart and slot not in model.kept.own))


def _put(model: LoadedModel, values: Values) -> None:
    for slot, value in values.items():
        weight = weight_in(model, slot)
        weight.data = value.to(weight.device)
