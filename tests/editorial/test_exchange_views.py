"""Files of translations in the admin: exporting a work list, a preview of a file, and confirming it."""

import html
from dataclasses import replace

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from catalog.models import Service
from migrado import languages
from migrado.editorial import texts
from migrado.editorial.exchange import carrying, xliff, xlsx
from migrado.editorial.exchange.rows import rows_of
from migrado.editorial.models import State, TranslationState
from migrado.editorial.worklist import Selection

from .test_exchange import HOSTILE

pytestmark = pytest.mark.django_db

DESK = "admin:editorial_translationstate_changelist"


@pytest.fixture
def wohngeld():
    return Service.objects.get(key="wohngeld")


def exported(service, code="uk"):
    """{field: row} of a service, as a file would hold them."""
    ref = texts.Unit(service, code).ref
    return {row.field: row for row in rows_of(Selection(code, "all", "catalog.service")) if row.ref == ref}


def get_file(client, **query):
    return client.get(reverse("admin:editorial_translations_export", query=query))


def upload(client, data, code="uk", name="büro.xlf"):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("admin:editorial_translations_import"), {"language": code, "file": file})


def upload_rows(client, *rows, code="uk", form=xliff):
    return upload(client, form.write(rows, languages.get(code)), code)


def confirm(client, page, **more):
    """Press the button of a preview."""
    data = {bound.html_name: bound.value() or "" for bound in page.context["confirm"]} | more
    return client.post(
        reverse("admin:editorial_translations_import"), {key: text for key, text in data.items() if text}
    )


def told(response):
    return html.unescape(response.content.decode())


def state(service, code):
    return TranslationState.objects.of(Service).get(object_id=service.pk, language=code)


class TestExport:
    @pytest.mark.parametrize(("name", "form"), [("xliff", xliff), ("xlsx", xlsx)])
    def test_the_work_list_as_a_file(self, admin_client, wohngeld, name, form):
        wohngeld.cost_uk = ""
        wohngeld.save()
        response = get_file(admin_client, language="uk", which="missing", format=name)
        expected = f'attachment; filename="migrado-uk-fehlt-{timezone.localdate()}.{form.ENDING}"'
        assert response["Content-Disposition"] == expected
        assert response["Content-Type"] == form.TYPE
        code, rows = form.read(response.content)
        assert (code, {row.ref for row in rows}) == ("uk", {f"catalog.service.{wohngeld.pk}"})

    def test_a_whole_language_stays_within_bounds(self, admin_client, django_assert_max_num_queries):
        with django_assert_max_num_queries(30):
            response = get_file(admin_client, language="ti", which="all")
        assert len(xliff.read(response.content)[1]) > 2000

    @pytest.mark.parametrize(
        "query",
        [
            {},
            {"language": "de"},
            {"language": "xx"},
            {"language": "uk", "which": "x"},
            {"language": "uk", "label": "auth.user"},
            {"language": "uk", "format": "pdf"},
        ],
    )
    def test_odd_queries_lead_back_with_a_sentence(self, admin_client, query):
        response = get_file(admin_client, **query)
        assert response["Location"] == reverse(DESK)
        assert "Diese Auswahl gibt es nicht." in told(admin_client.get(response["Location"]))

    def test_nothing_to_do(self, admin_client):
        response = get_file(admin_client, language="uk", which="missing", label="catalog.topic")
        assert "nichts zu exportieren" in told(admin_client.get(response["Location"]))

    def test_a_text_too_long_for_excel(self, admin_client, wohngeld):
        wohngeld.summary_de = "x" * 33_000
        wohngeld.save()
        response = get_file(admin_client, language="uk", which="all", label="catalog.service", format="xlsx")
        assert "XLIFF" in told(admin_client.get(response["Location"]))


