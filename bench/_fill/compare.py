"""Content-aware fill and its peer over all cases: numbers, pictures, and sheets to judge by eye."""

from __future__ import annotations

import json
import random
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from time import process_time

import numpy as np
from _report import report

from _fill.cases import CASES
from _fill.measured import Measured
from _fill.own import own_scenes
from _fill.peer import filled_by_peer, mask_for_peer, seconds_of_peer
from _fill.scenes import Scene, levels_of, saved, scene_of
from _fill.sheets import outlined, sheets, surroundings
from _fill.tables import HEAD, line, summary
from ritocco.canvas.arrays import Levels
from ritocco.engine import View
from ritocco.fill.content_aware import ContentAware
from ritocco.recipe.recipe import Recipe
from ritocco.watch import Watch

HERE = Path(__file__).resolve().parents[2]
PICTURES = HERE.parent / "shared" / "images"


def compare(words: Sequence[str]) -> int:
    """Run the cases that `words` ask for; 1 where a limit is missed."""
    options = _options(words)
    options.output.mkdir(parents=True, exist_ok=True)
    scenes = _scenes(options)
    for scene in scenes:
        saved(scene.levels, options.output / f"{scene.name}.png")
        saved(scene.mask, mask_for_peer(options.output, scene.name))
    theirs = _peers(scenes, options)
    ours = {}
    print(HEAD)
    for scene in scenes:
        ours[scene.name] = _filled(scene, options)
        print(line(scene.name, ours[scene.name], theirs.get(scene.name)), flush=True)
    _show(scenes, ours, theirs, options)
    return report(f"Fill over {len(scenes)} cases", summary(ours, theirs))


def _options(words: Sequence[str]) -> Namespace:
    parser = ArgumentParser("bench fill cases", description=__doc__)
    parser.add_argument("names", nargs="*", help="cases by name (default: all)")
    parser.add_argument("--pictures", type=Path, default=PICTURES, help="folder of the photographs")
    parser.add_argument("--peer-python", type=Path, help="a Python with PyPatchMatch")
    parser.add_argument("--seed", type=int, default=0, help="of our fills")
    parser.add_argument("--coin", type=int, default=1, help="seed of who is A on blind sheets")
    parser.add_argument("--output", type=Path, default=HERE / "out" / "fill", help="a folder")
    return parser.parse_args(words)


def _scenes(options: Namespace) -> list[Scene]:
    """The cases asked for whose picture is there; one line tells if pictures are not."""
    cases = CASES if options.pictures.is_dir() else ()
    if not cases:
        print(f"No pictures in {options.pictures} (--pictures FOLDER): only the project's own.")
    scenes = [*(scene_of(case, options.pictures) for case in cases), *own_scenes()]
    if missing := set(options.names) - {scene.name for scene in scenes}:
        sys.exit(f"No such case: {', '.join(sorted(missing))}.")
    return [scene for scene in scenes if not options.names or scene.name in options.names]


def _filled(scene: Scene, options: Namespace) -> Measured:
    view = View(scene.pixels, scene.hole.astype(np.float32), ~scene.hole)
    painter = ContentAware().prepare(Recipe())
    began = process_time()
    pixels = painter.paint(view, options.seed, Watch())
    seconds = process_time() - began
    levels = np.asarray(np.rint(pixels * 255), np.uint8)
    saved(levels, options.output / f"{scene.name}.ours.png")
    return Measured.of(scene, levels, seconds)


def _peers(scenes: Sequence[Scene], options: Namespace) -> dict[str, Measured]:
    """What the peer made of the scenes; one line tells if it is not there."""
    asked = options.peer_python
    seconds = (
        seconds_of_peer(asked, options.output, [scene.name for scene in scenes]) if asked else None
    )
    if seconds is None:
        print("The peer is not there (--peer-python: a Python with PyPatchMatch); ours alone.")
        return {}
    return {
        scene.name: Measured.of(
            scene, levels_of(filled_by_peer(options.output, scene.name)), seconds[scene.name]
        )
        for scene in scenes
    }


def _show(
    scenes: Sequence[Scene],
    ours: dict[str, Measured],
    theirs: dict[str, Measured],
    options: Namespace,
) -> None:
    """Sheets with names, and, where there is a peer, blind ones with their key in a file."""
    coin = random.Random(options.coin)
    named, blind, key = [], [], {}
    for scene in scenes:
        box = surroundings(scene.hole)
        before = (scene.name, outlined(scene))
        by_whom: dict[str, Levels] = {"ours": ours[scene.name].levels}
        if scene.name in theirs:
            by_whom["peer"] = theirs[scene.name].levels
        named.append((box, [before, *by_whom.items()]))
        if len(by_whom) > 1:
            order = list(by_whom)
            coin.shuffle(order)
            key[scene.name] = dict(zip("AB", order, strict=True))
            shown = [(letter, by_whom[who]) for letter, who in key[scene.name].items()]
            blind.append((box, [before, *shown]))
    for kind, rows in (("sheet", named), ("blind", blind)):
        for index, page in enumerate(sheets(rows)):
            saved(page, options.output / f"{kind}-{index + 1:02}.png")
    (options.output / "key.json").write_text(json.dumps(key, indent=1), "utf-8")
