"""Recipes out of files: pictures of every kind, JSON and texts; and files that mean harm."""

import json
import struct
import tracemalloc
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from ritocco.canvas.files import load, save
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.errors import BadPicture, BadRecipe, RitoccoError
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.recipe.usual import usual
from ritocco.webui import carriers
from ritocco.webui.carriers import MOST, decoded, text_in
from ritocco.webui.infotext import read
from ritocco.webui.parameters import understood
from ritocco.webui.reading import told_by
from ritocco.webui.stamp import stamped
from tests.canvas.hostile import packed_text, with_chunks

TEXT = "a żółw, by a sea\nNegative prompt: dark\nSteps: 6, Sampler: Euler, CFG scale: 5, Seed: 41"
SAID = {"prompt": "a żółw, by a sea", "negative": "dark", "steps": 6, "sampler": "Euler", "cfg": 5}
PIXELS = Image.new("RGB", (8, 8), (90, 120, 200))
UNICODE = b"UNICODE\0"
COMMENTS = {
    "big endian": UNICODE + TEXT.encode("utf-16-be"),
    "little endian": UNICODE + TEXT.encode("utf-16-le"),
    "big endian, marked": UNICODE + b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "little endian, marked": UNICODE + b"\xff\xfe" + TEXT.encode("utf-16-le"),
    "UTF-8 as ASCII": b"ASCII\0\0\0" + TEXT.encode(),
    "no code": bytes(8) + TEXT.encode(),
    "no code at all": TEXT.encode(),
}


def exif_of(comment: bytes, tag: int = 0x9286) -> bytes:
    exif = Image.Exif()
    (exif.get_ifd(0x8769) if tag == 0x9286 else exif)[tag] = comment
    return exif.tobytes()


def png(path, kind: bytes, body: bytes):
    """A PNG with one chunk more."""
    PIXELS.save(path)
    data = path.read_bytes()
    chunk = struct.pack(">I", len(body)) + kind + body
    path.write_bytes(data[:33] + chunk + struct.pack(">I", zlib.crc32(kind + body)) + data[33:])
    return path


def said_by(path):
    told = told_by(path, Kind.REFINE)
    assert told.data["seed"] == 41
    return told.data["diffusion"]


@pytest.mark.parametrize("comment", COMMENTS.values(), ids=COMMENTS)
@pytest.mark.parametrize("ending", ["jpg", "webp", "avif", "tif", "png"])
def test_a_user_comment_is_read(tmp_path, ending, comment):
    PIXELS.save(tmp_path / f"a.{ending}", exif=exif_of(comment))
    assert said_by(tmp_path / f"a.{ending}") == SAID


@given(st.text(max_size=40), st.sampled_from(["utf-16-be", "utf-16-le"]))
def test_a_user_comment_in_either_order(prompt, encoding):
    text = f"{prompt}\nSteps: 6, Sampler: Euler, CFG scale: 5, Seed: 41".strip("\0 \t\r\n\ufeff")
    body = text.encode(encoding, "replace")
    assert decoded(UNICODE + body) == body.decode(encoding)


def test_other_places(tmp_path):
    PIXELS.save(tmp_path / "a.jpg", comment=TEXT.encode())
    PIXELS.save(tmp_path / "b.jpg", exif=exif_of(TEXT.encode(), 0x010E))
    PIXELS.save(tmp_path / "c.webp", exif=exif_of(TEXT.encode("utf-16-le"), 0x9C9C))
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:exif="http://ns.adobe.com/exif/1.0/" rdf:about=""><exif:UserComment><rdf:Alt>'
        f'<rdf:li xml:lang="x-default">{TEXT}</rdf:li></rdf:Alt></exif:UserComment>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()
    PIXELS.save(tmp_path / "d.webp", xmp=packet)
    for name in ("a.jpg", "b.jpg", "c.webp", "d.webp"):
        assert said_by(tmp_path / name) == SAID


def test_the_texts_of_a_png(tmp_path):
    packed = zlib.compress(TEXT.encode())
    made = [
        (b"iTXt", b"parameters\0\0\0\0\0" + TEXT.encode()),
        (b"iTXt", b"parameters\0\1\0pl\0\0" + packed),
        (b"zTXt", b"parameters\0\0" + packed),
        (b"tEXt", b"parameters\0" + TEXT.encode()),
        (b"tEXt", b"Comment\0" + TEXT.encode()),
    ]
    for kind, body in made:
        assert said_by(png(tmp_path / "a.png", kind, body)) == SAID
    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", TEXT, zip=True)
    PIXELS.save(tmp_path / "b.png", pnginfo=info)
    assert said_by(tmp_path / "b.png") == SAID


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_beside_or_instead_of_the_picture(tmp_path, encoding):
    PIXELS.save(tmp_path / "a.png")
    (tmp_path / "a.txt").write_text(TEXT, encoding)
    assert said_by(tmp_path / "a.txt") == said_by(tmp_path / "a.png") == SAID


