"""Without a Krita these tests cannot run: that is said loudly, and in CI it is a failure."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.krita.harness import KEPT, ROOT, missing


@pytest.fixture(autouse=True, scope="session")
def krita_is_here() -> None:
    """Krita and what gives it a screen are installed."""
    absent = missing()
    if not absent:
        return
    told = (
        f"NOT TESTED in a real Krita: {', '.join(absent)} missing; .ci/run installs them (Debian)"
    )
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.xfail(told)


@pytest.fixture(scope="session")
def picture() -> Path:
    """A painting as a PNG (Debian's Krita reads no WebP), 480 pixels wide."""
    import pyvips

    path = KEPT / "picture.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    source = pyvips.Image.thumbnail(str(ROOT / "resources/pictures/tanguy.webp"), 480, height=480)
    source.write_to_file(str(path))
    return path


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Stable Diffusion model with all its parts, but small and random: it paints noise, soon."""
    from ritocco.diffusion.sniff import FAMILY_KEY
    from tests.diffusion.ldm_files import save_folder, small

    folder = tmp_path_factory.mktemp("model") / "tiny"
    return save_folder(folder, small("sd1"), **{FAMILY_KEY: "sd1"})


@pytest.fixture
def home(tmp_path: Path, model: Path) -> Callable[[bool], Path]:
    """Makes a data folder of Ritocco, with that model or without any."""

    def make(with_model: bool) -> Path:
        folder = tmp_path / "ritocco-home"
        (folder / "models").mkdir(parents=True)
        if with_model:
            shutil.copytree(model, folder / "models" / model.name)
        return folder

    return make
