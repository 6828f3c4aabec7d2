"""One check, whatever it does: an error inside it becomes a finding."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from pathlib import Path

from ritocco.doctor.finding import Finding, bad, note
from ritocco.doctor.remedy import reinstall
from ritocco.doctor.table import Check, Look
from ritocco.errors import BadSettings, RitoccoError
from ritocco.settings.values import read


def guarded(check: Check, look: Look) -> Iterator[Finding]:
    """The findings of a check, and one more if it fails."""
    try:
        yield from check(look)
    except BadSettings as error:
        if read(os.environ)[2]:  # told by the check of the settings
            yield note(check.name, "not looked at", "mend the settings first, then look again")
        else:
            yield bad(check.name, str(error), "change that setting (`ritocco settings`)")
    except RitoccoError as error:
        yield bad(check.name, str(error), "do as that line says, then run `ritocco doctor` again")
    except ImportError as error:
        yield bad(check.name, f"a package does not load: {error}", reinstall())
    except Exception as error:  # noqa: BLE001  whatever it is, the other checks are to be run
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}, line {where.lineno}"
        seen = f"the check itself failed: {type(error).__name__}: {error} ({place})"
        yield bad(check.name, seen, "report this line; the other lines hold all the same")
