"""The options of commands that paint, in groups that they share. Imports only what is light.

An option that sets a field of the recipe is made from that field's row (`knob_option`).
"""

from __future__ import annotations

from argparse import ArgumentParser as Parser
from collections.abc import Callable

from ritocco.cli.knob_option import knob_option
from ritocco.cli.values import (
    aspect,
    axis,
    factor_or_measure,
    named,
    new_measure,
    pixels_or_percent,
    size,
)


def picture(parser: Parser) -> None:
    """The picture to work on."""
    parser.add_argument(
        "picture",
        type=named,
        help="PNG, JPEG, WebP, TIFF, GIF, BMP, AVIF, JPEG XL or PSD; 8, 16 or 32 bit",
    )


def pictures(parser: Parser) -> None:
    """Any number of pictures."""
    parser.add_argument(
        "pictures", nargs="*", metavar="PICTURE", help="any that can be opened, or OpenRaster"
    )


def new_size(parser: Parser) -> None:
    """The size of a picture that does not exist yet."""
    parser.add_argument(
        "--size",
        type=size,
        metavar="WxH",
        help="as 768x512 (default: the first size of the picture that --recipe is of)",
    )


def mask(parser: Parser) -> None:
    """The selection."""
    parser.add_argument(
        "--mask",
        type=named,
        metavar="FILE",
        help="the selection: a grey picture (white is selected), or one whose alpha is the "
        "selection; without it, what is transparent is selected (refine, upscale, faces: "
        "everything)",
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
        type=named,
        metavar="FILE",
        help="the finished picture; the ending chooses the format",
    )


def layer(parser: Parser) -> None:
    """Where the layer goes."""
    parser.add_argument(
        "--layer",
        type=named,
        metavar="FILE",
        help="also write the layer alone, a picture with alpha of the canvas's size",
    )


def recipe(parser: Parser) -> None:
    """What any recipe holds."""
    for place in ("seed", "grow", "soften", "blend_band", "margin", "model_size", "harmonize"):
        knob_option(parser, place)
    parser.add_argument(
        "--recipe",
        type=named,
        metavar="FILE",
        help="do as that recipe says: JSON, a picture made by Ritocco or by AUTOMATIC1111's web "
        "UI, or its text; what you give as options wins",
    )


def choosing(parser: Parser) -> None:
    """Which of several results."""
    knob_option(parser, "candidate")


def prompting(kind: str) -> Callable[[Parser], None]:
    """What a model is told in work of this kind."""

    def add(parser: Parser) -> None:
        from ritocco.recipe.usual import KNOBS

        group = parser.add_argument_group("the model")
        first = ("diffusion.prompt", "diffusion.negative")
        others = (place for place in KNOBS if place.startswith("diffusion."))
        for place in dict.fromkeys((*first, *others)):
            knob_option(group, place, kind)

    return add


def enlarging(parser: Parser) -> None:
    """How large, by which network."""
    from ritocco.recipe.finishing import LEAST, MOST, USUAL

    group = parser.add_argument_group("the new size")
    either = group.add_mutually_exclusive_group()
    either.add_argument(
        "--scale",
        dest="upscale",
        type=factor_or_measure,
        metavar="N",
        help=f"how many times as large, {LEAST:g} to {MOST:g} (default {USUAL:g}); "
        "1 restores detail in place",
    )
    either.add_argument(
        "--size",
        dest="upscale",
        type=new_measure,
        metavar="WxH",
        help="exact size in pixels instead: 4096x, x2304 or 4096x2304",
    )
    for name in ("model", "strength"):
        knob_option(group, f"upscale.{name}", "upscale")


def refining(parser: Parser) -> None:
    """What a diffusion model does to the enlarged picture."""
    group = parser.add_argument_group("refine the enlarged picture by a prompt, in tiles")
    flags = {"model": "refine-with", "strength": "refine"}
    for name in ("prompt", "negative", "model", "strength", "steps", "sampler", "cfg", "rescale"):
        knob_option(group, f"diffusion.{name}", "upscale", flags.get(name, ""))


def mending(parser: Parser) -> None:
    """Which faces, by which network."""
    group = parser.add_argument_group("the faces")
    for name in ("model", "strength", "smallest", "largest", "at_most", "certainty"):
        knob_option(group, f"faces.{name}", "faces")


def mending_too(parser: Parser) -> None:
    """Repair of faces as a last step."""
    from ritocco.recipe.usual import KNOBS

    strength = KNOBS["faces.strength"]
    group = parser.add_argument_group("finish with faces")
    group.add_argument(
        "--faces",
        dest="faces_strength",
        nargs="?",
        const=strength.default,
        type=float,
        metavar="X",
        help=f"repair the faces in what was painted, this much ({strength.default:g})",
    )
    knob_option(group, "faces.model", "faces", "faces-model")


def finishing(parser: Parser) -> None:
    """Steps after painting."""
    mending_too(parser)
    group = parser.add_argument_group("finish with a larger picture")
    group.add_argument(
        "--upscale",
        type=factor_or_measure,
        metavar="N|WxH",
        help="make the whole picture this many times as large, or this size (4096x)",
    )
    knob_option(group, "upscale.model", "upscale", "upscale-model")


def second_pass(parser: Parser) -> None:
    """Painting over what was enlarged."""
    from ritocco.recipe.recipe import TWICE
    from ritocco.recipe.usual import KNOBS

    strength = KNOBS["second_pass.strength"]
    group = parser.add_argument_group("paint over the larger picture (hires fix)")
    group.add_argument(
        "--second-pass",
        dest="second_pass_strength",
        nargs="?",
        const=strength.default,
        type=float,
        metavar="X",
        help=f"paint small, enlarge (--upscale, here {TWICE:g} times), and paint over that, this "
        f"much ({strength.default:g})",
    )
    for place in KNOBS:
        part, _, name = place.rpartition(".")
        if part == "second_pass" and place != "second_pass.strength":
            knob_option(group, place, "generate", f"second-{name}")


def batch(parser: Parser) -> None:
    """How many."""
    parser.add_argument(
        "--batch",
        type=int,
        default=1,
        metavar="N",
        help="this many results with seeds in a row; files are numbered",
    )


ABOUT_AXES = (
    "any option of the recipe by its name (steps, cfg, sampler, seed, model, prompt, grow, ...) "
    "with its values; prompt=A,B paints each of these prompts. words=A,B,C puts each in the place "
    "of A, which stands in the prompt (words=oil,ink,chalk). lora:NAME=0,0.5,1 and "
    "hypernet:NAME=... are strengths of one adapter that the prompt names; adapters=0,0.5,1 are "
    "shares of the strengths of all of them. A comma within <...> parts no values."
)


def axes(parser: Parser) -> None:
    """What a grid varies."""
    group = parser.add_argument_group("what a grid varies", ABOUT_AXES)
    for name, where in (("x", "across"), ("y", "down")):
        group.add_argument(
            f"--{name}",
            type=axis,
            required=name == "x",
            metavar="FIELD=A,B,...",
            help=f"what varies {where}, as steps=15,25,40 or sampler=euler_a,ddim",
        )


def as_json(parser: Parser) -> None:
    """For programs."""
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")
