"""A home of its own for every test, a server with faults, and small catalogues."""

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ritocco.library.asking import RetryPolicy
from ritocco.library.catalogue import Catalogue
from ritocco.library.catalogue_model import CatalogueModel, File, Licence, Source, Web
from ritocco.library.fetch import Fetcher
from ritocco.library.kinds import ModelKind
from ritocco.library.progress import ProgressReporter
from ritocco.library.shelves import Shelves
from tests.library.http_server import Server

HASTY = RetryPolicy(connect=2, stall=0.4, tries=4, refused=2, first=0.01, longest=0.02, asked=2)
LICENCE = Licence("free", "Free for all", "https://example.org/free", "Free for all uses.")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder; nothing of the real user's is seen."""
    folder = tmp_path / "home"
    monkeypatch.setenv("RITOCCO_HOME", str(folder))
    for name in ("RITOCCO_CATALOGUE", "HF_TOKEN", "HF_ENDPOINT", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def content(size: int = 300_000, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def model(*files: File, sources: tuple[Source, ...], **more: object) -> CatalogueModel:
    made = CatalogueModel(
        "a-model", "A model", ModelKind.UPSCALER, "Tests.", LICENCE, files, sources
    )
    return replace(made, **more)


@dataclass
class Bench:
    """One file at one address, and what fetches it."""

    server: Server
    data: bytes
    model: CatalogueModel
    fetcher: Fetcher

    @property
    def final(self) -> Path:
        return self.fetcher.shelves.folder(self.model.kind) / self.model.path

    @property
    def parts(self) -> list[Path]:
        folder = self.fetcher.shelves.library / "partial"
        return [path for path in folder.rglob("*") if path.is_file()]

    def get(self, reporter: ProgressReporter | None = None) -> Path:
        return self.fetcher.get(self.model, reporter)

    def arrived(self) -> bool:
        return self.final.is_file() and self.final.read_bytes() == self.data


@pytest.fixture
def bench(home: Path, server: Server) -> Callable[..., Bench]:
    """Makes a bench; `known=False`: neither size nor sum is in the catalogue."""

    def make(size: int = 300_000, *, known: bool = True, **more: object) -> Bench:
        data = content(size)
        server.files["net.pth"] = data
        file = File("net.pth", len(data), sha256(data)) if known else File("net.pth")
        asked = model(file, sources=(Web(f"{server.url}/files/net.pth"),), **more)
        return Bench(server, data, asked, Fetcher(Shelves(home / "models"), retry=HASTY))

    return make


def catalogue_of(*models: CatalogueModel) -> Catalogue:
    return Catalogue(models)
