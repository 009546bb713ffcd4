"""Leaflets and help sheets on paper: every language, in reading order, tagged, and anew when a text changes."""

import re
import shutil
import subprocess
import unicodedata

import pikepdf
import pytest

from documents import captions, derived, sheets
from documents.models import CaptionTrack, Cue, Document, Edition, FormField, Purpose
from documents.typesetting import UnsettableError, blocks_of, pdf
from migrado import languages
from migrado.editorial import states

pytestmark = pytest.mark.django_db
PDFTOTEXT = shutil.which("pdftotext") or "pdftotext"
needs_pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="no pdftotext (poppler-utils) here")

# What a PDF may hold in another place than the text: vowel marks, joiners, isolating marks.
_MARKS = re.compile("[\u064b-\u0652\u0654\u0670\u200b-\u200f\u2066-\u2069\u00ad]")


def letters(text):
    """The letters and digits of a text in their order, without what extraction may move or break."""
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    # The two letters heh are one in Persian.
    return "".join(one for one in text if one.isalnum()).replace("\u06d5", "\u0647")


def words(text):
    """The Arabic words of a text.

    Where most of a page is German, pdftotext takes every line from left to right: what stands between signs and
    numbers then changes places, the letters of a word never.
    """
    return [letters(word) for word in re.findall("[\u0600-\u06ff\u200c]+", text) if letters(word)]


def on_paper(stored):
    """The letters of a PDF as pdftotext gives them."""
    with stored.file.open("rb") as source:
        content = source.read()
    run = subprocess.run([PDFTOTEXT, "-", "-"], input=content, capture_output=True, check=True)  # noqa: S603 (ours)
    return letters(run.stdout.decode())


def first_out_of_order(texts, found):
    """The first of these texts that does not follow those before it; "" if all are in order.

    A text may be a list of words, which may stand in any order among themselves.
    """
    at = 0
    for text in texts:
        wanted = text if isinstance(text, list) else [letters(text)]
        places = [found.find(word, at) for word in wanted]
        if min(places, default=0) < 0:
            return text
        at = max((place + len(word) for place, word in zip(places, wanted, strict=True)), default=at)
    return ""


@needs_pdftotext
@pytest.mark.parametrize("code", ["ar", "fa", "ti", "uk", "de", "kmr"])
def test_every_leaflet_can_be_read_and_copied_in_order(code):
    editions = Edition.objects.filter(purpose=Purpose.DOCUMENT, language=code, made_from__gt="")
    assert editions.count() >= 6
    for edition in editions.select_related("document", "stored"):
        body = getattr(edition.document, f"body_{languages.get(code).column}")
        blocks = [[run["text"] for run in block["runs"] if "text" in run] for block in blocks_of(body)]
        texts, found = [text for block in blocks for text in block], on_paper(edition.stored)
        if edition.document.is_bilingual and languages.get(code).direction == "rtl":
            texts = [[word for text in block for word in words(text)] for block in blocks]
        assert sum(map(len, texts)) > 20
        assert first_out_of_order(texts, found) == "", f"{edition.document.key} in {code}"


@needs_pdftotext
@pytest.mark.parametrize("code", ["ar", "fa", "ti", "uk"])
def test_every_help_sheet_has_the_german_beside_each_field(code):
    editions = Edition.objects.filter(purpose=Purpose.HELP, language=code).select_related("document", "stored")
    assert editions.count() >= 7
    for edition in editions:
        texts = []
        for field in edition.document.fields.all():
            texts += [field.german, getattr(field, f"explanation_{languages.get(code).column}")]
        assert first_out_of_order(texts, on_paper(edition.stored)) == "", f"{edition.document.key} in {code}"


@needs_pdftotext
def test_letters_that_change_places_are_noticed():
    edition = Edition.objects.select_related("stored").get(document__key="notfallkarte", language="ar")
    found = on_paper(edition.stored)
    text = next(run["text"] for block in blocks_of(edition.document.body_ar) for run in block["runs"] if "text" in run)
    assert first_out_of_order([text], found) == ""
    assert first_out_of_order([text], found.replace(letters(text), letters(text)[::-1])) == text


def test_every_leaflet_is_one_page():
    many = Edition.objects.filter(purpose=Purpose.DOCUMENT, made_from__gt="", stored__pages__gt=1)
    assert list(many.values_list("document__key", "language")) == []


def test_a_sheet_is_tagged_and_says_its_title_and_language():
    edition = Edition.objects.select_related("document", "stored").get(document__key="meine-termine", language="ar")
    with edition.stored.file.open("rb") as source, pikepdf.open(source) as paper:
        assert paper.Root.MarkInfo.Marked
        assert str(paper.Root.Lang) == "ar"
        assert "StructTreeRoot" in str(list(paper.Root.keys()))
        assert paper.open_metadata()["dc:title"] == edition.document.title_ar
        assert paper.open_metadata()["pdfuaid:part"] == "1"


def test_the_same_texts_give_the_same_bytes():
    document = Document.objects.get(key="meine-termine")
    assert pdf(sheets.leaflet(document, "fa")) == pdf(sheets.leaflet(document, "fa"))


