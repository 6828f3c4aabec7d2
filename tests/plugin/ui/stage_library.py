"""The library as the page sees it, played from a script, in the very JSON of the API."""

from ritocco_dock.models.catalogue import Catalogue
from ritocco_dock.models.transfer import Transfer
from ritocco_dock.phase import Phase
from ritocco_dock.qt import QObject, Signal

RAIL = {
    "id": "openrail-m",
    "title": "CreativeML Open RAIL-M",
    "link": "https://example.org/licence",
    "note": "You may use and sell what you make; a list of harmful uses is forbidden.",
}
FREE = {"id": "bsd", "title": "BSD 3-Clause", "link": "https://example.org/bsd", "note": ""}
TITLES = {"model": "Models", "faces": "Faces", "upscaler": "Upscalers", "lora": "LoRAs"}


def told(id_, title, kind, **more):
    """A model as the API tells it."""
    return {
        "id": id_,
        "title": title,
        "kind": kind,
        "kind_title": TITLES[kind],
        "family": None,
        "family_title": None,
        "good_for": "",
        "bytes": None,
        "memory": None,
        "licence": None,
        "listed": True,
        "checked": True,
        "sources": ["Hugging Face: owner/repository"],
        "state": "absent",
        "done_bytes": 0,
        "origin": None,
        "path": None,
        "name": None,
        "removable": False,
        "recommended": False,
        "usable": True,
        "problem": None,
        "task": None,
    } | more


def models():
    """A small catalogue, and a LoRA of the artist's own."""
    painting = {"family_title": "Stable Diffusion 1", "licence": RAIL, "memory": 4 * 2**30}
    return [
        told(
            *("sd15-inpaint", "Stable Diffusion 1.5 inpainting", "model"),
            **painting,
            bytes=4_265_437_280,
            good_for="Repainting a selection so that it fits its surroundings.",
            recommended=True,
            checked=False,
        ),
        told(
            *("sd15", "Stable Diffusion 1.5", "model"),
            **painting,
            bytes=2_132_696_762,
            good_for="Refining sketches and painting new pictures on modest machines.",
        ),
        told(
            *("gfpgan-1.4", "GFPGAN 1.4", "faces"),
            bytes=348_632_874,
            licence=FREE,
            good_for="Faces in photographs.",
            recommended=True,
        ),
        told(
            *("realesr-general", "Real-ESRGAN general", "upscaler"),
            state="here",
            bytes=4_885_111,
            done_bytes=4_885_111,
            licence=FREE,
            origin="shipped",
            path="/opt/ritocco/realesr.bin",
            name="realesr-general",
        ),
        told(
            *("lora:inks", "inks", "lora"),
            state="here",
            bytes=144_000_000,
            listed=False,
            sources=[],
            usable=False,
            origin="linked",
            path="/home/a/Downloads/inks.safetensors",
            name="inks",
            removable=True,
        ),
    ]


def feature(id_, kinds, ready, suggested, uses=None):
    return {"id": id_, "kinds": kinds, "ready": ready, "uses": uses, "suggested": suggested}


def catalogue(rows=None, **more):
    """As GET /v1/library tells it."""
    rows = models() if rows is None else rows
    here = {row["id"] for row in rows if row["state"] == "here"}
    paints = [row for row in rows if row["kind"] == "model" and row["id"] in here]
    uses = paints[0]["title"] if paints else None
    painting, best = ["inpaint", "outpaint", "refine", "generate"], ["sd15-inpaint", "sd15"]
    return Catalogue.from_dict(
        {
            "folder": "/home/a/.local/share/ritocco/models",
            "free": 63_000_000_000,
            "offline": False,
            "folders": [],
            "features": [
                feature("paint", painting, bool(paints), best, uses),
                feature("enlarge", ["upscale"], True, [], "Real-ESRGAN general"),
                feature("faces", ["faces"], "gfpgan-1.4" in here, ["gfpgan-1.4"]),
            ],
            "models": rows,
        }
        | more
    )


class StageLibrary(QObject):
    changed = Signal()
    moved = Signal(str)
    arrived = Signal(object)
    stock_changed = Signal()
    found = Signal(object)
    message = Signal(object)

    def __init__(self, told=None):
        super().__init__()
        self.catalogue = told or catalogue()
        self.problem, self.adding, self.fetched = "", [], None
        self.asked, self.accepted = [], set()

    def model(self, id_):
        return self.catalogue.model(id_) if self.catalogue else None

    def suggestion(self, task):
        return self.catalogue.suggestion(task) if self.catalogue else None

    def offering(self, kind, name):
        return self.catalogue.offering(kind, name) if self.catalogue else None

    def is_accepted(self, model):
        return model.licence is None or model.id in self.accepted

    def refresh(self):
        self.asked.append(("refresh",))

    def get(self, id_):
        self.asked.append(("get", id_))
        self.accepted.add(id_)

    def cancel(self, id_):
        self.asked.append(("cancel", id_))

    def ask_size(self, id_):
        self.asked.append(("ask_size", id_))

    def check(self, id_):
        self.asked.append(("check", id_))

    def remove(self, id_):
        self.asked.append(("remove", id_))

    def add(self, path, copy=False):
        self.asked.append(("add", path, copy))

    def use_folder(self, path):
        self.asked.append(("use_folder", path))

    def leave_folder(self, path):
        self.asked.append(("leave_folder", path))

    # The script

    def did(self, name):
        """What was asked under this name, in order."""
        return [one[1:] for one in self.asked if one[0] == name]

    def play(self, told):
        self.catalogue = told
        self.changed.emit()

    def transfer(self, id_, kind="get", phase=Phase.RUNNING, **more):
        """Something is done to a model."""
        made = Transfer("7", kind, phase, id_, self.model(id_).title, **more)
        self.fetched = made.fraction if not phase.is_final else None
        self.catalogue = self.catalogue.with_model(self.model(id_).during(made))
        self.moved.emit(id_)
