"""The options of commands that paint, in groups that they share. Imports only what is light."""

from __future__ import annotations

from argparse import ArgumentParser as Parser

from ritocco.cli.values import (
    aspect,
    axis,
    factor_or_measure,
    new_measure,
    pixels_or_percent,
    size,
)


def picture(parser: Parser) -> None:
    """The picture to work on."""
    parser.add_argument("picture", help="PNG, JPEG, WebP or TIFF; 8, 16 or 32 bit")


def pictures(parser: Parser) -> None:
    """Any number of pictures."""
    parser.add_argument(
        "pictures", nargs="*", metavar="PICTURE", help="PNG, JPEG, WebP, TIFF or OpenRaster"
    )


def new_size(parser: Parser) -> None:
    """The size of a picture that does not exist yet."""
    parser.add_argument("--size", type=size, required=True, metavar="WxH", help="as 768x512")


def mask(parser: Parser) -> None:
    """The selection."""
    parser.add_argument(
        "--mask",
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


def enlarging(parser: Parser) -> None:
    """How large, by which network."""
    group = parser.add_argument_group("the new size")
    either = group.add_mutually_exclusive_group()
    either.add_argument(
        "--scale",
        dest="upscale",
        type=factor_or_measure,
        metavar="N",
        help="how many times as large, 1 to 8 (default 4); 1 restores detail in place",
    )
    either.add_argument(
        "--size",
        dest="upscale",
        type=new_measure,
        metavar="WxH",
        help="exact size in pixels instead: 4096x, x2304 or 4096x2304",
    )
    group.add_argument(
        "--model",
        dest="upscale_model",
        metavar="NAME|FILE",
        help="realesrgan-x4plus (default), realesrgan-x4plus-anime for line art, "
        "realesr-animevideov3 for line art in a hurry, or a file",
    )
    group.add_argument(
        "--strength",
        dest="upscale_strength",
        type=float,
        metavar="X",
        help="how much of the new detail, 0 to 1 (default 1)",
    )


def refining(parser: Parser) -> None:
    """What a diffusion model does to the enlarged picture."""
    add = parser.add_argument_group("refine the enlarged picture by a prompt").add_argument
    add("--prompt", help="what is to be seen; with it the enlarged picture is refined in tiles")
    add("--negative", metavar="PROMPT", help="what to keep away from")
    add("--refine-with", dest="model", metavar="NAME|FILE", help="the Stable Diffusion model")
    add("--refine", dest="strength", type=float, metavar="X", help="how much, 0 to 1; 0.25")
    add("--steps", type=int, metavar="N", help="25 by default")
    add("--sampler", metavar="NAME", help="default euler_a")
    add("--cfg", type=float, metavar="X", help="7 by default")


def mending(parser: Parser) -> None:
    """Which faces, by which network."""
    group = parser.add_argument_group("the faces")
    add = group.add_argument
    add("--model", dest="faces_model", metavar="NAME|FILE", help="default gfpgan")
    add(
        "--strength",
        dest="faces_strength",
        type=float,
        metavar="X",
        help="0 only finds faces, 1 takes all of the repaired one (default 0.8)",
    )
    for name, words in (
        ("smallest", "leave alone those with a longer side below this"),
        ("largest", "leave alone those with a longer side above this"),
    ):
        add(f"--{name}", dest=f"faces_{name}", type=int, metavar="PX", help=words)
    add("--at-most", dest="faces_at_most", type=int, metavar="N", help="only the largest N")
    add(
        "--certainty",
        dest="faces_certainty",
        type=float,
        metavar="X",
        help="how sure that it is a face, 0 to 1 (default 0.6)",
    )


def mending_too(parser: Parser) -> None:
    """Repair of faces as a last step."""
    add = parser.add_argument_group("finish with faces").add_argument
    add(
        "--faces",
        dest="faces_strength",
        nargs="?",
        const=0.8,
        type=float,
        metavar="X",
        help="repair the faces in what was painted, this much (0.8)",
    )
    add("--faces-model", metavar="NAME|FILE", help="default gfpgan")


def finishing(parser: Parser) -> None:
    """Steps after painting."""
    mending_too(parser)
    add = parser.add_argument_group("finish with a larger picture").add_argument
    add(
        "--upscale",
        type=factor_or_measure,
        metavar="N|WxH",
        help="make the whole picture this many times as large, or this size (4096x)",
    )
    add("--upscale-model", metavar="NAME|FILE", help="default realesrgan-x4plus")


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