def test_a_picture_s_own_recipe_comes_before_its_text(tmp_path):
    picture = Picture(np.zeros((8, 8, 3), np.uint8), Layout(ColourModel.RGB, Depth.U8, False))
    diffusion = Diffusion(model="m", prompt="żółw", negative="dark", steps=6, sampler="euler")
    recipe = Recipe(kind=Kind.INPAINT, seed=41, diffusion=diffusion)
    for ending in ("png", "jpg", "webp", "tif"):
        path = tmp_path / f"a.{ending}"
        save(stamped(picture, recipe), path)
        assert Recipe.from_dict(told_by(path, Kind.INPAINT).data) == recipe
    with Image.open(tmp_path / "a.png") as written:
        text = written.info["parameters"]
    (tmp_path / "b.txt").write_text(text, "utf-8")
    told = told_by(tmp_path / "b.txt", Kind.INPAINT).data
    assert (told["seed"], told["diffusion"]["prompt"]) == (41, "żółw")


def test_json_by_any_name(tmp_path):
    data = {"kind": "fill", "seed": 3}
    for name in ("a.json", "a.txt", "recipe"):
        (tmp_path / name).write_text(json.dumps(data))
        assert told_by(tmp_path / name, Kind.FILL).data == data


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", BadRecipe, "holds no recipe"),
        (b"# Read me\nwords", BadRecipe, "holds no recipe"),
        (b"\xfe\x00\x01\xff\xd8", BadRecipe, "neither a text nor a picture"),
        (b'{"kind": ', BadRecipe, "not JSON"),
        (b"{" * 100_000, BadRecipe, "not JSON"),
        (b"[1]", BadRecipe, "holds no recipe"),
        (b"a" * (2**20 + 1), BadRecipe, "longer than any recipe"),
    ],
)
def test_what_is_no_recipe_is_told(tmp_path, content, error, words):
    (tmp_path / "a.md").write_bytes(content)
    with pytest.raises(error, match=words):
        told_by(tmp_path / "a.md", Kind.FILL)


def test_a_picture_without_one_is_told(tmp_path):
    holding = png(tmp_path / "a.png", b"tEXt", b'parameters\0{"prompt": "of another program"}')
    PIXELS.save(tmp_path / "b.jpg", exif=exif_of(b"ASCII\0\0\0Taken by: me, At: sea, In: May"))
    for path in (holding, tmp_path / "b.jpg"):
        with pytest.raises(BadPicture, match="holds no recipe"):
            told_by(path, Kind.FILL)
    with pytest.raises(BadRecipe, match="Cannot read"):
        told_by(tmp_path / "none.png", Kind.FILL)


BOMB = zlib.compress(bytes(2**28), 9)
EMPTY_XMP = b"XML:com.adobe.xmp\0\1\0\0\0"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (b"zTXt", b"parameters\0\0" + BOMB),
        (b"iTXt", b"parameters\0\1\0\0\0" + BOMB),
        (b"iTXt", b"ritocco\0\1\0\0\0" + BOMB),
        (b"iTXt", EMPTY_XMP + BOMB),
        (b"iCCP", b"ICC\0\0" + BOMB),
        (b"tEXt", b"parameters\0" + b"a, " * 2**20),
        (b"zTXt", b"parameters\0\0" + b"no zlib"),
        (b"eXIf", b"II*\0\x08\0\0\0" + bytes(2**24)),
    ],
)
def test_a_bomb_is_told_and_takes_no_memory(tmp_path, kind, body):
    path = png(tmp_path / "a.png", kind, body)
    tracemalloc.start()
    with pytest.raises(RitoccoError) as error:
        told_by(path, Kind.FILL)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 48 * 2**20
    assert len(str(error.value)) < 300
    load(path)  # as a picture it is as good as any


def test_a_giant_and_tangled_exif_is_told(tmp_path):
    entries = b"".join(struct.pack("<HHII", 270, 7, 2**22, 0) for _ in range(2000))
    exif = b"II*\0\x08\0\0\0" + struct.pack("<H", 2000) + entries + bytes(2**22)
    loop = b"".join(struct.pack("<HHII", 34665, 4, 1, 8) for _ in range(3000))
    for block in (exif, b"II*\0\x08\0\0\0" + struct.pack("<H", 3000) + loop + bytes(4)):
        with pytest.raises(BadPicture, match="holds no recipe"):
            told_by(png(tmp_path / "a.png", b"eXIf", block), Kind.FILL)


