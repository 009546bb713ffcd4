"""The admin: every page opens, German stands beside one other language, what staff do is logged."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext, override

from catalog.models import Service
from migrado import languages
from migrado.editorial.models import TranslationState

pytestmark = pytest.mark.django_db

MODELS = [
    model
    for model in admin.site._registry
    if model._meta.app_label in ("catalog", "pages", "editorial") and model is not TranslationState
]


@pytest.fixture
def staff(admin_client):
    return admin_client


def url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_search_add_and_change_open(staff, model):
    record = model._default_manager.first()
    assert staff.get(url(model, "changelist")).status_code == 200
    assert staff.get(url(model, "changelist"), {"q": "wohn"}).status_code == 200
    assert staff.get(url(model, "add")).status_code == 200
    assert staff.get(url(model, "change", record.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_visitors_are_sent_to_the_login(client, model):
    response = client.get(url(model, "changelist"))
    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]


def test_german_stands_beside_one_other_language(staff):
    service = Service.objects.get(key="wohngeld")
    html = staff.get(url(Service, "change", service.pk), {"language": "ar"}).content.decode()
    assert 'name="title_de"' in html
    assert 'name="title_ar"' in html
    others = [code for code in languages.CODES if code not in ("de", "ar")]
    assert not any(f'name="title_{languages.get(code).column}"' in html for code in others)
    textarea = html[html.index('name="summary_ar"') :].split(">")[0]
    assert 'dir="rtl"' in textarea
    assert 'lang="ar"' in textarea


def test_the_other_language_is_remembered(staff):
    service = Service.objects.get(key="wohngeld")
    staff.get(url(Service, "change", service.pk), {"language": "ti"})
    assert 'name="title_ti"' in staff.get(url(Service, "change", service.pk)).content.decode()


def test_an_unknown_language_is_no_error(staff):
    service = Service.objects.get(key="wohngeld")
    html = staff.get(url(Service, "change", service.pk), {"language": "xx"}).content.decode()
    assert 'name="title_en"' in html


def form_data(response):
    """What a browser would post for the forms of an admin page."""
    context = response.context
    data = {}
    for form in [context["adminform"].form, *(f for s in context["inline_admin_formsets"] for f in s.formset.forms)]:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = [getattr(one, "pk", one) for one in value] if isinstance(value, list) else value
    for inline in context["inline_admin_formsets"]:
        for bound in inline.formset.management_form:
            data[bound.html_name] = bound.value()
    return data


def test_an_edit_is_public_at_once_and_touches_no_other_language(staff, client):
    service = Service.objects.get(key="wohngeld")
    before = service.title_fa
    address = url(Service, "change", service.pk) + "?language=uk"
    data = form_data(staff.get(address)) | {"title_uk": "Нова назва"}
    response = staff.post(address, data)
    assert response.status_code == 302, response.context and response.context["errors"]
    assert "Нова назва" in client.get("/uk/services/wohngeld/").content.decode()
    service.refresh_from_db()
    assert service.title_fa == before
    assert LogEntry.objects.filter(object_id=str(service.pk)).exists()


def test_german_may_not_be_emptied(staff):
    service = Service.objects.get(key="wohngeld")
    address = url(Service, "change", service.pk)
    response = staff.post(address, form_data(staff.get(address)) | {"title_de": ""})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors


def test_checked_by_staff_is_stored_and_logged(staff, admin_user):
    service = Service.objects.get(key="wohngeld")
    staff.post(url(Service, "changelist"), {"action": "mark_checked", "_selected_action": [service.pk]})
    service.refresh_from_db()
    assert service.checked_by == admin_user
    assert LogEntry.objects.filter(object_id=str(service.pk), user=admin_user).exists()
    staff.post(url(Service, "changelist"), {"action": "mark_unchecked", "_selected_action": [service.pk]})
    service.refresh_from_db()
    assert service.checked_at is None


@pytest.mark.parametrize("name", ["topic", "residence_status", "sources"])
def test_autocomplete_answers(staff, name):
    response = staff.get(
        reverse("admin:autocomplete"),
        {"term": "a", "app_label": "catalog", "model_name": "service", "field_name": name},
    )
    assert response.status_code == 200
    assert response.json()["results"]


def test_the_list_costs_the_same_however_many_services_there_are(staff, django_assert_max_num_queries):
    for number in range(200):
        Service.objects.filter(pk=Service.objects.first().pk)
        Service(
            key=f"copy-{number}",
            topic_id=Service.objects.first().topic_id,
            title_de="K",
            summary_de="K",
            confidence="sourced",
        ).save()
    with django_assert_max_num_queries(12):
        staff.get(url(Service, "changelist"))


def test_nothing_comes_from_another_host(staff):
    html = staff.get(url(Service, "change", Service.objects.first().pk)).content.decode()
    assert 'src="http' not in html
    assert 'src="//' not in html
    assert 'rel="stylesheet" href="http' not in html


def test_a_german_change_outdates_the_translations_unless_it_is_a_typing_error(staff, admin_user):
    service = Service.objects.get(key="wohngeld")
    address = url(Service, "change", service.pk)
    data = form_data(staff.get(address)) | {"summary_de": service.summary_de + " Punkt."}
    assert staff.post(address, data | {"_typo": ""}).status_code == 302
    states = TranslationState.objects.of(Service).filter(object_id=service.pk)
    assert not states.outdated().exists()
    data = form_data(staff.get(address)) | {"summary_de": service.summary_de + " Neu."}
    staff.post(address, data | {"_save": ""})
    assert states.outdated().count() == len(languages.CODES) - 1
    assert states.get(language="de").by == admin_user


def test_a_german_change_shows_on_the_next_request_with_a_note_in_every_language(staff, client):
    service = Service.objects.get(key="wohngeld")
    address = url(Service, "change", service.pk)
    staff.post(address, form_data(staff.get(address)) | {"title_de": "Wohngeld ganz neu", "_save": ""})
    for code in languages.CODES:
        html = client.get(f"/{code}/services/wohngeld/", {"beside": "1"}).content.decode()
        assert "Wohngeld ganz neu" in html, code
        with override(code):
            note = escape(gettext("The German text has changed since this was translated."))
        assert (note in html) == (code != "de"), code
