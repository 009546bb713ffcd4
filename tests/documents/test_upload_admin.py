"""Uploads in the admin: each field is checked on its own, nothing is lost or left behind, each answer is a page."""

import resource
from datetime import timedelta
from decimal import Decimal

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from documents.models import CaptionTrack, Document, DocumentKind, Edition, StoredFile, VideoSource
from documents.models.stored_file import Scan
from documents.uploads import handler
from tests.test_admin import form_data

from .samples import VTT, a_film, a_pdf, a_picture, names_in, typeset

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(storage, temporary):
    """After each test: no temporary file is left, and every file in the storage has a row."""
    yield
    assert list(temporary.iterdir()) == []
    rows = StoredFile.objects.values_list("file", "preview")
    assert names_in(storage) <= {name for row in rows for name in row}


@pytest.fixture
def form():
    return Document.objects.create(
        key="probe", kind=DocumentKind.FORM, title_de="Probe", summary_de="Kurz", confidence="sourced"
    )


@pytest.fixture
def video():
    return Document.objects.create(
        key="probe-film", kind=DocumentKind.VIDEO, title_de="Probe", summary_de="Kurz", confidence="sourced"
    )


@pytest.fixture
def save(admin_client):
    """`save(document, editions=[{…}, …])` sends the admin's form with these rows in an inline, and gives the answer."""

    def send(document, client=admin_client, **inlines):
        address = reverse("admin:documents_document_change", args=[document.pk])
        data = form_data(admin_client.get(address))
        for prefix, rows in inlines.items():
            first = int(data[f"{prefix}-INITIAL_FORMS"])
            data[f"{prefix}-TOTAL_FORMS"] = first + len([row for row in rows if "at" not in row])
            for number, row in enumerate(rows, start=first):
                at = row.pop("at", number)
                data |= {f"{prefix}-{at}-{name}": value for name, value in row.items()}
        response = client.post(address, data)
        assert response.status_code in (200, 302)
        return response

    return send


def an_edition(content=None, language="de", name="a.pdf", **values):
    values = {"language": language, "purpose": "document", "url": "", "is_accessible": "unknown"} | values
    return values | ({"upload": SimpleUploadedFile(name, content)} if content else {})


def errors(response):
    """All sentences of a form that came back."""
    assert response.status_code == 200
    found = response.context["errors"]
    return [one for some in found for one in ([some] if isinstance(some, str) else some)]


def test_the_page_brings_the_script_and_works_without_it(admin_client, form):
    html = admin_client.get(reverse("admin:documents_document_change", args=[form.pk])).content.decode()
    assert 'admin/upload-progress.js" type="module"' in html
    assert 'enctype="multipart/form-data"' in html
    assert 'data-largest="209715200"' in html
    assert 'accept=".pdf,.docx,.odt,.jpg,.png,.webp"' in html


