"""The command line as a user meets it: real files in, real files out, one line for each mistake."""

import json
import os
import stat
import struct
import subprocess
import sys
import zlib
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ritocco.canvas import quality
from ritocco.cli import demo
from ritocco.cli.absurd import absurd
from ritocco.cli.main import main
from ritocco.geometry import Sides, Size
from ritocco.shipped import resource
from tests.effort import is_deep

SMALLER = 8
"""How many times the demo's pictures are smaller for a commit."""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A part of a real photograph, as an RGB PNG of 240 x 160."""
    path = tmp_path / "photo.png"
    Image.open(resource("pictures", "narwhal.webp")).convert("RGB").crop((0, 0, 240, 160)).save(
        path
    )
    return path


@pytest.fixture
def hole(tmp_path: Path) -> Path:
    """A soft-edged selection for `photo`."""
    mask = np.zeros((160, 240), np.uint8)
    mask[60:100, 90:150] = 77
    mask[64:96, 94:146] = 255
    path = tmp_path / "mask.png"
    Image.fromarray(mask).save(path)
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict:
    assert main([str(argument) for argument in arguments]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    return json.loads(out)


def test_fill_answers_with_all_that_was_promised(tmp_path, photo, hole, capsys):
    out, layer = tmp_path / "out.png", tmp_path / "layer.png"
    answer = run(capsys, "fill", photo, "--mask", hole, "-o", out, "--layer", layer, "--json")
    assert answer["outputs"] == [str(out), str(layer)]
    assert set(answer["window"]) == {"x", "y", "width", "height", "model_width", "model_height"}
    assert answer["seed"] == 0
    assert answer["seconds"] > 0
    assert set(answer["quality"]) == {"seam", "drift", "style", "joins", "rough"}
    before, after = np.asarray(Image.open(photo)), np.asarray(Image.open(out))
    mask, alone = np.asarray(Image.open(hole)), np.asarray(Image.open(layer))
    assert (before[mask == 0] == after[mask == 0]).all()
    assert (before[mask == 255] != after[mask == 255]).any()
    assert alone.shape == (160, 240, 4)
    assert (alone[..., 3] == mask).all()
    mixed = before + (alone[..., :3].astype(float) - before) * (mask / 255)[..., None]
    assert np.abs(mixed - after).max() <= 0.5001


def test_an_alpha_mask_selects_by_its_alpha(tmp_path, photo, hole, capsys):
    mask = np.asarray(Image.open(hole))
    rgba = np.zeros((160, 240, 4), np.uint8)
    rgba[..., 3] = mask
    Image.fromarray(rgba).save(tmp_path / "alpha.png")
    run(capsys, "fill", photo, "--mask", hole, "-o", tmp_path / "one.png", "--json")
    run(
        capsys,
        "fill",
        photo,
        "--mask",
        tmp_path / "alpha.png",
        "-o",
        tmp_path / "two.png",
        "--json",
    )
    one, two = Image.open(tmp_path / "one.png"), Image.open(tmp_path / "two.png")
    assert one.tobytes() == two.tobytes()


def test_without_a_mask_transparency_is_filled(tmp_path, photo, capsys):
    picture = np.dstack([np.asarray(Image.open(photo)), np.full((160, 240), 255, np.uint8)])
    picture[40:90, 60:120, 3] = 0
    Image.fromarray(picture).save(tmp_path / "torn.png")
    answer = run(capsys, "fill", tmp_path / "torn.png", "-o", tmp_path / "whole.png", "--json")
    assert answer["layer_position"] == "below"
    whole = np.asarray(Image.open(tmp_path / "whole.png"))
    assert (whole[..., 3] == 255).all()
    assert (whole[picture[..., 3] == 255] == picture[picture[..., 3] == 255]).all()


@pytest.mark.parametrize(
    ("arguments", "size", "corner"),
    [
        (["--left", "32", "--bottom", "16"], (272, 176), (32, 0)),
        (["--right", "25%"], (300, 160), (0, 0)),
        (["--aspect", "16:9"], (285, 160), (22, 0)),
        (["--aspect", "1:1"], (240, 240), (0, 40)),
    ],
)
def test_outpaint_extends_and_keeps_the_original(tmp_path, photo, capsys, arguments, size, corner):
    out = tmp_path / "wide.png"
    run(capsys, "outpaint", photo, *arguments, "-o", out, "--json")
    before, after = np.asarray(Image.open(photo)), np.asarray(Image.open(out))
    assert Image.open(out).size == size
    x, y = corner
    assert (after[y : y + 160, x : x + 240] == before).all()


def test_a_recipe_that_would_make_another_picture_is_told(tmp_path, photo, hole, capsys):
    recipe, out = tmp_path / "recipe.json", tmp_path / "out.png"
    recipe.write_text(json.dumps({"kind": "generate"}))
    line = ("fill", photo, "--mask", hole, "--recipe", recipe, "-o", out, "--json")
    assert "ritocco generate" in run(capsys, *line)["hints"][0]


def test_the_recipe_in_a_result_makes_the_same_result_again(tmp_path, photo, hole, capsys):
    first, second = tmp_path / "first.png", tmp_path / "second.tif"
    options = ("--seed", 11, "--grow", 3, "--soften", 4)
    run(capsys, "fill", photo, "--mask", hole, "-o", first, *options, "--json")
    answer = run(capsys, "fill", photo, "--mask", hole, "-o", second, "--recipe", first, "--json")
    assert answer["recipe"]["seed"] == 11
    assert answer["recipe"]["grow"] == 3
    one, two = np.asarray(Image.open(first)), np.asarray(Image.open(second))
    assert (one == two).all()
    recipe = tmp_path / "recipe.json"
    recipe.write_text(json.dumps(answer["recipe"]))
    third = tmp_path / "third.webp"
    run(capsys, "fill", photo, "--mask", hole, "-o", third, "--recipe", recipe, "--json")
    assert (np.asarray(Image.open(third)) == one).all()


def test_plan_says_the_window_and_touches_nothing(tmp_path, photo, hole, capsys):
    before = sorted(tmp_path.iterdir())
    answer = run(capsys, "plan", photo, "--mask", hole, "--model-size", 512, "--json")
    window = answer["window"]
    assert window["model_width"] % 8 == 0
    assert window["model_width"] * window["model_height"] <= 512 * 512
    assert answer["passes"] == 1
    assert sorted(tmp_path.iterdir()) == before


def test_a_person_gets_sentences(tmp_path, photo, hole, capsys, monkeypatch):
    monkeypatch.setattr(quality, "MOST_SEAM", 0.0)  # so anything is rough
    assert main(["fill", str(photo), "--mask", str(hole), "-o", str(tmp_path / "o.png")]) == 0
    out, err = capsys.readouterr()
    assert f"wrote {tmp_path / 'o.png'} (rough)" in out
    assert "seam" in out
    assert "rough 1" not in out
    assert "hint: This one came out rough; try another, or grow the selection." in err
    assert "hint: Another is --" in err
    assert main(["plan", str(photo), "--left", "10%"]) == 0
    assert "window" in capsys.readouterr().out


def bomb(path: Path) -> Path:
    """A PNG that says it is 60000 x 60000 and holds nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    end = chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + end)
    return path


