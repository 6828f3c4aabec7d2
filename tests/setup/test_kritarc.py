"""kritarc's text: our switch on and off, everything else byte by byte as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ritocco.setup import kritarc

OURS = "enable_ritocco_dock=true\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"[python]\n{OURS}"),
        ("a=1\n", f"a=1\n\n[python]\n{OURS}"),
        ("a=1", f"a=1\n\n[python]\n{OURS}"),
        (
            "[python]\nenable_other=true\n\n[theme]\nTheme=x\n",
            f"[python]\n{OURS}enable_other=true\n\n[theme]\nTheme=x\n",
        ),
        ("[python]\nenable_ritocco_dock=false\n", f"[python]\n{OURS}"),
        ("[python]", f"[python]\n{OURS}"),
        ("a=1\r\n", "a=1\r\n\r\n[python]\r\nenable_ritocco_dock=true\r\n"),
    ],
)
def test_switching_on_keeps_everything_else(before, after):
    assert kritarc.switched(before, on=True) == after
    assert kritarc.switched(after, on=True) == after
    assert kritarc.is_on(after)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a=1\n",
        "a=1\n\n[python]\nenable_other=true\n",
        "a=1\n\n[python]\nenable_other=true\n\n[theme]\nTheme=x\n",
        "a=1\r\n\r\n[theme]\r\nTheme=x\r\n",
        "[theme]\nTheme=x\n",
    ],
)
def test_off_again_is_as_it_was(text):
    assert kritarc.switched(kritarc.switched(text, on=True), on=False) == text


NAMES = some.text("abcXYZ09_ .-", min_size=1, max_size=8).map(str.strip).filter(bool)
GROUPS = some.dictionaries(NAMES, some.dictionaries(NAMES, NAMES, min_size=1), max_size=4)


@given(GROUPS, some.booleans())
def test_any_file_comes_back_as_it_was(groups, with_python):
    if with_python:
        groups["python"] = {"enable_other": "true"}
    parts = ("".join(f"{k}={v}\n" for k, v in keys.items()) for keys in groups.values())
    text = "\n".join(f"[{name}]\n{part}" for name, part in zip(groups, parts, strict=True))
    on = kritarc.switched(text, on=True)
    assert kritarc.is_on(on)
    assert kritarc.switched(on, on=False) == text
    assert not kritarc.mentioned(text)


def test_what_was_left_behind_by_earlier_versions_goes():
    for text in ("a=1\n\n[python]\n", "a=1\n\n[python]", "a=1\n\n[python]\n\n"):
        assert kritarc.mentioned(text)
        assert kritarc.switched(text, on=False) == "a=1\n"
    assert kritarc.switched("[python]\n\n[theme]\nx=1\n", on=False) == "[theme]\nx=1\n"


def test_only_the_python_group_counts():
    assert not kritarc.is_on(f"[other]\n{OURS}")
    assert not kritarc.is_on("[python]\nenable_ritocco_dock=false\n")


def test_odd_bytes_and_links_and_rights_stay(tmp_path):
    file, link = tmp_path / "dotfiles" / "kritarc", tmp_path / "kritarc"
    file.parent.mkdir()
    file.write_bytes(b"name=\xff\xfe\n")
    file.chmod(0o600)
    link.symlink_to(file)
    kritarc.write(link, kritarc.switched(kritarc.read(link), on=True))
    assert link.is_symlink()
    assert file.read_bytes() == b"name=\xff\xfe\n\n[python]\n" + OURS.encode()
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["kritarc"]


def test_the_resource_folder_that_was_moved():
    text = "a=1\nResourceDirectory=/other/place\n\n[x]\nb=2\n"
    assert str(kritarc.resource_folder(text)) == "/other/place"
    assert kritarc.resource_folder("a=1\n\n[x]\nResourceDirectory=/not/this\n") is None