def test_every_starter_document_is_there_in_every_language():
    for document in Document.objects.all():
        files = document.captions if document.kind == "video" else document.editions
        assert set(files.values_list("language", flat=True)) == set(languages.CODES), document.key


def test_a_sheet_follows_its_text_and_only_in_that_language():
    document = Document.objects.get(key="notfallkarte")
    before = dict(document.editions.values_list("language", "stored"))
    document.summary_uk = "Нове речення."
    document.save()
    after = dict(document.editions.values_list("language", "stored"))
    assert {code for code in before if before[code] != after[code]} == {"uk"}


def test_a_sheet_goes_with_its_text_and_never_takes_a_file_of_the_staff():
    document = Document.objects.get(key="notfallkarte")
    document.editions.filter(language="pl").update(stored=None, url="https://migrado.example/pl.pdf", made_from="")
    document.body_ti = document.body_pl = ""
    document.save()
    assert not document.editions.filter(language="ti").exists()
    assert document.editions.get(language="pl").url == "https://migrado.example/pl.pdf"


def test_a_help_sheet_follows_its_fields():
    document = Document.objects.get(key="wbs-antrag")
    before = document.editions.get(purpose=Purpose.HELP, language="ar")
    field = document.fields.first()
    field.explanation_ar += " جملة جديدة."
    field.save()
    after = document.editions.get(purpose=Purpose.HELP, language="ar")
    assert after.stored_id != before.stored_id
    field.explanation_ar = ""
    field.save()
    assert not document.editions.filter(purpose=Purpose.HELP, language="ar").exists()


def test_captions_follow_their_cues():
    document = Document.objects.get(kind="video")
    cue = document.cues.first()
    cue.text_uk = "Новий рядок"
    cue.save()
    track = document.captions.get(language="uk")
    assert "Новий рядок" in track.stored.text
    assert track.stored.text.startswith("WEBVTT")
    Cue.objects.create(document=document, start=70, end=75, text_de="Nur deutsch")
    assert set(document.captions.values_list("language", flat=True)) == {"de"}


def test_captions_are_timed():
    cues = [Cue(start=0, end="6.5", text_de="eins"), Cue(start=3661, end=3662, text_de="zwei")]
    for cue in cues:
        cue.clean_fields(exclude=["document"])
    written = captions.webvtt(cues, "de")
    assert "00:00:00.000 --> 00:00:06.500\neins" in written
    assert "01:01:01.000 --> 01:01:02.000\nzwei" in written


def test_paper_says_what_its_words_are_worth():
    document = Document.objects.get(key="notfallkarte")
    assert sheets.leaflet(document, "uk")["notes"] == ["Машинний переклад. Ніхто його не перевіряв."]
    before = document.editions.get(language="uk").stored_id
    states.vouch(document, "uk", "reviewed")
    assert sheets.leaflet(document, "uk")["notes"] == []
    assert document.editions.get(language="uk").stored_id != before
    assert sheets.leaflet(document, "de")["notes"] == []


def test_german_stands_beneath_each_line_of_a_sheet_for_two():
    document = Document.objects.get(key="meine-termine")
    assert document.is_bilingual
    sheet = sheets.leaflet(document, "ti")
    assert [one["kind"] for one in sheet["beside"]] == [one["kind"] for one in sheet["blocks"]]
    assert sheets.leaflet(document, "de")["beside"] == []
    document.body_ti += "\n\nAnother paragraph"
    assert sheets.leaflet(document, "ti")["beside"] == []


def test_a_sign_that_no_font_has_keeps_the_sheet_away_and_nothing_else():
    document = Document.objects.get(key="notfallkarte")
    with pytest.raises(UnsettableError, match="😀"):
        pdf(sheets.leaflet(document, "de") | {"title": "Karte 😀"})
    document.body_en += " 😀"
    document.save()
    assert not document.editions.filter(language="en").exists()
    assert document.editions.filter(language="de").exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "#",
        "- ",
        "1. \n   - a\n   - b",
        "____",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "<script>x</script>",
        "#set page()",
    ],
)
def test_whatever_staff_write_is_set(body):
    document = Document.objects.get(key="notfallkarte")
    sheet = sheets.leaflet(document, "de") | {"blocks": blocks_of(body)}
    assert pdf(sheet).startswith(b"%PDF")


def test_nothing_is_set_twice(monkeypatch):
    calls = []
    monkeypatch.setattr(derived, "pdf", lambda data: calls.append(data))
    for document in Document.objects.all():
        document.save()
    assert calls == []


def test_deleting_a_document_takes_its_files_along():
    document = Document.objects.get(key="notfallkarte")
    document.delete()
    assert not Edition.objects.filter(document__key="notfallkarte").exists()


def test_deleting_a_form_with_its_fields_sets_nothing():
    Document.objects.get(key="wbs-antrag").delete()
    assert not FormField.objects.filter(document__key="wbs-antrag").exists()
    assert not CaptionTrack.objects.filter(document__key="wbs-antrag").exists()
