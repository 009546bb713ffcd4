"""What staff upload: good files come in clean, everything else is refused with a sentence and leaves nothing behind."""

import io
import os
import random
import zlib
from decimal import Decimal

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ValidationError
from PIL import Image

from documents.models import StoredFile
from documents.uploads.base import RefusedError
from documents.uploads.checking import check
from documents.uploads.field import CheckedFileField

from .samples import VTT, a_docx, a_film, a_pdf, a_picture, an_archive, an_odt, names_in, typeset

MUTATIONS = int(os.environ.get("MUTATIONS", "60"))
"""Broken files of each kind that every run tries; MUTATIONS=500 tries more."""


GOOD = {
    "a.pdf": typeset,
    "a.docx": a_docx,
    "a.odt": an_odt,
    "a.jpg": lambda: a_picture("JPEG"),
    "a.png": lambda: a_picture("PNG"),
    "a.webp": lambda: a_picture("WEBP"),
    "a.mp4": a_film,
    "a.webm": lambda: a_film("webm", "libvpx-vp9"),
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


def test_a_film_tells_its_facts(tmp_path):
    found = checked(tmp_path, "a.webm", GOOD["a.webm"]())
    assert (found.seconds, found.width, found.height) == (1, 320, 240)
    assert found.frames_per_second == Decimal(25)
    assert Image.open(io.BytesIO(found.preview)).size == (320, 240)


def test_a_film_that_was_taken_upright_is_upright(tmp_path):
    found = checked(tmp_path, "a.mp4", a_film(turned=90))
    assert (found.width, found.height) == (240, 320)
    assert Image.open(io.BytesIO(found.preview)).size == (240, 320)
    assert checked(tmp_path, "a.mp4", found.path.read_bytes()).width == 240


def test_a_film_loses_where_it_was_taken_and_plays_before_it_is_loaded(tmp_path):
    content = a_film(comment="Geheimer Ort", suffix="mp4")
    assert b"Geheimer Ort" in content
    clean = checked(tmp_path, "a.mp4", content).path.read_bytes()
    assert b"Geheimer Ort" not in clean
    assert clean.index(b"moov") < clean.index(b"mdat")


def test_the_same_film_is_the_same_file(tmp_path):
    first = checked(tmp_path, "a.webm", GOOD["a.webm"]()).path.read_bytes()
    assert checked(tmp_path, "a.webm", GOOD["a.webm"]()).path.read_bytes() == first


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        (("pdf", "docx", "webp"), "Erlaubt sind PDF, DOCX und WebP."),
        (("vtt",), "Erlaubt ist nur VTT."),
    ],
)
def test_a_field_takes_its_own_kinds_only(kinds, sentence):
    with pytest.raises(ValidationError) as refused:
        CheckedFileField(kinds=kinds).clean(SimpleUploadedFile("a.png", a_picture("PNG")))
    assert refused.value.messages == [sentence]


def test_a_tagged_pdf_loses_who_wrote_it_and_stays_accessible(tmp_path):
    pdf = pikepdf.open(io.BytesIO(typeset()))
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["Geheim Person"]
    out = io.BytesIO()
    pdf.save(out)
    clean = pikepdf.open(checked(tmp_path, "a.pdf", out.getvalue()).path)
    assert b"Geheim" not in clean.Root.Metadata.read_bytes()
    assert clean.open_metadata()["pdfuaid:part"] == "1"
    assert clean.open_metadata()["dc:title"] == clean.docinfo["/Title"] == "Probe"
    assert (clean.Root.Lang, clean.Root.MarkInfo.Marked) == ("de", True)


@pytest.mark.parametrize("metadata", [b"<x", b"", b"\0\xff"])
def test_metadata_that_nobody_can_read_go_too(tmp_path, metadata):
    pdf = pikepdf.open(io.BytesIO(typeset()))
    pdf.Root.Metadata = pikepdf.Stream(pdf, metadata)
    out = io.BytesIO()
    pdf.save(out)
    clean = pikepdf.open(checked(tmp_path, "a.pdf", out.getvalue()).path)
    assert "/Metadata" not in clean.Root
    assert clean.docinfo["/Title"] == "Probe"


def test_a_picture_that_was_taken_upright_is_upright(tmp_path):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (20, 10)).save(out, "JPEG", exif=exif)
    assert Image.open(checked(tmp_path, "a.jpg", out.getvalue()).path).size == (10, 20)


def test_what_is_clear_in_a_picture_stays_clear(tmp_path):
    out = io.BytesIO()
    Image.new("P", (20, 20)).save(out, "PNG", transparency=0)
    assert Image.open(checked(tmp_path, "a.png", out.getvalue()).path).getpixel((0, 0))[3] == 0


