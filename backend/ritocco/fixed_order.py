"""The same bits on any number of threads, for what torch computes on the CPU.

Three things in torch depend on how many threads share an operation:

- oneDNN splits the sums of a 1 x 1 convolution by them. A matrix product of the same numbers is
  as fast, and keeps its order.
- Group norms of channels-last pictures add up what each thread saw. Those of plain ones do not.
- exp and its kin are computed in vectors, and what is left over at the end of each thread's share
  one by one, by another formula that rounds differently. Shares of a whole number of vectors
  leave nothing over.

Found by running every operation of the networks that are used here on 1 to 8 threads; sums in
other operations, 3 x 3 convolutions and attention among them, keep their order by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from torch.overrides import TorchFunctionMode

_VECTORS = 128
"""Numbers in a whole number of vectors, whatever the processor's (up to 64 of 16 bits at once)."""

_LEAST_SHARE = 32768
"""Numbers below which torch takes no further thread."""


def fixed_order(where: str) -> AbstractContextManager[object]:
    """Within it, what this thread computes on the CPU has the same bits on any number of threads.

    `where` is torch's name of the device; others are left as they are.
    """
    return _FixedOrder() if where == "cpu" else nullcontext()


class _FixedOrder(TorchFunctionMode):
    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Iterable[type],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """What torch calls in place of each of its functions."""
        ordered = _ORDERED.get(func)
        if ordered is None or args[0].device.type != "cpu":
            return func(*args, **(kwargs or {}))
        return ordered(func, *args, **(kwargs or {}))


def _convolved(
    convolve: Callable[..., Tensor],
    pixels: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    *settings: Any,
    **named: Any,
) -> Tensor:
    """A convolution; one that only mixes the channels of each pixel as a matrix product."""
    if not _mixes_channels(pixels, weight, *settings, **named):
        return convolve(pixels, weight, bias, *settings, **named)
    mix = weight[:, :, 0, 0]
    if not pixels.is_contiguous():
        return functional.linear(pixels.permute(0, 2, 3, 1), mix, bias).permute(0, 3, 1, 2)
    mixed = torch.matmul(mix, pixels.flatten(2))
    if bias is not None:
        mixed += bias[:, None]
    return mixed.view(len(pixels), -1, *pixels.shape[2:])


def _mixes_channels(
    pixels: Tensor,
    weight: Tensor,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> bool:
    plain = weight.shape[2:] == (1, 1) and groups == 1 and pixels.dim() == 4
    return plain and _all(stride, 1) and (padding in ("same", "valid") or _all(padding, 0))


def _all(value: Any, wanted: int) -> bool:
    return value == wanted or tuple(value) == (wanted, wanted)


def _normalized(
    normalize: Callable[..., Tensor], pixels: Tensor, *settings: Any, **named: Any
) -> Tensor:
    """A group norm, with each group in one piece of memory."""
    made = normalize(pixels.contiguous(), *settings, **named)
    turned = pixels.dim() == 4 and not pixels.is_contiguous()
    return made.contiguous(memory_format=torch.channels_last) if turned else made


def _in_whole_vectors(
    function: Callable[..., Tensor], values: Tensor, *settings: Any, **named: Any
) -> Tensor:
    """A function of each number by itself, on shares of whole vectors."""
    if values.dim() == 4 and not values.is_contiguous():  # as channels-last networks have it
        turned = _in_whole_vectors(
            function, values.permute(0, 2, 3, 1).contiguous(), *settings, **named
        )
        return turned.permute(0, 3, 1, 2)
    flat = values.reshape(-1)
    whole = _evenly_shared(len(flat))
    parts = [
        function(part, *settings, **named) for part in (flat[:whole], flat[whole:]) if len(part)
    ]
    return (parts[0] if len(parts) == 1 else torch.cat(parts)).view(values.shape)


def _evenly_shared(count: int) -> int:
    """The most numbers up to `count` of which each thread gets whole vectors."""
    rest = count
    while rest:
        shares = min(torch.get_num_threads(), -(-count // _LEAST_SHARE))
        rest = count % (_VECTORS * max(shares, 1))
        count -= rest
    return count


_ORDERED: dict[Callable[..., Any], Callable[..., Tensor]] = {
    torch.conv2d: _convolved,
    functional.group_norm: _normalized,
    functional.silu: _in_whole_vectors,
    functional.gelu: _in_whole_vectors,
    functional.mish: _in_whole_vectors,
    functional.elu: _in_whole_vectors,
    functional.celu: _in_whole_vectors,
    functional.selu: _in_whole_vectors,
    functional.softplus: _in_whole_vectors,
    torch.sigmoid: _in_whole_vectors,
    torch.tanh: _in_whole_vectors,
    torch.exp: _in_whole_vectors,
    Tensor.sigmoid: _in_whole_vectors,
    Tensor.tanh: _in_whole_vectors,
    Tensor.exp: _in_whole_vectors,
}
