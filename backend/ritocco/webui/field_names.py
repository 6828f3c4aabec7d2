"""What the web UI calls the fields of a recipe, in its text and in requests: by their rows."""

from __future__ import annotations

from ritocco.recipe.usual import KNOBS

NAMES = {row.knob.infotext: place for place, row in KNOBS.items() if row.knob and row.knob.infotext}
"""The web UI's name of a field -> the place in a recipe: `Steps` -> `diffusion.steps`."""
REQUESTED = {
    row.knob.request: place for place, row in KNOBS.items() if row.knob and row.knob.request
}
"""Its name in requests to the web UI's API -> the place: `steps` -> `diffusion.steps`."""
