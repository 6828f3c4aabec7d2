"""A U-Net of Stable Diffusion as a network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ritocco.diffusion.extras import NO_EXTRAS, Extras

if TYPE_CHECKING:
    from torch import Tensor

    from ritocco.diffusion.conditioning import Conditioning
    from ritocco.diffusion.level import Level
    from ritocco.diffusion.seams import Network


def unet_network(
    unet: Any, time_ids: tuple[int, ...] | None = None, extras: Extras = NO_EXTRAS
) -> Network:
    """A `UNet2DConditionModel` as a network; it may be of any precision and on any device.

    `time_ids` are SDXL's size conditions: original height and width, crop top and left, target
    height and width. Of `extras` it takes residuals and arguments; references and a mask at
    full size have no seat in it.
    """
    import torch  # late: families are read by faces that never load it

    from ritocco.diffusion.placement import works_on

    def run(latents: Tensor, level: Level, conditioning: Conditioning) -> Tensor:
        device = works_on(unet)  # its weights may lie elsewhere, or nowhere, until it is called
        place: dict[str, Any] = {"device": device, "dtype": unet.dtype}
        added = None
        if time_ids is not None:
            if conditioning.pooled is None:
                raise ValueError("SDXL's U-Net needs a pooled conditioning")
            sizes = torch.tensor([time_ids], dtype=torch.float32)
            added = {
                "text_embeds": conditioning.pooled.to(**place),
                "time_ids": sizes.expand(len(latents), -1).to(**place),
            }
        residuals = extras.added(latents, level, conditioning)
        arguments = dict(extras.arguments)
        if residuals is not None:
            arguments["down_block_additional_residuals"] = tuple(
                residual.to(**place) for residual in residuals.down
            )
            arguments["mid_block_additional_residual"] = residuals.middle.to(**place)
        predicted: Tensor = unet(
            latents.to(**place),
            torch.tensor(level.timestep, dtype=torch.float32, device=device),
            encoder_hidden_states=conditioning.hidden.to(**place),
            added_cond_kwargs=added,
            return_dict=False,
            **arguments,
        )[0]
        return predicted.to(latents)

    return run