class TestPreview:
    def test_the_form_knows_the_language(self, admin_client):
        response = admin_client.get(reverse("admin:editorial_translations_import", query={"language": "ar"}))
        assert '<option value="ar" selected>Arabisch</option>' in told(response)

    def test_what_changes_is_shown_by_words(self, admin_client, wohngeld):
        wohngeld.title_uk = "Допомога стара (Wohngeld)"
        wohngeld.save()
        page = upload_rows(admin_client, replace(exported(wohngeld)["title"], text="Допомога нова (Wohngeld)"))
        assert "1 Text geändert" in told(page)
        assert "Допомога <del>стара</del><ins>нова</ins>" in told(page)
        assert '<div lang="uk" dir="ltr">' in told(page)
        wohngeld.refresh_from_db()
        assert wohngeld.title_uk == "Допомога стара (Wohngeld)"

    def test_right_to_left(self, admin_client, wohngeld):
        page = upload_rows(admin_client, replace(exported(wohngeld, "ar")["title"], text="جديد"), code="ar")
        assert '<div lang="ar" dir="rtl">' in told(page)

    def test_markup_of_a_file_stays_text(self, admin_client, wohngeld):
        page = upload_rows(admin_client, replace(exported(wohngeld)["title"], text="<script>alert(1)</script>"))
        assert b"<script>alert" not in page.content
        assert b"&lt;script&gt;alert" in page.content

    def test_with_a_refused_row_nothing_can_be_confirmed(self, admin_client, wohngeld):
        rows = exported(wohngeld)
        page = upload_rows(
            admin_client, replace(rows["title"], text="Добре"), replace(rows["summary"], text="{зле}"), rows["who"]
        )
        assert "1 Text geändert, 1 abgelehnt, 1 unverändert" in told(page)
        assert "alles oder nichts" in told(page)
        assert "{зле} gibt es im Deutschen nicht" in told(page)
        assert "confirm" not in page.context
        assert b'name="sealed"' not in page.content

    def test_a_file_that_changes_nothing(self, admin_client, wohngeld):
        page = upload_rows(admin_client, *exported(wohngeld).values())
        assert "ändert nichts" in told(page)
        assert b'name="sealed"' not in page.content

    @pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
    def test_a_file_that_is_none_gives_a_sentence(self, admin_client, data):
        page = upload(admin_client, data)
        assert page.status_code == 200
        assert page.context["form"].errors["file"][0].endswith((".", ")."))

    def test_another_language_than_chosen(self, admin_client, wohngeld):
        data = xliff.write([exported(wohngeld, "ar")["title"]], languages.get("ar"))
        assert "In der Datei ist es Arabisch, gewählt ist Ukrainisch." in told(upload(admin_client, data))

    @pytest.mark.parametrize("form", [{}, {"language": "uk"}, {"language": "xx"}, {"sealed": ""}, {"sealed": "x"}])
    def test_odd_forms(self, admin_client, form):
        assert admin_client.post(reverse("admin:editorial_translations_import"), form).status_code == 200

    def test_a_whole_language_fits(self, admin_client):
        rows = [replace(row, text=row.text + "!") for row in rows_of(Selection("ti", "all"))]
        page = upload_rows(admin_client, *rows, code="ti")
        assert len(page.context["confirm"]["sealed"].value()) < 500_000
        assert f"{len(rows)} Texte geändert" in told(page)

    def test_too_many_changes_for_one_form(self, admin_client, wohngeld, monkeypatch):
        monkeypatch.setattr(carrying, "LARGEST", 100)
        page = upload_rows(admin_client, replace(exported(wohngeld)["title"], text="Інша назва"))
        assert "teilen Sie die Datei" in told(page)


