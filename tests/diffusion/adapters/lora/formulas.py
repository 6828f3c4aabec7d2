"""What LoRAs and their kin do to a weight: plain float64, apart from the code it tests.

A layer's parts are arrays by the names that kohya's scripts and LyCORIS write. `made` makes
random ones, `merged` is the weight with them.
"""

from __future__ import annotations

from collections.abc import Callable
from math import prod

import numpy as np

Array = np.ndarray
Parts = dict[str, Array]
Shape = tuple[int, ...]


def merged(parts: Parts, weight: Array, strength: float) -> Array:
    """A weight with one layer of an adapter, at a strength; float64."""
    p = {name: value.astype(np.float64) for name, value in parts.items()}
    w = weight.astype(np.float64)
    kind = next(kind for sign, kind in _KINDS.items() if sign in p)
    if "dora_scale" not in p:
        return kind(p, w, strength)
    v = kind(p, w, 1.0)
    rows = p["dora_scale"].shape[0] > 1
    for at in range(w.shape[0] if rows else w.shape[1]):
        line = v[at] if rows else v[:, at]
        line *= p["dora_scale"].ravel()[at] / np.sqrt((line**2).sum())
    return w + strength * (v - w)


def _alpha(p: Parts, rank: int | None) -> float:
    return float(p["alpha"]) / rank if rank and "alpha" in p else 1.0


def _lora(p: Parts, w: Array, m: float) -> Array:
    down, up = p["lora_down.weight"], p["lora_up.weight"]
    rank = down.shape[0]
    out = np.zeros_like(w)
    for r in range(rank):
        if "lora_mid.weight" not in p:
            out += np.multiply.outer(up[:, r].ravel(), down[r]).reshape(w.shape)
            continue
        for s in range(rank):
            core = p["lora_mid.weight"][r, s]
            thin = np.multiply.outer(up[:, r].ravel(), down[s].ravel())
            out += np.multiply.outer(thin, core).reshape(w.shape)
    return w + m * _alpha(p, rank) * out


def _loha(p: Parts, w: Array, m: float) -> Array:
    def factor(at: int) -> Array:
        a, b = p[f"hada_w{at}_a"], p[f"hada_w{at}_b"]
        if f"hada_t{at}" not in p:
            return (a @ b).reshape(w.shape)
        return sum(
            np.multiply.outer(np.multiply.outer(a[i], b[j]), p[f"hada_t{at}"][i, j]).reshape(
                w.shape
            )
            for i in range(len(a))
            for j in range(len(b))
        )

    return w + m * _alpha(p, p["hada_w1_b"].shape[0]) * factor(1) * factor(2)


