"""Two programs that do the same thing to the same file at the same moment."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from tests.breaking.scale import count
from tests.breaking.small_pictures import in_every_format, selection
from tests.breaking.warm import WarmCommands

TOGETHER = 2


@pytest.fixture
def both(place):
    """Two processes that run commands on one data folder."""
    made = [WarmCommands(place.home, place.scratch) for _ in range(TOGETHER)]
    for one in made:
        one.run("--version")
    yield made
    for one in made:
        one.close()


def at_once(both, *arguments: object) -> list:
    """What came of the same command in both."""
    with ThreadPoolExecutor(TOGETHER) as racing:
        return list(racing.map(lambda one: one.run(*arguments), both))


def a_network(path: Path, seed: int) -> Path:
    """Weights of a tiny network that enlarges, in an architecture that is known by its keys."""
    numbers = np.random.default_rng(seed)
    # SRVGGNetCompact, 1 block of 8 features, twice as large
    shapes = {"0": (8, 3, 3, 3), "2": (8, 8, 3, 3), "4": (12, 8, 3, 3)}
    weights = {}
    for name, shape in shapes.items():
        weights[f"body.{name}.weight"] = numbers.normal(size=shape).astype(np.float32)
        weights[f"body.{name}.bias"] = np.zeros(shape[0], np.float32)
    for name in ("1", "3"):
        weights[f"body.{name}.weight"] = np.full(8, 0.1, np.float32)
    save_file(weights, path)
    return path


def test_one_file_is_added_once(place, both, tell, tmp_path):
    tries, wrong, said = count(12), [], []
    for number in range(tries):
        model = a_network(tmp_path / f"net{number}.safetensors", number)
        ended = at_once(both, "models", "add", "--copy", model)
        codes = sorted(one.code for one in ended)
        there = [path for path in place.home.rglob(f"net{number}*") if path.is_file()]
        whole = len(there) == 1 and there[0].read_bytes() == model.read_bytes()
        sound = all(one.code in (0, 2) and "Traceback" not in one.err for one in ended)
        said += [one.err.strip()[-100:] for one in ended if one.code]
        if not (whole and sound and codes[0] == 0):
            wrong.append((codes, [path.name for path in there], [one.err[-300:] for one in ended]))
    strange = [path for path in place.files() if ".part" in path or ".new" in path]
    tell("two `models add --copy` of one file", tries)
    tell("  not there once and whole, or without a sentence", len(wrong))
    tell("  the second was told", said[0] if said else "the same as the first")
    tell("  half-made files left", len(strange))
    assert wrong[:2] == []
    assert strange == []


def test_a_settings_file_is_begun_once(place, both, tell):
    tries, example = count(12), both[0].run("settings", "--example").out
    for _ in range(tries):
        ended = at_once(both, "settings", "--create")
        [begun] = [path for path in place.files() if path.endswith(".toml")]
        text = (place.home / begun).read_text("utf-8")
        assert text.strip() == example.strip()
        assert {one.code for one in ended} <= {0, 2}
        assert min(one.code for one in ended) == 0
        assert not [one for one in ended if "Traceback" in one.err]
        assert both[0].run("settings").code == 0
        (place.home / begun).unlink()
    tell("two `settings --create`", tries)
    assert place.files() <= {"settings.toml"}


def test_one_output_is_one_whole_picture(place, both, tell, tmp_path):
    picture, mask, output = tmp_path / "a.png", tmp_path / "m.png", tmp_path / "out.png"
    picture.write_bytes(in_every_format()["png rgb"][1])
    mask.write_bytes(selection())
    before = set(tmp_path.iterdir())
    ways = count(8)
    for _ in range(ways):
        ended = at_once(both, "fill", picture, "--mask", mask, "--seed", 4, "-o", output)
        assert [one.code for one in ended] == [0, 0], ended
        assert output.read_bytes()[-8:-4] == b"IEND"
        output.unlink()
    tell("two fills into one file", ways)
    assert set(tmp_path.iterdir()) == before


def test_two_servers_make_one_token(place, tell):
    starts = count(6)
    for _ in range(starts):
        shutil.rmtree(place.home, ignore_errors=True)
        with ThreadPoolExecutor(TOGETHER) as racing:
            servers = list(racing.map(lambda _: place.serve(), range(TOGETHER)))
        tokens = {server.token for server in servers}
        answers = [server.own.get("/v1/status").status_code for server in servers]
        for server in servers:
            server.stop()
        assert len(tokens) == 1
        assert answers == [200] * TOGETHER
    tell("two first servers on one data folder", starts)