def test_a_document_may_link_to_the_web(tmp_path):
    assert checked(tmp_path, "a.docx", a_docx(word___rels__document_xml_rels=relation("hyperlink"))).suffix == "docx"


JAVASCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
BAD = {
    "script on opening": ("a.pdf", lambda: a_pdf(OpenAction=JAVASCRIPT)),
    "script on a page's event": ("a.pdf", lambda: a_pdf(AA=pikepdf.Dictionary(WC=JAVASCRIPT))),
    "program to launch": ("a.pdf", lambda: a_pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))),
    "files inside": ("a.pdf", lambda: a_pdf(Names=pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary()))),
    "a file beside a page": ("a.pdf", lambda: annotated(FS=pikepdf.Dictionary(EF=pikepdf.Dictionary()))),
    "a file elsewhere": ("a.pdf", lambda: annotated(A=pikepdf.Dictionary(S=pikepdf.Name.GoToR, F="//evil/a.pdf"))),
    "a script as a link": ("a.pdf", lambda: annotated(A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="javascript:1"))),
    "a script as a link, in two lines": (
        "a.pdf",
        lambda: annotated(A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="\x01java\nscript:1")),
    ),
    "a page as a bomb": ("a.pdf", lambda: drawn(zlib.compress(b" " * 110_000_000))),
    "a picture as a bomb": ("a.pdf", lambda: drawn(b"", Subtype=pikepdf.Name.Image, Width=30_000, Height=30_000)),
    "encrypted": ("a.pdf", lambda: encrypted()),
    "half of it": ("a.pdf", lambda: typeset()[:400]),
    "all but its end": ("a.pdf", lambda: typeset()[:-30]),
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
    "a template from elsewhere": (
        "a.docx",
        lambda: a_docx(word___rels__settings_xml_rels=relation("attachedTemplate")),
    ),
    "relations with entities": (
        "a.docx",
        lambda: a_docx(word___rels__settings_xml_rels="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
    ),
    "not a document": ("a.docx", lambda: an_archive(hello_txt="x")),
    "a film cut off": ("a.mp4", lambda: a_film()[:-10]),
    "another film cut off": ("a.webm", lambda: GOOD["a.webm"]()[:-10]),
    "a film that many cannot see": ("a.mp4", lambda: a_film(codec="mpeg4")),
    "a film with another ending": ("a.webm", a_film),
    "no film": ("a.mp4", lambda: b"hello"),
    "captions without captions": ("a.vtt", lambda: b"WEBVTT\n\n"),
    "captions with a zero": ("a.vtt", lambda: VTT.replace(b"\xd0", b"\0\xd0")),
    "captions in another encoding": ("a.vtt", lambda: VTT.decode().encode("utf-16")),
}


def annotated(**values):
    """A PDF with a link that holds these values."""
    pdf = pikepdf.open(io.BytesIO(typeset()))
    pdf.pages[0].obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, **values)])
    return saved(pdf)


def drawn(packed, **values):
    """A PDF whose page is drawn by this packed content."""
    pdf = pikepdf.new()
    stream = pikepdf.Stream(pdf, b"")
    stream.write(packed, filter=pikepdf.Name.FlateDecode)
    for name, value in values.items():
        stream[f"/{name}"] = value
    pdf.add_blank_page().obj.Contents = stream
    return saved(pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)


def saved(pdf, **how):
    out = io.BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def relation(kind):
    """The relations of a document with one to something on another machine."""
    kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    attributes = f'Type="{kind}" Target="https://evil.example/a" TargetMode="External"'
    return f"<Relationships><Relationship {attributes}/></Relationships>"


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


def mutated(good, rng):
    """The content with up to thirty changes."""
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
    return bytes(content)


def cleaned(field, upload):
    """What a field gives, or the sentences with which it refuses."""
    try:
        return field.clean(upload), []
    except ValidationError as refused:
        return None, refused.messages


@pytest.mark.django_db
@pytest.mark.parametrize("name", GOOD)
def test_of_mutated_uploads_only_whole_files_get_in(tmp_path, storage, temporary, name):
    rng, good = random.Random(name), GOOD[name]()  # noqa: S311
    field = CheckedFileField(required=False)
    kept = set()
    for _ in range(MUTATIONS):
        stored, sentences = cleaned(field, SimpleUploadedFile(name, mutated(good, rng)))
        assert stored or sentences[0].endswith(".")
        if stored:
            assert checked(tmp_path, name, stored.file.read()).suffix == stored.suffix
            kept |= {stored.file.name, stored.preview.name} - {""}
        assert list(temporary.iterdir()) == []
    assert names_in(storage) == kept
    assert StoredFile.objects.filter(file__in=kept).count() == len({one for one in kept if one.startswith("files")})