BAD = {
    "missing picture": lambda d, p, m: ["fill", d / "no.png", "--mask", m, "-o", d / "o.png"],
    "missing mask": lambda d, p, m: ["fill", p, "--mask", d / "no.png", "-o", d / "o.png"],
    "folder": lambda d, p, m: ["fill", d, "--mask", m, "-o", d / "o.png"],
    "text": lambda d, p, m: ["fill", _write(d / "t.png", b"hello"), "--mask", m, "-o", d / "o.png"],
    "empty": lambda d, p, m: ["fill", _write(d / "e.png", b""), "--mask", m, "-o", d / "o.png"],
    "truncated": lambda d, p, m: [
        "fill",
        _write(d / "cut.png", p.read_bytes()[:-3000]),
        *("--mask", m, "-o", d / "o.png"),
    ],
    "bomb": lambda d, p, m: ["fill", bomb(d / "b.png"), "--mask", m, "-o", d / "o.png"],
    "mask of another size": lambda d, p, m: [
        "fill",
        p,
        *("--mask", resource("pictures", "horse-mask.png"), "-o", d / "o.png"),
    ],
    "nothing selected": lambda d, p, m: ["fill", p, "-o", d / "o.png"],
    "everything selected": lambda d, p, m: ["fill", p, "--mask", _white(d), "-o", d / "o.png"],
    "no such folder": lambda d, p, m: ["fill", p, "--mask", m, "-o", d / "no" / "o.png"],
    "unknown format": lambda d, p, m: ["fill", p, "--mask", m, "-o", d / "o.xyz"],
    "layer in a JPEG": lambda d, p, m: [
        *("fill", p, "--mask", m, "-o", d / "o.png", "--layer", d / "l.jpg"),
    ],
    "output is a folder": lambda d, p, m: ["fill", p, "--mask", m, "-o", d],
    "not a number": lambda d, p, m: ["outpaint", p, "--left", "lots", "-o", d / "o.png"],
    "no extension": lambda d, p, m: ["outpaint", p, "-o", d / "o.png"],
    "far too much": lambda d, p, m: ["outpaint", p, "--left", "90000", "-o", d / "o.png"],
    "sides and aspect": lambda d, p, m: [
        *("outpaint", p, "--left", "5", "--aspect", "2:1", "-o", d / "o.png"),
    ],
    "bad seed": lambda d, p, m: ["fill", p, "--mask", m, "--seed", "-1", "-o", d / "o.png"],
    "unknown recipe field": lambda d, p, m: [
        *("fill", p, "--mask", m, "-o", d / "o.png"),
        *("--recipe", _write(d / "r.json", b'{"colour": 3}')),
    ],
    "no recipe in picture": lambda d, p, m: [
        *("fill", p, "--mask", m, "--recipe", p, "-o", d / "o.png"),
    ],
    "one file for both": lambda d, p, m: [
        *("fill", p, "--mask", m, "-o", d / "o.png", "--layer", d / "o.png"),
    ],
    "a mask without a name": lambda d, p, m: ["fill", p, "--mask", "", "-o", d / "o.png"],
    "a recipe without a name": lambda d, p, m: [
        *("fill", p, "--mask", m, "--recipe", "", "-o", d / "o.png"),
    ],
    "a name too long for a disk": lambda d, p, m: [
        *("fill", p, "--mask", m, "-o", d / f"{'x' * 300}.png"),
    ],
    "a demo into a file": lambda d, p, m: ["demo", "-o", p],
    "a demo with too long a name": lambda d, p, m: ["demo", "-o", d / ("x" * 300)],
    "training into a file": lambda d, p, m: ["train", "mini", "--pictures", d, "--out", p],
    "unknown command": lambda d, p, m: ["paint", p],
}
if os.name != "nt":
    BAD |= {
        "output is a pipe": lambda d, p, m: ["fill", p, "--mask", m, "-o", _pipe(d / "o.png")],
        "picture is a pipe": lambda d, p, m: ["fill", _pipe(d / "i.png"), "-o", d / "o.png"],
    }


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def _white(folder: Path) -> Path:
    Image.new("L", (240, 160), 255).save(folder / "white.png")
    return folder / "white.png"


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line_code_2_and_no_file(case, tmp_path, photo, hole, capfd):
    arguments = [str(one) for one in BAD[case](tmp_path, photo, hole)]
    before = sorted(tmp_path.iterdir())
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = stop.code
    out, err = capfd.readouterr()
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1, err
    assert "Traceback" not in err
    assert len(err) > 30
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (["fil"], "fill"),
        (["paint"], "inpaint"),
        (["Extend"], "outpaint"),
        (["models", "lst"], "list"),
        (["models", "download"], "get"),
        (["grid", "inpain"], "inpaint"),
        (["fill", "a.png", "--maks", "b.png", "-o", "c.png"], "--mask"),
        (["outpaint", "a.png", "--rigth=50", "-o", "c.png"], "--right"),
    ],
)
def test_a_slip_of_the_hand_is_told_with_what_was_meant(arguments, meant, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    err = capsys.readouterr().err
    assert f"did you mean {meant}?" in err
    assert err.count("\n") == 1


def test_what_is_like_nothing_is_told_with_all_there_is(capsys):
    with pytest.raises(SystemExit):
        main(["xyzzy"])
    err = capsys.readouterr().err
    assert "did you mean" not in err
    assert "inpaint" in err
    with pytest.raises(SystemExit):
        main(["fill", "a.png", "-o", "b.png", "--xyzzy"])
    assert "there is no option --xyzzy (see ritocco fill --help)" in capsys.readouterr().err


def test_an_absurd_size_is_told_before_the_work_and_done(tmp_path, capsys):
    small = tmp_path / "small.png"
    Image.new("RGB", (16, 12), (90, 120, 60)).save(small)
    out = tmp_path / "out.png"
    assert main(["outpaint", str(small), "--right", "900%", "-o", str(out)]) == 0
    err = capsys.readouterr().err
    assert "hint: The picture becomes 160 x 12 pixels, 10 times what it is (16 x 12)" in err
    assert main(["outpaint", str(small), "--right", "50%", "-o", str(out)]) == 0
    assert "becomes" not in capsys.readouterr().err
    assert main(["outpaint", str(small), "--right", "900%", "-o", str(out), "--json"]) == 0
    told = capsys.readouterr()
    assert "becomes" not in told.err
    assert any("becomes" in words for words in json.loads(told.out)["hints"])
    size = Size(100, 100)
    assert absurd(size, size, 10, extends=True) == []
    assert "about 20 minutes" in absurd(size, size, 1200, extends=False)[0]
    assert "about 5 hours" in absurd(size, Size(900, 900), 18000, extends=False)[0]


def test_an_unwritable_output_is_found_before_any_work(tmp_path, photo, hole, capsys):
    """A file stands where the output's folder should be: nobody, root included, can write there."""
    blocked = _write(tmp_path / "file", b"") / "o.png"
    assert main(["fill", str(photo), "--mask", str(hole), "-o", str(blocked)]) == 2
    assert str(blocked.parent) in capsys.readouterr().err


def test_a_result_too_large_for_its_format_is_refused_before_work(tmp_path, photo, hole, capsys):
    """An extension, and a sheet whose pictures are not painted yet."""
    out = tmp_path / "o.webp"
    assert main(["outpaint", str(photo), "--right", "17000", "-o", str(out)]) == 2
    assert "WebP holds at most 16383 pixels" in capsys.readouterr().err
    seeds = ",".join(map(str, range(200)))
    out = tmp_path / "o.jpg"
    sheet = ["grid", "fill", str(photo), "--mask", str(hole), "--x", f"seed={seeds}"]
    assert main([*sheet, "-o", str(out)]) == 2
    assert "JPEG holds at most 65500 pixels" in capsys.readouterr().err


def test_memory_that_was_not_enough_is_one_sentence(tmp_path, photo, hole, capsys, monkeypatch):
    def short(*_, **__):
        raise MemoryError

    monkeypatch.setattr("ritocco.canvas.files.load", short)
    out = tmp_path / "o.png"
    assert main(["fill", str(photo), "--mask", str(hole), "-o", str(out)]) == 2
    err = capsys.readouterr().err
    assert "not enough memory" in err
    assert "Traceback" not in err
    assert not out.exists()


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_an_output_keeps_the_permissions_new_files_get(tmp_path, photo, hole, capsys):
    out = tmp_path / "o.png"
    run(capsys, "fill", photo, "--mask", hole, "-o", out, "--json")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(out.stat().st_mode) == 0o666 & ~mask


def test_version_and_help_load_nothing_heavy():
    program = (
        "import sys; from ritocco.cli.main import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'cv2', 'pyvips', 'fastapi', 'PIL', 'torch', 'pydantic'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.splitlines()[0].startswith("ritocco ")
    assert done.stdout.splitlines()[1] == ""


@pytest.fixture
def shown(tmp_path, monkeypatch):
    """Finds what the demo shows.

    For a commit: small pictures, by mini in five steps instead of twenty, and a grid of two
    instead of eighteen.
    """
    if is_deep():
        return resource
    monkeypatch.setattr(demo, "_CASES", [smaller(case) for case in demo._CASES])
    monkeypatch.setattr(demo, "_BY_MINI", [hasty(smaller(case)) for case in demo._BY_MINI])
    monkeypatch.setattr(demo, "_SAMPLERS", ("sampler", ["euler_a", "unipc"]))
    monkeypatch.setattr(demo, "_STEPS", ("steps", ["2"]))

    def small(folder, name):
        file = tmp_path / name
        if not file.exists():
            whole = Image.open(resource(folder, name))
            way = Image.Resampling.NEAREST if "mask" in name else Image.Resampling.LANCZOS
            whole.resize((whole.width // SMALLER, whole.height // SMALLER), way).save(
                file, lossless=True
            )
        return file

    monkeypatch.setattr(demo, "resource", small)
    return small


def smaller(case):
    sides = {side: size // SMALLER for side, size in asdict(case.recipe.extend).items()}
    return replace(case, recipe=replace(case.recipe, extend=Sides(**sides)))


def hasty(case):
    diffusion = replace(case.recipe.diffusion, steps=5)
    return replace(case, recipe=replace(case.recipe, diffusion=diffusion, model_size=128))


def test_demo_makes_contact_sheets(shown, tmp_path, capsys):
    answer = run(capsys, "demo", "-o", tmp_path / "demo", "--json")
    outputs = {Path(path).name: path for path in answer["outputs"]}
    assert list(outputs) == [
        "remove.png",
        "extend.png",
        "repaint.png",
        "extend-by-prompt.png",
        "refine.png",
        "contact-sheet.png",
        "samplers-by-steps.png",
    ]
    assert Image.open(outputs["contact-sheet.png"]).width > 1500
    assert answer["quality"]["remove"]["seam"] < 1.3
    horse = np.asarray(Image.open(shown("pictures", "horse.webp")).convert("RGB"))
    mask = np.asarray(Image.open(shown("pictures", "horse-mask.png")))
    for name in ("remove.png", "repaint.png"):
        after = np.asarray(Image.open(outputs[name]))
        assert (after[mask == 0] == horse[mask == 0]).all()
        assert (after[mask > 0] != horse[mask > 0]).any()
