"""A start for autoencoders: weights with which they already halve and double pictures.

From random weights an autoencoder this small learns lightness within minutes and colour only
after hours. So it starts as what it would otherwise have to find: every level passes the three
colours on, the encoder by means of 2 x 2 pixels, the decoder by repeating them. All else starts
as usual, with each residual branch silent.

Colours travel as pairs (c, -c), since silu(c) - silu(-c) = c passes through the activation
exactly, and in a normalisation group each with a pair of constants, so that contrast survives.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

COLOURS = 3
SIGNS = (1.0, -1.0)
OUT_GAIN = 2.0
IN_GAIN = 0.5


def _places(channels: int, groups: int) -> list[tuple[int, int, int, int]]:
    """For each colour, the channels of (c, -c, 1, -1): the first four of a group of its own."""
    size = channels // groups
    return [(g * size, g * size + 1, g * size + 2, g * size + 3) for g in range(COLOURS)]


@torch.no_grad()
def start_as_pyramid(vae: Any) -> None:
    """Set the weights of a diffusers AutoencoderKL so that colours pass through it.

    Its latents are then the three colours at an eighth of the size, and one channel of
    whatever comes. Needs at least four channels in each of at least three groups.
    """
    groups = int(vae.config.norm_num_groups)
    encoder, decoder = vae.encoder, vae.decoder
    for block in [*encoder.down_blocks, encoder.mid_block, decoder.mid_block, *decoder.up_blocks]:
        for resnet in block.resnets:
            _silence(resnet, groups)
        for attention in getattr(block, "attentions", ()):
            nn.init.zeros_(attention.to_out[0].weight)
            nn.init.zeros_(attention.to_out[0].bias)
        for sampler in getattr(block, "downsamplers", None) or ():
            _pass_on(sampler.conv, groups, slice(0, 2), 0.25)
        for sampler in getattr(block, "upsamplers", None) or ():
            _pass_on(sampler.conv, groups, slice(1, 2), 1.0)
    _spread(encoder.conv_in, groups, 1.0)
    _gather(encoder.conv_out, groups, OUT_GAIN)
    _spread(decoder.conv_in, groups, IN_GAIN)
    _gather(decoder.conv_out, groups, IN_GAIN)
    for mixing in (vae.quant_conv, vae.post_quant_conv):
        nn.init.zeros_(mixing.bias)
        mixing.weight.copy_(torch.eye(len(mixing.weight))[:, :, None, None])


def _silence(resnet: Any, groups: int) -> None:
    """Its branch adds nothing; a change of width keeps the colours where they belong."""
    nn.init.zeros_(resnet.conv2.weight)
    nn.init.zeros_(resnet.conv2.bias)
    if resnet.conv_shortcut is not None:
        _pass_on(resnet.conv_shortcut, groups, slice(0, 1), 1.0)


def _pass_on(conv: Any, groups: int, taps: slice, share: float) -> None:
    """The colours' channels come out of those they came in by, as `share` of each of the taps."""
    out, into = _places(conv.out_channels, groups), _places(conv.in_channels, groups)
    for ours, theirs in zip(out, into, strict=True):
        for channel, source in zip(ours, theirs, strict=True):
            conv.weight[channel] = 0
            conv.bias[channel] = 0
            conv.weight[channel, source, taps, taps] = share


def _spread(conv: Any, groups: int, gain: float) -> None:
    """From colours (or latents) to their pairs of channels, and the constants."""
    middle = conv.kernel_size[0] // 2
    for colour, places in enumerate(_places(conv.out_channels, groups)):
        for place in places:
            conv.weight[place] = 0
            conv.bias[place] = 0
        for sign, place, constant in zip(SIGNS, places[:2], places[2:], strict=True):
            conv.weight[place, colour, middle, middle] = sign * gain
            conv.bias[constant] = sign


def _gather(conv: Any, groups: int, gain: float) -> None:
    """From the pairs of channels, through the activation, back to colours (or latents)."""
    middle = conv.kernel_size[0] // 2
    for colour, places in enumerate(_places(conv.in_channels, groups)):
        conv.weight[colour] = 0
        conv.bias[colour] = 0
        for sign, place in zip(SIGNS, places[:2], strict=True):
            conv.weight[colour, place, middle, middle] = sign * gain
    conv.weight[COLOURS:] *= 0.5