class TestEditions:
    def test_a_good_file_comes_in_and_visitors_get_it(self, save, client, form):
        assert save(form, editions=[an_edition(typeset())]).status_code == 302
        Document.objects.filter(pk=form.pk).update(published=True)
        edition = form.editions.get()
        response = client.get(edition.get_absolute_url())
        assert b"".join(response.streaming_content).startswith(b"%PDF-")

    def test_each_field_is_checked_on_its_own(self, save, form):
        rows = [
            an_edition(typeset(), "de"),
            an_edition(a_picture("PNG"), "en"),
            an_edition(a_pdf()[:400], "fr"),
            an_edition(b"<svg/>", "ar", "a.svg"),
            an_edition(a_film(), "uk", "a.mp4"),
        ]
        found = errors(save(form, editions=rows))
        assert sorted(found) == [
            "Der Inhalt passt nicht zur Endung .pdf.",
            "Die PDF-Datei ist nicht vollständig. Bitte erzeugen Sie sie neu.",
            "Erlaubt sind PDF, DOCX, ODT, JPG, PNG und WebP.",
            "Erlaubt sind PDF, DOCX, ODT, JPG, PNG und WebP.",
        ]
        assert not form.editions.exists()

    def test_what_is_typed_stays_beside_the_error(self, save, form):
        response = save(
            form, editions=[an_edition(b"", edition_date="2026-01-31") | {"upload": SimpleUploadedFile("a.pdf", b"")}]
        )
        assert errors(response) == ["Die Datei ist leer."]
        assert "31.01.2026" in response.content.decode() or "2026-01-31" in response.content.decode()

    def test_neither_file_nor_link(self, save, form):
        assert errors(save(form, editions=[an_edition()])) == [
            "Bitte wählen Sie eine Datei, oder geben Sie einen Link an."
        ]

    def test_both_at_once(self, save, form):
        rows = [an_edition(typeset(), url="https://www.dortmund.de/a.pdf")]
        assert errors(save(form, editions=rows)) == ["Entweder eine Datei oder ein Link."]

    def test_one_language_twice(self, save, form):
        save(form, editions=[an_edition(typeset())])
        again = errors(save(form, editions=[an_edition(a_picture("PNG"), name="a.png")]))
        both = errors(save(form, editions=[an_edition(typeset(), "en"), an_edition(typeset(), "en")]))
        assert all("doppelten Daten" in sentences[0] for sentences in (again, both))
        assert form.editions.count() == 1

    def test_a_new_file_a_link_and_a_file_again_take_each_others_place(self, save, form):
        save(form, editions=[an_edition(typeset())])
        Edition.objects.update(made_from="0123456789abcdef")
        save(form, editions=[{"at": 0, "upload": SimpleUploadedFile("a.png", a_picture("PNG"))}])
        edition = form.editions.get()
        assert (edition.stored.suffix, edition.made_from) == ("png", "")
        assert save(form, editions=[{"at": 0, "url": "https://www.dortmund.de/a.pdf"}]).status_code == 302
        edition.refresh_from_db()
        assert (edition.stored, edition.url) == (None, "https://www.dortmund.de/a.pdf")
        save(form, editions=[{"at": 0, "upload": SimpleUploadedFile("a.pdf", typeset())}])
        edition.refresh_from_db()
        assert (edition.stored.suffix, edition.url) == ("pdf", "")

    def test_a_change_without_an_upload_leaves_the_file(self, save, form):
        save(form, editions=[an_edition(typeset())])
        before = form.editions.get().stored
        assert save(form, editions=[{"at": 0, "language": "en"}]).status_code == 302
        assert (form.editions.get().language, form.editions.get().stored) == ("en", before)

    @pytest.mark.parametrize(
        ("scan", "sentence"),
        [
            (Scan.WAITING, "wartet auf die Virenprüfung"),
            (Scan.REFUSED, "Virus gefunden: Eicar, gelöscht"),
        ],
    )
    def test_staff_see_what_the_scanner_says(self, save, admin_client, form, scan, sentence):
        save(form, editions=[an_edition(typeset())])
        StoredFile.objects.filter(editions__document=form).update(scan=scan, scan_note="Eicar")
        html = admin_client.get(reverse("admin:documents_document_change", args=[form.pk])).content.decode()
        assert sentence in html
        assert save(form).status_code == 302


class TestLimits:
    def test_a_file_that_is_too_large_is_not_kept_and_says_so(self, save, form, monkeypatch):
        monkeypatch.setattr(handler, "LARGEST", 100_000)
        rows = [an_edition(typeset() + b"%" * 300_000, "de"), an_edition(a_picture("PNG"), "en", "a.png")]
        assert errors(save(form, editions=rows)) == ["Die Datei ist größer als 200 MB."]

    def test_uploads_are_on_disk_not_in_memory(self, rf, admin_user, temporary):
        request = rf.post("/", {"upload": SimpleUploadedFile("a.pdf", b"small")})
        request.user = admin_user
        upload = request.FILES["upload"]
        assert upload.temporary_file_path().startswith(str(temporary))
        assert upload.read() == b"small"
        request.close()

    def test_a_visitors_file_is_passed_over(self, client, temporary, monkeypatch):
        monkeypatch.setattr(
            handler.TemporaryFileUploadHandler, "new_file", lambda *args: pytest.fail("a file is written")
        )
        for address in ("/de/", "/admin/login/", "/de/search"):
            response = client.post(address, {"upload": SimpleUploadedFile("a.pdf", b"x" * 100_000)})
            assert response.status_code < 500

    @pytest.mark.parametrize("size", [0, 20_000, 150_000])
    def test_a_full_disk_is_a_sentence(self, save, form, size):
        content = typeset() + b"\n%" + b"x" * 200_000 + b"\n%%EOF"
        most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, most[1]))
        try:
            response = save(form, editions=[an_edition(content)])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, most)
        assert errors(response) == ["Die Datei konnte nicht gespeichert werden. Ist der Speicher voll?"]

    def test_a_full_storage_is_a_sentence(self, save, form, storage, monkeypatch):
        def no_room(*args):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("documents.uploads.storing.ContentFile", no_room)
        assert errors(save(form, editions=[an_edition(typeset())])) == [
            "Die Datei konnte nicht gespeichert werden. Ist der Speicher voll?"
        ]
        assert names_in(storage) == set()

    def test_a_save_that_fails_leaves_no_file(self, save, form, storage, monkeypatch):
        def fail(*args, **kwargs):
            assert names_in(storage)
            raise RuntimeError("after the upload")

        monkeypatch.setattr("documents.admin.DocumentAdmin.save_related", fail)
        with pytest.raises(RuntimeError, match="after the upload"):
            save(form, editions=[an_edition(typeset())])
        assert names_in(storage) == set()


