"""The web UI's options as they stand: what clients read and set between their requests."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

from pydantic import ValidationError

from ritocco.errors import NotFound
from ritocco.from_disk import json_in, reading
from ritocco.library.find import default_model
from ritocco.library.kinds import ModelKind
from ritocco.recipe.adapter import AdapterKind
from ritocco.server.answers import BadRequest, sentence_of
from ritocco.server.context import Context
from ritocco.server.webui.asked.names import (
    ModelFile,
    check_usable,
    file_called,
    files_here,
    is_placeholder,
    usable_here,
)
from ritocco.server.webui.asked.option_table import OptionTable
from ritocco.setup.manifest import write_whole

FILE = "webui-options.json"
"""In the data folder."""
_MODEL, _SUM, _VAE, _CLIP = (
    "sd_model_checkpoint",
    "sd_checkpoint_hash",
    "sd_vae",
    "CLIP_stop_at_last_layers",
)
OFF = frozenset({"", "none"})
"""What clients write where they mean none."""
_log = logging.getLogger(__name__)


class Options:
    """The options, for all clients of this server, kept over its end.

    file  where they are kept; None: nowhere
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file, self._lock = file, Lock()
        self._set: dict[str, Any] = reading(lambda: _set_in(json_in(file)) if file else {}, {})

    def value(self, name: str, override: Mapping[str, Any] | None = None) -> Any:
        """One of them, as a request overrides it; what was kept and is gone was never set.

        Raises BadRequest for what none can be.
        """
        value = getattr(OptionTable(**{**self._set, **checked(override or {})}), name)
        is_gone = name in _FILES and self._is_gone(name, value)
        return OptionTable.model_fields[name].default if is_gone else value

    def model(self, override: Mapping[str, Any] | None = None) -> str:
        """The model that paints, as recipes call it. Raises NotFound."""
        asked = str(checked(override or {}).get(_MODEL, ""))
        if not is_placeholder(asked):
            return called(ModelKind.MODEL, asked)
        model = self._model()
        return model.name if model else default_model()

    def asked_for(self, override: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What they say of a recipe: option -> value; None: what is usual. Raises NotFound."""
        vae, layer = str(self.value(_VAE, override)), self.value(_CLIP, override)
        return {
            _MODEL: self.model(override),
            _VAE: None if is_placeholder(vae, ModelKind.VAE) else called(ModelKind.VAE, vae),
            _CLIP: layer if layer > 1 else None,
        }

    def told(self) -> dict[str, Any]:
        """All of them, as clients read them."""
        model = self._model()
        stand: dict[str, Any] = OptionTable(**self._set).model_dump()
        return stand | ({_MODEL: model.title, _SUM: model.sha256} if model else {})

    def set(self, values: Mapping[str, Any]) -> None:
        """Set some of them; those that nobody knows are passed over.

        Raises BadRequest, NotFound or BadModel for a model, or another file, that cannot be used:
        then none is set.
        """
        chosen = {name: value for name, value in checked(values).items() if name != _SUM}
        if is_placeholder(str(chosen.get(_MODEL, ""))):
            chosen.pop(_MODEL, None)
        else:
            chosen[_MODEL] = called(ModelKind.MODEL, chosen[_MODEL])
            if chosen[_MODEL] != self._set.get(_MODEL):  # what was chosen may be posted back
                check_usable(ModelKind.MODEL, chosen[_MODEL])
        for option, check in _FILES.items():
            if chosen.get(option, "") not in ("", self._set.get(option)):
                check(chosen[option])
        with self._lock:
            self._set = {**self._set, **chosen}
            self._keep()

    def gone(self, override: Mapping[str, Any]) -> dict[str, str]:
        """What was chosen and is here no more, so that it counts as not set: option -> name.

        Nothing that a request overrides.
        """
        chosen, here = str(self._set.get(_MODEL, "")), self._model()
        lost = bool(chosen) and not (here and here.name == chosen)
        lost = lost and is_placeholder(str(override.get(_MODEL) or ""))
        gone = {_MODEL: chosen} if lost else {}
        for option in _FILES:
            kept = str(self._set.get(option, ""))
            if self._is_gone(option, str(override.get(option) or kept)):
                gone[option] = kept
        return gone

    def _is_gone(self, option: str, name: str) -> bool:
        """Whether a name is the one that was kept, and no file is called so any more."""
        if not name or name != self._set.get(option):
            return False
        try:
            _FILES[option](name)
        except NotFound:
            return True
        return False

    def _model(self) -> ModelFile | None:
        """The model that was chosen, else the first; one that went away was never chosen."""
        for file in files_here(ModelKind.MODEL):
            if file.name == self._set.get(_MODEL):
                return file
        return next(iter(usable_here(ModelKind.MODEL)), None)

    def _keep(self) -> None:
        if self._file is None:
            return
        try:
            write_whole(self._file, json.dumps(self._set, indent=1, allow_nan=False))
        except OSError as error:
            _log.warning("the web UI's options are not kept: %s", error)


def kept_in(context: Context) -> Path | None:
    """The file where a server keeps them."""
    return context.home / FILE if context.home else None


def called(kind: ModelKind, title: str) -> str:
    """What recipes call the model of a kind that a client means. Raises NotFound."""
    return file_called(kind, title).name


def _check_vae(name: str) -> None:
    """Raise NotFound where it is not here."""
    if not is_placeholder(name, ModelKind.VAE):
        called(ModelKind.VAE, name)


def _check_adapter(kind: AdapterKind, name: str) -> None:
    """Raise NotFound where no file is here that a prompt could name so."""
    from ritocco.installed.adapter_files import file_of

    if name.strip().lower() not in OFF:
        file_of(kind, name.strip())


_FILES: Mapping[str, Callable[[str], None]] = {
    _VAE: _check_vae,
    "sd_hypernetwork": partial(_check_adapter, AdapterKind.HYPERNETWORK),
    "sd_lora": partial(_check_adapter, AdapterKind.LORA),
}
"""Options that name a file beside the model -> what raises NotFound where it is not here."""


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of these that are options, each as its row has it. Raises BadRequest."""
    try:
        return OptionTable.model_validate(dict(values)).model_dump(exclude_unset=True)
    except ValidationError as error:
        raise BadRequest(sentence_of(error.errors())) from None


def _set_in(kept: Any) -> dict[str, Any]:
    """Those that can be used of what was kept."""
    return checked({name: value for name, value in dict(kept).items() if _is_usable(name, value)})


def _is_usable(name: str, value: Any) -> bool:
    try:
        return bool(checked({name: value}))
    except BadRequest:
        return False
