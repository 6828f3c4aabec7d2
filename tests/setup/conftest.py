"""Accounts of nobody, and bundles of next to nothing."""

import subprocess
import sys

import pytest

from ritocco.setup.account import Account
from tests.setup import quick_pip
from tests.setup.fakes import Bundle


@pytest.fixture(scope="session")
def packages(tmp_path_factory):
    """Bundles by version, built once."""
    made = {}

    def bundle(version="1.0", **extra):
        key = (version, *extra)
        if key not in made:
            folder = tmp_path_factory.mktemp("bundle") / version
            made[key] = Bundle(folder, version, extra=extra).make()
        return made[key]

    return bundle


AS_ARTISTS_DO = (sys.executable,)
QUICKLY = (sys.executable, quick_pip.__file__)
"""Without waiting for ensurepip."""


class Person:
    """Somebody with a home of their own, who installs from a bundle.

    begins  how the installer is started
    """

    def __init__(self, home):
        self.home, self.begins = home, QUICKLY
        home.mkdir(parents=True)
        self.account = Account("linux", home, {})

    @property
    def surroundings(self):
        return {
            "HOME": str(self.home),
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "RITOCCO_HOME": str(self.account.data),
        }

    def start(self, bundle, *words):
        """The installer of a bundle, as a process."""
        return subprocess.Popen(
            [*self.begins, str(bundle / "install.pyz"), *words],
            env=self.surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, bundle, *words, code=0):
        """What it said."""
        process = self.start(bundle, *words)
        told, _ = process.communicate(timeout=240)
        assert process.returncode == code, told
        return told

    def files(self):
        """All that is in the home, with sizes."""
        return {
            path.relative_to(self.home).as_posix(): path.lstat().st_size if path.is_file() else -1
            for path in self.home.rglob("*")
        }


@pytest.fixture
def person(tmp_path):
    return Person(tmp_path / "home")