def a_source(content=None, name="a.mp4", **values):
    return {"language": "", **values} | ({"upload": SimpleUploadedFile(name, content)} if content else {})


def prefix(model):
    """The prefix of an inline's rows."""
    return model._meta.get_field("document").remote_field.get_accessor_name()


class TestVideos:
    def test_a_film_brings_its_facts(self, save, video):
        sent = a_source(a_film(), seconds=999, width=9999, height=1, frames_per_second=60)
        assert save(video, **{prefix(VideoSource): [sent]}).status_code == 302
        source = VideoSource.objects.get(document=video)
        assert (source.seconds, source.width, source.height) == (1, 320, 240)
        assert source.frames_per_second == Decimal(25)
        assert source.stored.preview
        assert save(video, **{prefix(VideoSource): [{"at": 0, "is_sign_language": "on"}]}).status_code == 302
        source.refresh_from_db()
        assert (source.is_sign_language, source.width) == (True, 320)

    def test_sign_language_must_be_readable(self, save, video):
        upright = a_source(a_film(turned=90), is_sign_language="on")
        assert errors(save(video, **{prefix(VideoSource): [upright]})) == [
            "Gebärdensprache braucht mindestens 320 × 240 Punkte und 25 Bilder je Sekunde."
        ]

    def test_a_film_without_a_file(self, save, video):
        assert errors(save(video, **{prefix(VideoSource): [a_source(language="de")]})) == [
            "Bitte wählen Sie einen Film."
        ]

    def test_a_poster(self, save, video):
        film = a_source(a_film(), poster_upload=SimpleUploadedFile("a.png", a_picture("PNG")))
        save(video, **{prefix(VideoSource): [film]})
        assert VideoSource.objects.get(document=video).poster.suffix == "png"
        film = a_source(a_film(), poster_upload=SimpleUploadedFile("a.mp4", a_film()))
        assert errors(save(video, **{prefix(VideoSource): [film]})) == ["Erlaubt sind JPG, PNG und WebP."]

    def test_captions(self, save, video):
        track = {"language": "uk", "upload": SimpleUploadedFile("a.vtt", VTT)}
        assert save(video, **{prefix(CaptionTrack): [dict(track)]}).status_code == 302
        assert "Привіт" in CaptionTrack.objects.get(document=video).stored.text
        assert errors(save(video, **{prefix(CaptionTrack): [{"language": "ar"}]})) == [
            "Bitte wählen Sie eine Datei mit Untertiteln."
        ]
        assert errors(save(video, **{prefix(CaptionTrack): [track]}))


def test_a_new_file_is_looked_at_again_in_a_year(save, form):
    today = timezone.localdate()
    save(form, editions=[an_edition(a_pdf()), an_edition(a_pdf(), "en", review_by=today.isoformat())])
    dates = dict(form.editions.values_list("language", "review_by"))
    assert dates == {"de": today + timedelta(days=365), "en": today}
    form.editions.update(review_by=today - timedelta(days=1))
    save(form, editions=[{"at": 0, "upload": SimpleUploadedFile("b.pdf", a_pdf(PageMode=pikepdf.Name.UseNone))}])
    dates = dict(form.editions.values_list("language", "review_by"))
    assert dates == {"de": today + timedelta(days=365), "en": today - timedelta(days=1)}


def test_files_past_their_review_date_are_listed(admin_client):
    today, editions = timezone.localdate(), Edition.objects.filter(document__key="notfallkarte")
    for language, days in {"de": -1, "en": 0, "uk": 30, "ar": 31}.items():
        editions.filter(language=language).update(review_by=today + timedelta(days=days))

    def listed(query):
        address = reverse("admin:documents_edition_changelist")
        return [edition.language for edition in admin_client.get(address + query).context["cl"].result_list]

    assert listed("?review=overdue") == ["de"]
    assert listed("?review=soon") == ["en", "uk"]
    assert listed("")[:4] == ["de", "en", "uk", "ar"]
    assert "ti" in listed("?review=none")


def test_a_document_can_be_deleted_with_its_files(admin_client):
    document = Document.objects.get(key="notfallkarte")
    address = reverse("admin:documents_document_delete", args=[document.pk])
    assert admin_client.post(address, {"post": "yes"}).status_code == 302
    assert not Document.objects.filter(key="notfallkarte").exists()
