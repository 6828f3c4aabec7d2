"""`ritocco train mini`: make the model that ships from a folder of pictures."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ritocco.cli.say import ProgressBar, answer


def train(options: Namespace) -> None:
    """Train in `--out`, going on from what has been done there; the model is `OUT/mini`."""
    from ritocco.canvas import atomic

    atomic.make_folder(Path(options.out))

    import torch

    from ritocco.training.mini import LEAST_SIDE, MINI, make_mini
    from ritocco.training.pictures import load_pictures

    if options.threads:
        torch.set_num_threads(options.threads)
    pictures = load_pictures(Path(options.pictures), LEAST_SIDE, options.hold_out)
    with ProgressBar() as bar:
        made = make_mini(pictures, Path(options.out), *MINI, bar.watch)
    outcome = {
        "output": str(made),
        "seen": [photo.name for photo in pictures.seen],
        "held_out": [photo.name for photo in pictures.held_out],
    }
    answer(outcome, [f"Wrote {made}"], options.as_json)
