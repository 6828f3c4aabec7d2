"""The stage has nothing that the real desk and session do not have."""

import re

import pytest

from ritocco_dock.backend.backend import Backend
from ritocco_dock.desk import Desk
from ritocco_dock.models.library import Library
from ritocco_dock.models.recipes import Recipes
from ritocco_dock.models.thumbnails import Thumbnails
from ritocco_dock.qt import QObject, QtCore
from ritocco_dock.session.elsewhere import Elsewhere
from ritocco_dock.session.session import Session
from tests.plugin.ui.stage import (
    StageBackend,
    StageDesk,
    StageElsewhere,
    StageRecipes,
    StageSession,
    StageThumbnails,
)
from tests.plugin.ui.stage_library import StageLibrary

pyqtSignal = QtCore.pyqtSignal  # noqa: N816  its own name
SCRIPT = {
    "did",
    "play",
    "transfer",
    "move",
    "finish",
    "activate",
    "stand",
    "refreshed",
    "asked",
    "opened",
    "told",
}


@pytest.mark.parametrize(
    ("stage", "real", "also"),
    [
        (StageSession(), Session, {"thumbnails", "in_document", "done", "whole"}),
        (StageBackend(), Backend, set()),
        (StageLibrary(), Library, {"accepted"}),
        (StageElsewhere(), Elsewhere, {"tell"}),
        (StageThumbnails(), Thumbnails, {"images"}),
        (StageRecipes(), Recipes, set()),
    ],
    ids=["session", "backend", "library", "elsewhere", "thumbnails", "recipes"],
)
def test_stage_offers_nothing_that_is_not_there(stage, real, also):
    own = {name for name in {*vars(stage), *vars(type(stage))} if not name.startswith("_")}
    assert own - SCRIPT - also <= set(dir(real))


def test_stage_desk_offers_nothing_that_is_not_there(tmp_path):
    own = {name for name in {*vars(StageDesk(tmp_path)), *vars(StageDesk)} if name[0] != "_"}
    there = {*dir(Desk), *Desk.__annotations__}
    assert own - SCRIPT <= there


@pytest.mark.parametrize(
    ("stage", "real"),
    [(StageSession, Session), (StageDesk, Desk), (StageLibrary, Library)],
    ids=["session", "desk", "library"],
)
def test_signals_are_those_of_the_real_one(stage, real):
    def signals(kind):
        """Names with what they carry; PyQt writes the latter in more than one way."""
        own = {name: one for base in kind.__mro__[::-1] for name, one in vars(base).items()}
        found = {name: one for name, one in own.items() if isinstance(one, pyqtSignal)}
        return {name: re.search(r"([^ (]*)\)>$", str(one))[1] for name, one in found.items()}

    assert issubclass(real, QObject)
    assert {name: signals(stage)[name] for name in signals(real)} == signals(real)
