"""What staff upload: good files come in clean, everything else is refused with a sentence and leaves nothing behind."""

import io
import random
import zipfile

import pikepdf
import pytest
from PIL import Image

from documents import typesetting
from documents.uploads.base import RefusedError
from documents.uploads.checking import check
from migrado import languages

MUTATIONS = 60
"""Broken files of each kind that every run tries; `make fuzz` tries 500."""


def a_pdf(**root):
    pdf = pikepdf.open(io.BytesIO(typeset()))
    for name, value in root.items():
        pdf.Root[f"/{name}"] = value
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def typeset():
    blocks = typesetting.blocks_of("## Zuerst\n\nMelden Sie Ihre **Wohnung** an.\n\n- Name: ____\n")
    return typesetting.pdf(
        title="Probe", summary="Kurz", blocks=blocks, language=languages.get("de"), address="https://migrado.example/"
    )


def a_picture(kind):
    out = io.BytesIO()
    Image.new("RGB", (320, 200), "teal").save(out, kind)
    return out.getvalue()


def an_archive(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def a_docx(**more):
    return an_archive(**{"word__document_xml": "<w:document/>", "[Content.Types]_xml": "<Types/>"} | more)


def an_odt():
    mime = "application/vnd.oasis.opendocument.text"
    return an_archive(mimetype=mime, content_xml="<office:document-content/>")


def an_mp4():
    def box(kind, content):
        return (8 + len(content)).to_bytes(4, "big") + kind + content

    return box(b"ftyp", b"isom\0\0\2\0isom") + box(b"moov", b"x" * 40) + box(b"mdat", b"y" * 400)


VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nПривіт\n\n00:00:03.000 --> 00:00:05.000\nمرحبًا\n".encode()
GOOD = {
    "a.pdf": typeset,
    "a.docx": a_docx,
    "a.odt": an_odt,
    "a.jpg": lambda: a_picture("JPEG"),
    "a.png": lambda: a_picture("PNG"),
    "a.webp": lambda: a_picture("WEBP"),
    "a.mp4": an_mp4,
    "a.vtt": lambda: VTT,
}


def checked(tmp_path, name, content):
    source = tmp_path / "upload"
    source.write_bytes(content)
    folder = tmp_path / "out"
    folder.mkdir(exist_ok=True)
    return check(name, source, folder)


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_comes_in(tmp_path, name):
    found = checked(tmp_path, name, GOOD[name]())
    assert found.path.stat().st_size
    assert found.suffix == name.split(".")[1]


def test_a_pdf_gives_pages_text_and_a_picture(tmp_path):
    found = checked(tmp_path, "a.pdf", typeset())
    assert found.pages == 1
    assert "Melden Sie Ihre Wohnung an." in found.text
    assert Image.open(io.BytesIO(found.preview)).format == "WEBP"


def test_who_wrote_it_does_not_stay(tmp_path):
    pdf = pikepdf.open(io.BytesIO(typeset()))
    pdf.docinfo["/Author"] = "Geheim Person"
    out = io.BytesIO()
    pdf.save(out)
    found = checked(tmp_path, "a.pdf", out.getvalue())
    assert "/Author" not in pikepdf.open(found.path).docinfo


def test_a_picture_loses_where_it_was_taken(tmp_path):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Geheimer Ort"
    Image.new("RGB", (20, 20)).save(out, "JPEG", exif=exif)
    found = checked(tmp_path, "a.jpg", out.getvalue())
    assert b"Geheimer Ort" not in found.path.read_bytes()


JAVASCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
BAD = {
    "script on opening": ("a.pdf", lambda: a_pdf(OpenAction=JAVASCRIPT)),
    "script on a page's event": ("a.pdf", lambda: a_pdf(AA=pikepdf.Dictionary(WC=JAVASCRIPT))),
    "program to launch": ("a.pdf", lambda: a_pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))),
    "files inside": ("a.pdf", lambda: a_pdf(Names=pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary()))),
    "encrypted": ("a.pdf", lambda: encrypted()),
    "half of it": ("a.pdf", lambda: typeset()[:400]),
    "nothing": ("a.pdf", lambda: b""),
    "another kind": ("a.pdf", lambda: a_picture("PNG")),
    "a page": ("a.vtt", lambda: b"<!doctype html><script>alert(1)</script>"),
    "SVG": ("a.svg", lambda: b"<svg onload='alert(1)'/>"),
    "SVG as PNG": ("a.png", lambda: b"<svg onload='alert(1)'/>"),
    "HTML": ("a.html", lambda: b"<p>"),
    "a path in the name": ("../../a.pdf", typeset),
    "no ending": ("pdf", typeset),
    "macros": ("a.docx", lambda: a_docx(word__vbaProject_bin="x")),
    "a bomb": ("a.docx", lambda: a_docx(word__media__big_bin="0" * 50_000_000)),
    "not a document": ("a.docx", lambda: an_archive(hello_txt="x")),
    "a film cut off": ("a.mp4", lambda: an_mp4()[:-10]),
    "no film": ("a.mp4", lambda: b"hello"),
    "captions without captions": ("a.vtt", lambda: b"WEBVTT\n\n"),
    "captions in another encoding": ("a.vtt", lambda: VTT.decode().encode("utf-16")),
}


def encrypted():
    out = io.BytesIO()
    pikepdf.open(io.BytesIO(typeset())).save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_with_a_sentence(tmp_path, what):
    name, content = BAD[what]
    with pytest.raises(RefusedError) as refused:
        checked(tmp_path, name, content())
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", GOOD)
def test_mutated_files_are_refused_or_clean_and_never_crash(tmp_path, name):
    rng, good = random.Random(name), GOOD[name]()  # noqa: S311
    for _ in range(MUTATIONS):
        content = bytearray(good)
        for _ in range(rng.choice([1, 3, 30])):
            at = rng.randrange(len(content))
            change = rng.choice(["flip", "cut", "double", "zero"])
            if change == "flip":
                content[at] = rng.randrange(256)
            elif change == "cut":
                del content[at : at + rng.randrange(1, 40)]
            elif change == "double":
                content[at:at] = content[at : at + 40]
            else:
                content[at : at + 8] = b"\0" * len(content[at : at + 8])
            if not content:
                break
        try:
            checked(tmp_path, name, bytes(content))
        except RefusedError:
            continue
