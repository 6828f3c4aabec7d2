"""The dock in all Kritas of a user: put there, switched on, and what the artist should know."""

from __future__ import annotations

import shlex

from ritocco.setup import krita, kritarc
from ritocco.setup.account import Account
from ritocco.setup.manifest import ItemKind, Manifest, ManifestPart
from ritocco.setup.plugin import TARGETS, Plugin


def put_into_kritas(account: Account, plugin: Plugin, manifest: Manifest) -> list[str]:
    """The dock into every Krita of this user, switched on. Returns what the artist should know."""
    lines = []
    for seen in krita.survey(account, plugin):
        editor = seen.krita
        if seen.plugin is not krita.PluginState.CURRENT:
            plugin.put_into(editor.plugins, manifest)
        for target, kind in TARGETS.items():  # also of a copy made by other means
            manifest.note(kind, ManifestPart.KRITA, editor.plugins / target)
        manifest.make_folder(ManifestPart.KRITA, editor.settings.parent)
        made = not editor.settings.exists()
        manifest.note(ItemKind.SWITCH, ManifestPart.KRITA, editor.settings, made=made)
        old = kritarc.read(editor.settings)
        new = kritarc.switched(old, on=True)
        if not seen.enabled:
            kritarc.write(editor.settings, new)
        version = f" {seen.version}" if seen.version else ""
        lacks = "" if seen.here else " (no Krita was found yet; it is ready for one)"
        lines.append(
            f"{editor.name}{version}: the dock is in {account.shown(editor.plugins)}{lacks}."
        )
        if editor.sandbox:
            lines.append(
                f"   {_SANDBOXES[editor.sandbox].format(data=shlex.quote(str(account.data)))}"
            )
    if krita.running(account):
        lines.append(
            "Krita is running. Close it and start it again to see the dock; if it is not there "
            "then, run this once more while Krita is closed (it writes its settings as it ends)."
        )
    return lines


_SANDBOXES = {
    "Flatpak": "A Krita from Flatpak may start programs only with your leave. Give it by: "
    "flatpak override --user --talk-name=org.freedesktop.Flatpak --env=RITOCCO_HOME={data} "
    "org.kde.krita",
    "Snap": "A Krita from Snap cannot start other programs. Run 'ritocco serve' yourself, and "
    "enter its address and token in the dock (gear, Connection).",
}
