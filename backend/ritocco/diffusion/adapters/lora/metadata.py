"""What diffusers writes beside a LoRA of PEFT: the alphas, which its tensors do not hold."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite, sqrt
from typing import Any

import torch
from torch import Tensor

from ritocco.from_disk import json_from, reading

_KEY = "lora_adapter_metadata"
"""Its JSON: what PEFT calls the config of each part, `PART.NAME` -> value."""


def with_alphas(
    parts: Mapping[str, Mapping[str, Tensor]], metadata: Mapping[str, str]
) -> dict[str, Mapping[str, Tensor]]:
    """The same parts, with the alphas that the metadata tells of products that have none."""
    said: dict[str, Any] = reading(lambda: dict(json_from(metadata.get(_KEY, "{}"))), {})
    return {left: _with_alpha(left, some, said) for left, some in parts.items()}


def _with_alpha(
    left: str, tensors: Mapping[str, Tensor], said: Mapping[str, Any]
) -> Mapping[str, Tensor]:
    part, _, module = left.partition(".")
    alpha = _alpha(module, said.get(f"{part}.alpha_pattern"), said.get(f"{part}.lora_alpha"))
    if alpha is None or "lora_down" not in tensors or "alpha" in tensors:
        return tensors
    if said.get(f"{part}.use_rslora"):  # alpha / sqrt(rank), told as alpha / rank
        alpha *= sqrt(tensors["lora_down"].shape[0])
    return {**tensors, "alpha": torch.tensor(alpha)}


def _alpha(module: str, patterns: Any, usual: Any) -> float | None:
    """The alpha of a module: that of the first pattern that ends its name, or the usual one."""
    special = patterns.items() if isinstance(patterns, dict) else ()
    for pattern, alpha in special:
        name = str(pattern).strip("^$").replace("\\", "")
        if f".{module}".endswith(f".{name}"):
            return _number(alpha)
    return _number(usual)


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and isfinite(value) else None
