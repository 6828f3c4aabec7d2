"""The table of settings: what can be set, how it is checked, what it does.

The file is validated by this table, and the documented example is written from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ritocco.settings import kinds
from ritocco.settings.kinds import ValueKind


@dataclass(frozen=True, slots=True)
class Key:
    """One setting.

    section, name   where it stands in the file
    field           of `Settings`
    kind            how values are read
    usual           the value without it, as TOML has it; None: the folder `name` in the data folder
    example         what the example file shows, as TOML writes it
    about           what it does, for the example file; lines of at most 90 characters
    """

    section: str
    name: str
    field: str
    kind: ValueKind
    usual: Any
    example: str
    about: str

    @property
    def path(self) -> str:
        """As in "models.offline"."""
        return f"{self.section}.{self.name}"

    @property
    def variable(self) -> str:
        """The environment variable that overrides it."""
        return f"RITOCCO_{self.field.upper()}"


SECTIONS = {
    "data": "Where large things are kept. Folders may lie on another disk.",
    "models": "Where models come from.",
    "server": "`ritocco serve`, the server for programs. Editors start one of their own.",
    "compute": "What Ritocco computes with.",
}

KEYS = (
    Key(
        "data",
        "results",
        "results",
        kinds.FOLDER,
        None,
        '"/disk/ritocco/results"',
        "Finished results, until you let them go. Results in another folder stay there.",
    ),
    Key(
        "data",
        "models",
        "models",
        kinds.FOLDER,
        None,
        '"/disk/ritocco/models"',
        "Models that you add and fetch. Move what the old folder holds there yourself.",
    ),
    Key(
        "models",
        "folders",
        "model_folders",
        kinds.FOLDERS,
        [],
        '["~/stable-diffusion-webui/models", "~/ComfyUI/models"]',
        "Models of other programs, used where they lie; nothing is written there.",
    ),
    Key(
        "models",
        "mirrors",
        "mirrors",
        kinds.MIRRORS,
        [],
        '["/media/usb/ritocco", "https://mirror.studio.example/models"]',
        "Folders or addresses where `ritocco models get` looks first.",
    ),
    Key(
        "models",
        "offline",
        "offline",
        kinds.SWITCH,
        False,
        "true",
        "true: models come from folders only, never from the network.",
    ),
    Key(
        "server",
        "port",
        "port",
        kinds.PORT,
        7867,
        "7868",
        "The port at which `ritocco serve` listens if it is not told another (--port).",
    ),
    Key(
        "server",
        "a1111",
        "a1111",
        kinds.SWITCH,
        False,
        "true",
        "true: programs made for AUTOMATIC1111's web UI are answered, also while an editor runs.",
    ),
    Key(
        "server",
        "a1111_port",
        "a1111_port",
        kinds.PORT,
        7860,
        "7861",
        "The port at which they are answered; 7860 is where they look.",
    ),
    Key(
        "server",
        "cors_allow_origins",
        "cors_allow_origins",
        kinds.ORIGINS,
        [],
        '["https://page.example"]',
        'Web pages that may use Ritocco so, as a browser names them: without a path; "*": any.',
    ),
    Key(
        "server",
        "api_auth",
        "api_auth",
        kinds.LOGINS,
        "",
        '"anna:secret"',
        "User and password that those programs have to send (HTTP Basic); without it, none.\n"
        'Several logins have commas between: "anna:secret,bob:hush".',
    ),
    Key(
        "server",
        "listen",
        "listen",
        kinds.SWITCH,
        False,
        "true",
        "true: programs on other computers are answered too. Only together with api_auth.",
    ),
    Key(
        "compute",
        "device",
        "device",
        kinds.DEVICE,
        "auto",
        '"cuda:1"',
        'auto takes the best there is. Else "cpu", "cuda" (NVIDIA and AMD), "xpu" (Intel) or\n'
        '"mps" (Apple), with a number for the second of several: "cuda:1".',
    ),
    Key(
        "compute",
        "precision",
        "precision",
        kinds.PRECISION,
        "auto",
        '"float32"',
        'auto takes what is fast on the device without harm. Set "float32" if pictures come out\n'
        'black; it takes twice the memory. Else "float16" (not on a CPU) or "bfloat16".',
    ),
    Key(
        "compute",
        "memory_share",
        "memory_share",
        kinds.SHARE,
        1.0,
        "0.5",
        "How much of the device's memory Ritocco may take, from 0.1 to 1.0. Less leaves room for\n"
        "other programs; work then goes in smaller steps.",
    ),
)
"""In the order in which they are shown."""

OUTSIDE = {
    "RITOCCO_HOME": "the data folder; the settings file lies in it too",
    "RITOCCO_SETTINGS": "the settings file",
    "RITOCCO_CATALOGUE": "another list of models that can be fetched",
    "RITOCCO_BACKEND": "which Python or command editors start Ritocco with",
    "RITOCCO_QT": "5 or 6: the Qt of the dock outside of an editor",
}
"""Variables that are read before, or without, the settings file; no line in it can say them."""
