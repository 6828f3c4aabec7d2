"""The command line's options, in groups that commands share. Standard library only."""

from __future__ import annotations

import argparse
import re

Parser = argparse.ArgumentParser


def pixels_or_percent(text: str) -> str:
    """A number of pixels, or a percentage."""
    if re.fullmatch(r"\d+|\d+(\.\d+)?%", text) is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of pixels or a percentage like 25%"
        )
    return text


def _pair(pattern: str, like: str, text: str) -> tuple[int, int]:
    match = re.fullmatch(pattern, text)
    if match is None or not (int(match[1]) and int(match[2])):
        raise argparse.ArgumentTypeError(f"{text!r} is not {like}")
    return int(match[1]), int(match[2])


def aspect(text: str) -> tuple[int, int]:
    """Width to height."""
    return _pair(r"(\d{1,5}):(\d{1,5})", "an aspect ratio like 16:9", text)


def size(text: str) -> tuple[int, int]:
    """Width and height in pixels."""
    return _pair(r"(\d{1,5})[xX](\d{1,5})", "a size like 768x512", text)


def axis(text: str) -> tuple[str, list[str]]:
    """A field of the recipe and the values it is to take."""
    name, _, values = text.partition("=")
    if not name or not values:
        raise argparse.ArgumentTypeError(f"{text!r} is not an axis like steps=15,25,40")
    return name.replace("-", "_"), values.split(",")


def picture(parser: Parser) -> None:
    """The picture to work on."""
    parser.add_argument("picture", help="PNG, JPEG, WebP or TIFF; 8, 16 or 32 bit")


def new_size(parser: Parser) -> None:
    """The size of a picture that does not exist yet."""
    parser.add_argument("--size", type=size, required=True, metavar="WxH", help="as 768x512")


def mask(parser: Parser) -> None:
    """The selection."""
    parser.add_argument(
        "--mask",
        metavar="FILE",
        help="the selection: a grey picture (white is selected), or one whose alpha is the "
        "selection; without it, what is transparent is selected (refine: everything)",
    )


def sides(parser: Parser) -> None:
    """How far the canvas grows."""
    for side in ("left", "right", "top", "bottom"):
        parser.add_argument(
            f"--{side}",
            type=pixels_or_percent,
            default="0",
            metavar="N",
            help=f"new canvas on the {side}, in pixels or percent (25%%)",
        )
    parser.add_argument(
        "--aspect", type=aspect, metavar="W:H", help="extend both ways to this shape, as 16:9"
    )


def output(parser: Parser) -> None:
    """Where the result goes."""
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help="the finished picture; the ending chooses the format",
    )


def layer(parser: Parser) -> None:
    """Where the layer goes."""
    parser.add_argument(
        "--layer",
        metavar="FILE",
        help="also write the layer alone, a picture with alpha of the canvas's size",
    )


def recipe(parser: Parser) -> None:
    """What any recipe holds."""
    add = parser.add_argument
    add("--seed", type=int, metavar="N", help="another seed, another result")
    add("--grow", type=int, metavar="PX", help="widen the selection first (default 0)")
    add("--soften", type=int, metavar="PX", help="soften its edge, inwards (default 0)")
    add(
        "--blend-band",
        type=int,
        metavar="PX",
        help="let the result fade into this many pixels outside the selection (default 0: "
        "nothing outside changes)",
    )
    add(
        "--model-size",
        type=int,
        metavar="PX",
        help="side of the square whose area the window has for the model",
    )
    add(
        "--no-harmonize",
        dest="harmonize",
        action="store_false",
        default=None,
        help="leave colours as the engine made them",
    )
    add(
        "--recipe",
        metavar="FILE",
        help="do as that recipe says: a JSON file, or a picture made by Ritocco",
    )


def prompting(parser: Parser) -> None:
    """What a model is told."""
    add = parser.add_argument_group("the model").add_argument
    add("--prompt", help="what to paint; (word:1.2) weighs, [a:b:0.5] switches, a AND b joins")
    add("--negative", metavar="PROMPT", help="what to keep away from")
    add("--model", metavar="NAME|FILE", help="a model in the models folder, or a file")
    add("--vae", metavar="NAME|FILE", help="another VAE than the model's own")
    add("--prediction", help="epsilon or v_prediction, where the file does not say")
    add("--steps", type=int, metavar="N", help="10-15 to try, 25 by default, 40 for fine texture")
    add("--sampler", metavar="NAME", help='as euler_a or "DPM++ 2M Karras"; default euler_a')
    add("--schedule", metavar="NAME", help="normal, karras, exponential, beta or sgm_uniform")
    add("--cfg", type=float, metavar="X", help="7 by default; under 5 drifts, over 16 burns")
    add("--strength", type=float, metavar="X", help="0 leaves all, 1 repaints all")
    add("--content", help="what it starts from: padded, original or noise")
    add("--clip-skip", type=int, metavar="N", help="1 is the text encoder's last layer")
    add("--variation-seed", type=int, metavar="N", help="a second seed, mixed in by ...")
    add("--variation-strength", type=float, metavar="X", help="... this much, 0 to 1")


def batch(parser: Parser) -> None:
    """How many."""
    parser.add_argument(
        "--batch",
        type=int,
        default=1,
        metavar="N",
        help="this many results with seeds in a row; files are numbered",
    )


def axes(parser: Parser) -> None:
    """What a grid varies."""
    for name, where in (("x", "across"), ("y", "down")):
        parser.add_argument(
            f"--{name}",
            type=axis,
            required=name == "x",
            metavar="FIELD=A,B,...",
            help=f"what varies {where}, as steps=15,25,40 or sampler=euler_a,ddim",
        )


def as_json(parser: Parser) -> None:
    """For programs."""
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def folder(parser: Parser) -> None:
    """Where a demo goes."""
    parser.add_argument(
        "-o", "--output", default="out/demo", metavar="FOLDER", help="default out/demo"
    )


def serving(parser: Parser) -> None:
    """Where the server listens."""
    parser.add_argument("--port", type=int, default=None, metavar="N", help="default 7867")
    parser.add_argument(
        "--address",
        default="127.0.0.1",
        help="another than 127.0.0.1 lets other computers in, and needs --token",
    )
    parser.add_argument("--token", help="what clients must send, instead of the user's own token")
    parser.add_argument("--data", metavar="FOLDER", help="where results and the token are kept")
