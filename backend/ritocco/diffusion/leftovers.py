"""Weights of a part that its module has no place for: they would be missed without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ritocco.diffusion.quantised import storage
from ritocco.errors import BadModel

if TYPE_CHECKING:
    from torch import Tensor

_HARMLESS = re.compile(
    r"(^|\.)("
    r"position_ids|logit_scale|attn_mask|num_batches_tracked"  # buffers
    r"|text_projection(\.weight)?"  # of an encoder whose pooled text is not asked for
    r"|(vision_model|visual|visual_projection)\..*"  # CLIP's other half
    r"|(resblocks|encoder\.layers)\.\d+\..*"  # layers after the one that conditions
    r"|(loss|discriminator|model_ema)\..*"  # of a VAE's training
    r")$"
)
"""What files hold beside a part's weights, and what does not change them."""


def check_all_used(
    where: str,
    part: str,
    held: Mapping[str, Tensor],
    state: Mapping[str, Tensor],
    wanted: Iterable[str],
) -> None:
    """Raise BadModel where a part's tensors `held` are not all among those that are `wanted`.

    `state` has them by the names that are wanted, and may have views of them. Where it lacks
    some, that is the fault to be told, and nothing is said here.
    """
    names = list(wanted)
    if not all(name in state for name in names):
        return
    places = {storage(state[name]) for name in names}
    left = [
        name
        for name, tensor in held.items()
        if storage(tensor) not in places and not _HARMLESS.search(name)
    ]
    if left:
        raise BadModel(
            "{where} holds {count} weights of its {part} that Ritocco has no place for (such "
            "as {left}), so it would paint wrong. Choose a plain version of this model.",
            where=where,
            count=len(left),
            part=part,
            left=left[0],
        )
