"""The dock in all Kritas of a user: put there, switched on, and what the artist should know."""

from __future__ import annotations

import shlex

from ritocco.setup import krita, kritarc
from ritocco.setup.account import Account
from ritocco.setup.manifest import ItemKind, Manifest, ManifestPart
from ritocco.setup.plugin import TARGETS, Plugin


def put_into_kritas(account: Account, plugin: Plugin, manifest: Manifest) -> list[str]:
    """The dock into every Krita of this user, switched on. Returns what the artist should know."""
    told = []
    for found in krita.survey(account, plugin):
        one = found.krita
        if found.plugin is not krita.State.CURRENT:
            plugin.put_into(one.plugins, manifest)
        for target, kind in TARGETS.items():  # also of a copy made by other means
            manifest.note(kind, ManifestPart.KRITA, one.plugins / target)
        manifest.make_folder(ManifestPart.KRITA, one.settings.parent)
        made = not one.settings.exists()
        manifest.note(ItemKind.SWITCH, ManifestPart.KRITA, one.settings, made=made)
        old = kritarc.read(one.settings)
        new = kritarc.switched(old, on=True)
        if not found.enabled:
            kritarc.write(one.settings, new)
        version = f" {found.version}" if found.version else ""
        lacks = "" if found.here else " (no Krita was found yet; it is ready for one)"
        told.append(f"{one.name}{version}: the dock is in {account.shown(one.plugins)}{lacks}.")
        if one.sandbox:
            told.append(f"   {_SANDBOXES[one.sandbox].format(data=shlex.quote(str(account.data)))}")
    if krita.running(account):
        told.append(
            "Krita is running. Close it and start it again to see the dock; if it is not there "
            "then, run this once more while Krita is closed (it writes its settings as it ends)."
        )
    return told


_SANDBOXES = {
    "Flatpak": "A Krita from Flatpak may start programs only with your leave. Give it by: "
    "flatpak override --user --talk-name=org.freedesktop.Flatpak --env=RITOCCO_HOME={data} "
    "org.kde.krita",
    "Snap": "A Krita from Snap cannot start other programs. Run 'ritocco serve' yourself, and "
    "enter its address and token in the dock (gear, Connection).",
}