def _lokr(p: Parts, w: Array, m: float) -> Array:
    first = p["lokr_w1"] if "lokr_w1" in p else p["lokr_w1_a"] @ p["lokr_w1_b"]
    if "lokr_w2" in p:
        second = p["lokr_w2"]
    elif "lokr_t2" in p:
        second = np.einsum("rshw,ra,sb->abhw", p["lokr_t2"], p["lokr_w2_a"], p["lokr_w2_b"])
    else:
        second = p["lokr_w2_a"] @ p["lokr_w2_b"]
    inputs = w.shape[1] // first.shape[1]
    second = second.reshape(w.shape[0] // first.shape[0], inputs, *w.shape[2:])
    out = np.zeros_like(w)
    high, wide = second.shape[:2]
    for i in range(first.shape[0]):
        for j in range(first.shape[1]):
            out[i * high : (i + 1) * high, j * wide : (j + 1) * wide] = first[i, j] * second
    ranks = [p[name].shape[0] for name in ("lokr_w1_b", "lokr_w2_b") if name in p]
    return w + m * _alpha(p, ranks[0] if ranks else None) * out


def _ia3(p: Parts, w: Array, m: float) -> Array:
    out = w.copy()
    for at, factor in enumerate(p["weight"].ravel()):
        where = (slice(None), at) if p["on_input"] else at
        out[where] = w[where] * (1 + m * factor)
    return out


def _glora(p: Parts, w: Array, m: float, names: str = "a1 a2 b1 b2") -> Array:
    a, a_then, b, b_then = (p[f"{name}.weight"] for name in names.split())
    rank = a.shape[1]
    through = np.tensordot(a.reshape(len(a), -1), a_then.reshape(rank, -1), 1)
    turned = np.moveaxis(np.tensordot(w, through, (1, 0)), -1, 1)
    beside = (b.reshape(len(b), -1) @ b_then.reshape(rank, -1)).reshape(w.shape)
    return w + m * _alpha(p, rank) * (turned + beside)


def _glora_of_any_age(p: Parts, w: Array, m: float) -> Array:
    new = p["a1.weight"].shape[1] < p["a1.weight"].shape[0]
    return _glora(p, w, m) if new else _glora(p, w, m, "a2 a1 b2 b1")


def _turns(p: Parts, outputs: int) -> Array:
    q = p["oft_blocks"] - np.swapaxes(p["oft_blocks"], -1, -2)
    most, norm = float(p.get("alpha", np.array(0.0))) * outputs, np.sqrt((q**2).sum())
    if 0 < most < norm:
        q = q * most / norm
    one = np.eye(q.shape[-1])
    return (one + q) @ np.linalg.inv(one - q)


def _oft(p: Parts, w: Array, m: float) -> Array:
    turns = _turns(p, len(w))
    whole = np.zeros((len(w), len(w)))
    size = turns.shape[-1]
    rescale = p["rescale"].reshape(-1, *[1] * (w.ndim - 1)) if "rescale" in p else 1.0
    if p["oft_blocks"].ndim == 3:
        for at, turn in enumerate(turns):
            whole[at * size : (at + 1) * size, at * size : (at + 1) * size] = turn.T
        return w + m * (rescale * np.tensordot(whole, w, 1) - w)
    out = w
    for stage, blocks in enumerate(turns):
        apart = 2**stage * size // 2
        order = np.arange(len(w)).reshape(-1, 2, apart).swapaxes(1, 2).ravel()
        near = out[order]
        for at, turn in enumerate(blocks):
            part = slice(at * size, (at + 1) * size)
            near[part] = np.tensordot(m * turn + (1 - m) * np.eye(size), near[part], 1)
        out = near[np.argsort(order)]
    return (1 + m * (rescale - 1)) * out


_KINDS: dict[str, Callable[[Parts, Array, float], Array]] = {
    "lora_up.weight": _lora,
    "hada_w1_a": _loha,
    "lokr_w1": _lokr,
    "lokr_w1_a": _lokr,
    "on_input": _ia3,
    "diff": lambda p, w, m: w + m * p["diff"].reshape(w.shape),
    "set_weight": lambda p, w, m: w + m * (p["set_weight"].reshape(w.shape) - w),
    "w_norm": lambda p, w, m: w + m * p["w_norm"],
    "a1.weight": _glora_of_any_age,
    "oft_blocks": _oft,
}
"""A part that only this kind has -> what the kind does."""


def made(kind: str, shape: Shape, rng: np.random.Generator, rank: int = 2) -> Parts:
    """Random parts of a kind for a layer of this shape; `KINDS` are those for a layer with inputs.

    `dora-out:` and `dora-in:` before a kind give it lengths for outputs or inputs.
    """
    lengths, _, plain = kind.rpartition(":")

    def some(*sides: int) -> Array:
        return rng.normal(0, 0.5, sides).astype(np.float32)

    out, into, kernel = shape[0], shape[1] if len(shape) > 1 else 1, shape[2:]
    ones = (1,) * len(kernel)
    a, b = _factors(out), _factors(into)
    alpha = {"alpha": np.float32(rng.uniform(0.5, 3))}
    low = {"lora_up.weight": some(out, rank, *ones), "lora_down.weight": some(rank, into, *kernel)}
    wide = into * prod(kernel)
    w2 = some(a[1], b[1], *kernel)
    table: dict[str, Callable[[], Parts]] = {
        "lora": lambda: low | alpha,
        "lora without alpha": lambda: low,
        "tucker": lambda: (
            {"lora_up.weight": some(out, rank, *ones), "lora_down.weight": some(rank, into, *ones)}
            | {"lora_mid.weight": some(rank, rank, *(kernel or (1, 1)))}
            | alpha
        ),
        "loha": lambda: (
            {f"hada_w{at}_a": some(out, rank) for at in (1, 2)}
            | {f"hada_w{at}_b": some(rank, wide) for at in (1, 2)}
            | alpha
        ),
        "loha tucker": lambda: (
            {f"hada_w{at}_a": some(rank, out) for at in (1, 2)}
            | {f"hada_w{at}_b": some(rank, into) for at in (1, 2)}
            | {f"hada_t{at}": some(rank, rank, *(kernel or (1, 1))) for at in (1, 2)}
            | alpha
        ),
        "lokr": lambda: (
            {"lokr_w1": some(a[0], b[0]), "lokr_w2_a": some(a[1], rank)}
            | {"lokr_w2_b": some(rank, b[1] * prod(kernel))}
            | alpha
        ),
        "lokr factored": lambda: (
            {"lokr_w1_a": some(a[0], rank), "lokr_w1_b": some(rank, b[0]), "lokr_w2": w2} | alpha
        ),
        "lokr whole": lambda: (
            {"lokr_w1": some(a[0], b[0]), "lokr_w2": w2, "alpha": np.float32(9.99e6)}
        ),
        "lokr tucker": lambda: (
            {"lokr_w1": some(a[0], b[0]), "lokr_t2": some(rank, rank, *(kernel or (1, 1)))}
            | {"lokr_w2_a": some(rank, a[1]), "lokr_w2_b": some(rank, b[1])}
            | alpha
        ),
        "ia3 in": lambda: {"weight": some(1, into, *ones), "on_input": np.array(True)},
        "ia3 out": lambda: {"weight": some(out), "on_input": np.array(False)},
        "diff": lambda: {"diff": some(*shape)},
        "set": lambda: {"set_weight": some(*shape)},
        "norm": lambda: {"w_norm": some(*shape)},
        "glora": lambda: (
            {"a1.weight": some(into, rank, *ones), "a2.weight": some(rank, into, *ones)}
            | {"b1.weight": some(out, rank, *ones), "b2.weight": some(rank, into, *kernel)}
            | alpha
        ),
        "glora old": lambda: (
            {"a2.weight": some(into, rank, *ones), "a1.weight": some(rank, into, *ones)}
            | {"b2.weight": some(out, rank, *ones), "b1.weight": some(rank, into, *kernel)}
            | alpha
        ),
        "oft": lambda: {"oft_blocks": some(out // 4, 4, 4), "alpha": np.float32(0)},
        "oft held": lambda: (
            {"oft_blocks": some(out // 4, 4, 4), "alpha": np.float32(0.1 / out)}
            | {"rescale": 1 + some(out, *[1] * (len(shape) - 1))}
        ),
        "boft": lambda: (
            {"oft_blocks": some(2, out // 4, 4, 4), "alpha": np.float32(0.1 / out)}
            | {"rescale": 1 + some(out, *[1] * (len(shape) - 1))}
        ),
    }
    parts = table[plain]()
    if lengths:
        long = (out, 1) if lengths == "dora-out" else (1, into)
        parts["dora_scale"] = np.abs(some(*long, *ones)) + 0.5
    return parts


def _factors(number: int) -> tuple[int, int]:
    """A number as a product, the smaller first."""
    first = next(n for n in range(int(number**0.5), 0, -1) if number % n == 0)
    return first, number // first


KINDS = (
    "lora",
    "lora without alpha",
    "tucker",
    "loha",
    "loha tucker",
    "lokr",
    "lokr factored",
    "lokr whole",
    "lokr tucker",
    "ia3 in",
    "ia3 out",
    "diff",
    "set",
    "glora",
    "glora old",
    "oft",
    "oft held",
    "boft",
    "dora-out:lora",
    "dora-in:lora",
    "dora-out:loha",
    "dora-in:lokr",
    "dora-out:tucker",
    "dora-in:diff",
    "dora-out:oft",
)