def test_a_comment_is_read_beside_a_tag_that_is_broken(tmp_path):
    entries = [(270, 2, 40, 9999), (34665, 4, 1, 38)]  # a description beyond the end
    comment = bytes(8) + TEXT.encode()
    block = b"II*\0\x08\0\0\0" + struct.pack("<H", 2)
    block += b"".join(struct.pack("<HHII", *entry) for entry in entries) + bytes(4)
    block += struct.pack("<HHHII", 1, 0x9286, 7, len(comment), 56) + bytes(4) + comment
    assert said_by(png(tmp_path / "a.png", b"eXIf", block)) == SAID


SIGNS = 'ab ,:()<>[]{}|"\\=éż日😀\tAND'
LINE = st.text(SIGNS, max_size=20).map(str.strip) | st.sampled_from(["Steps: 1, Seed: 2, AA: 3"])
PROMPT = st.lists(LINE, max_size=3).map("\n".join).filter(lambda text: text == text.strip())


@given(
    PROMPT,
    PROMPT,
    st.integers(0, 2**32 - 1),
    st.floats(0, 100),
    st.floats(0, 1),
    st.sampled_from([Kind.INPAINT, Kind.REFINE, Kind.OUTPAINT]),
)
def test_what_the_web_ui_is_told_is_what_we_read_again(prompt, negative, seed, cfg, much, kind):
    content = usual(kind)["diffusion.content"]
    asked = Diffusion(
        model="my model, v2: [x]",
        prompt=prompt,
        negative=negative,
        cfg=cfg,
        strength=much,
        content=content,
        sampler="DPM++ 2M",
        schedule="Karras",
    )
    recipe = Recipe(kind=kind, seed=seed, diffusion=asked)
    picture = Picture(np.zeros((1, 1, 3), np.uint8), Layout(ColourModel.RGB, Depth.U8, False))
    text = text_in(stamped(picture, recipe).metadata)
    told = understood(read(text), kind)
    assert Recipe.from_dict({**told.data, "kind": kind}) == recipe
    assert told.hints == ()


@pytest.mark.parametrize("ending", ["jpg", "webp", "tif"])
def test_the_web_ui_finds_its_text_in_other_files_too(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    PIXELS.save(path, exif=exif_of(COMMENTS["big endian"]))
    diffusion = Diffusion(model="m", prompt="a łoś", steps=9)
    recipe = Recipe(kind=Kind.INPAINT, seed=7, diffusion=diffusion)
    save(stamped(load(path), recipe, path), path)
    with Image.open(path) as seen:
        comment = seen.getexif().get_ifd(0x8769)[0x9286]
    told = understood(read(decoded(comment)), Kind.INPAINT).data
    assert (told["seed"], told["diffusion"]["prompt"]) == (7, "a łoś")
    save(stamped(load(path), Recipe(seed=3), path), path)  # nothing of it is left to mislead
    assert text_in(load(path).metadata) is None


def test_a_vae_that_is_not_here_is_told_and_the_model_s_own_used(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"{TEXT}, VAE: of-nobody.safetensors", "utf-8")
    told = told_by(path, Kind.INPAINT)
    assert "vae" not in told.data["diffusion"]
    assert "of-nobody" in told.hints[0]
    assert told_by(path, Kind.FILL).hints == ()


def test_texts_that_unfold_are_not_all_unpacked(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    path.write_bytes(with_chunks(*[packed_text(b"zTXt", b"Comment", 2 * MOST)] * 100))
    tried = []
    real = carriers._unpacked
    monkeypatch.setattr(carriers, "_unpacked", lambda body: tried.append(1) or real(body))
    with pytest.raises(BadPicture, match="holds no recipe"):
        told_by(path, Kind.REFINE)
    assert len(tried) < 20


def test_of_endless_texts_some_are_looked_at(tmp_path, monkeypatch):
    looked = []
    monkeypatch.setattr(carriers, "_has_fields", lambda text: bool(looked.append(len(text))))
    path = tmp_path / "a.png"
    path.write_bytes(with_chunks(*[packed_text(b"zTXt", b"Comment", MOST // 2)] * 50))
    with pytest.raises(BadPicture, match="holds no recipe"):
        told_by(path, Kind.REFINE)
    assert sum(looked) <= 2 * MOST