class TestConfirming:
    @pytest.mark.parametrize("form", [xliff, xlsx])
    def test_writes_and_leads_to_the_desk(self, admin_client, admin_user, wohngeld, form):
        row = replace(exported(wohngeld)["title"], text="Інша назва (Wohngeld)")
        response = confirm(admin_client, upload_rows(admin_client, row, form=form))
        assert response["Location"] == reverse(DESK, query={"language": "uk"})
        assert "1 Text übernommen: büro.xlf" in told(admin_client.get(response["Location"]))
        wohngeld.refresh_from_db()
        assert wohngeld.title_uk == "Інша назва (Wohngeld)"
        assert (state(wohngeld, "uk").state, state(wohngeld, "uk").by) == (State.HUMAN, admin_user)
        assert LogEntry.objects.get().change_message == "Übersetzung Ukrainisch importiert"

    def test_reviewed(self, admin_client, wohngeld):
        page = upload_rows(admin_client, replace(exported(wohngeld)["title"], text="Інша назва (Wohngeld)"))
        confirm(admin_client, page, reviewed="on")
        assert state(wohngeld, "uk").state == State.REVIEWED

    def test_a_second_click_does_nothing(self, admin_client, wohngeld):
        page = upload_rows(admin_client, replace(exported(wohngeld)["title"], text="Інша назва (Wohngeld)"))
        assert [confirm(admin_client, page).status_code for _ in range(2)] == [302, 302]
        assert LogEntry.objects.count() == 1

    @pytest.mark.parametrize(("field", "sentence"), [("title_uk", "auch hier geändert"), ("title_de", "deutsche Text")])
    def test_a_change_meanwhile(self, admin_client, wohngeld, field, sentence):
        page = upload_rows(admin_client, replace(exported(wohngeld)["title"], text="Інша назва (Wohngeld)"))
        setattr(wohngeld, field, "Wohngeld 3")
        wohngeld.save()
        answer = confirm(admin_client, page)
        assert answer.status_code == 409
        assert "Es wurde nichts übernommen" in told(answer)
        assert sentence in told(answer)
        wohngeld.refresh_from_db()
        assert getattr(wohngeld, field) == "Wohngeld 3"
        assert not LogEntry.objects.exists()

    def test_who_has_seen_the_newer_text_may_replace_it(self, admin_client, wohngeld):
        page = upload_rows(admin_client, replace(exported(wohngeld)["title"], text="Інша назва (Wohngeld)"))
        wohngeld.title_uk = "Новіша назва"
        wohngeld.save()
        assert confirm(admin_client, confirm(admin_client, page)).status_code == 302
        wohngeld.refresh_from_db()
        assert wohngeld.title_uk == "Інша назва (Wohngeld)"

    def test_a_deleted_object_meanwhile(self, admin_client, wohngeld):
        page = upload_rows(admin_client, replace(exported(wohngeld)["title"], text="Інша назва (Wohngeld)"))
        wohngeld.delete()
        assert "nicht mehr" in told(confirm(admin_client, page))

    def test_a_preview_is_for_one_person_one_language_and_as_it_was(self, admin_client, client, wohngeld):
        page = upload_rows(admin_client, replace(exported(wohngeld)["title"], text="Інша назва (Wohngeld)"))
        sealed = page.context["confirm"]["sealed"].value()
        berta = get_user_model().objects.create_superuser("berta")
        client.force_login(berta)
        for answer in (
            confirm(client, page),
            confirm(admin_client, page, language="ru"),
            confirm(admin_client, page, sealed=sealed[:-1] + ("a" if sealed[-1] != "a" else "b")),
        ):
            assert "gilt nicht mehr" in told(answer)
        wohngeld.refresh_from_db()
        assert wohngeld.title_uk != "Інша назва (Wohngeld)"


def test_who_may(client):
    addresses = [get_address(name) for name in ("export", "import")]
    assert all("/admin/login/" in client.get(address)["Location"] for address in addresses)
    berta = get_user_model().objects.create_user("berta", is_staff=True)
    client.force_login(berta)
    assert [client.get(address).status_code for address in addresses] == [403, 403]
    berta.user_permissions.add(*Permission.objects.filter(codename__endswith="_translationstate"))
    assert [client.get(address).status_code for address in addresses] == [200, 200]


def get_address(name):
    return reverse(
        f"admin:editorial_translations_{name}", query={"language": "uk", "which": "all", "label": "catalog.topic"}
    )
