"""Files to upload, made anew for every run."""

import io
import zipfile
from functools import cache

import av
import pikepdf
from PIL import Image

from documents import typesetting


def a_pdf(**root):
    pdf = pikepdf.open(io.BytesIO(typeset()))
    for name, value in root.items():
        pdf.Root[f"/{name}"] = value
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


@cache
def typeset():
    """A PDF as the portal sets it: with text, a title and a language."""
    return typesetting.pdf(
        {
            "title": "Probe",
            "summary": "Kurz",
            "notes": [],
            "lang": "de",
            "dir": "ltr",
            "blocks": typesetting.blocks_of("## Zuerst\n\nMelden Sie Ihre **Wohnung** an.\n\n- Name: ____\n"),
            "beside": [],
            "address": "https://migrado.example/",
        }
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


@cache
def a_film(suffix="mp4", codec="libx264", turned=0, **metadata):
    """A film of one second, 320 × 240, 25 pictures a second."""
    out = io.BytesIO()
    with av.open(out, "w", format=suffix) as film:
        film.metadata.update(metadata)
        pictures = film.add_stream(codec, rate=25, width=320, height=240, pix_fmt="yuv420p")
        if turned:
            pictures.set_display_rotation(turned)
        for number in range(25):
            frame = av.VideoFrame.from_image(Image.new("RGB", (320, 240), (number * 9, 90, 120)))
            film.mux(pictures.encode(frame))
        film.mux(pictures.encode(None))
    return out.getvalue()


VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nПривіт\n\n00:00:03.000 --> 00:00:05.000\nمرحبًا\n".encode()


def names_in(folder):
    """The names of all files below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
