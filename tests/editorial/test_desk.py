"""The translation desk: what is to do, German beside the translation, two people on one text."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from catalog.models import Service
from migrado.editorial import differences, states, texts
from migrado.editorial.models import GermanVersion, State, TranslationState
from migrado.editorial.worklist import Selection

pytestmark = pytest.mark.django_db


@pytest.fixture
def wohngeld():
    return Service.objects.get(key="wohngeld")


@pytest.fixture
def ref(wohngeld):
    return f"catalog.service.{wohngeld.pk}"


def worklist(**query):
    return reverse("admin:editorial_translationstate_changelist", query=query)


def address(code, ref, **query):
    return reverse("admin:editorial_translations_edit", args=[code, ref], query=query)


def typed(response):
    """What a browser would post for the desk's page."""
    form = response.context["form"]
    return {bound.html_name: bound.value() or "" for bound in form}


def state(instance, code):
    return TranslationState.objects.of(type(instance)).get(object_id=instance.pk, language=code)


def change_german(service, **fields):
    for field, text in fields.items():
        setattr(service, f"{field}_de", text)
    service.save()


def test_the_work_list_names_what_is_missing(admin_client, wohngeld, ref):
    wohngeld.cost_uk = ""
    wohngeld.save()
    response = admin_client.get(worklist(language="uk", which="missing"))
    assert [unit.ref for unit in response.context["page"]] == [ref]
    assert "Kosten fehlt" in response.content.decode()
    assert ("missing", "fehlt", 1) in response.context["tabs"]


def test_the_most_important_comes_first(admin_client):
    page = admin_client.get(worklist(language="ar", which="machine")).context["page"]
    assert all(isinstance(unit.instance, Service) for unit in page)
    assert page[0].instance.often_asked


def test_a_list_of_one_kind(admin_client):
    page = admin_client.get(worklist(language="ar", which="all", label="catalog.topic")).context["page"]
    assert {unit.kind for unit in page} == {"Thema"}


@pytest.mark.parametrize("query", [{"language": "xx"}, {"which": "xx"}, {"label": "auth.user"}, {"page": "9999"}])
def test_odd_queries_give_the_list(admin_client, query):
    assert admin_client.get(worklist(**query)).status_code == 200


@pytest.mark.parametrize(
    ("code", "ref"),
    [
        ("uk", "auth.user.1"),
        ("uk", "catalog.service.999999"),
        ("uk", "x"),
        ("de", "catalog.service.1"),
        ("xx", "catalog.service.1"),
        ("uk", "catalog.service.99999999999999999999"),
    ],
)
def test_what_is_not_there_is_not_found(admin_client, code, ref):
    assert admin_client.get(address(code, ref)).status_code == 404


def test_many_rows_need_no_more_queries_than_few(admin_client, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        admin_client.get(worklist(language="ar", which="machine"))


def test_saving_writes_logs_and_goes_to_the_next(admin_client, admin_user, client, wohngeld, ref):
    query = {"language": "uk", "which": "machine", "label": "catalog.service"}
    page = admin_client.get(address("uk", ref, **query))
    following = page.context["following"]
    data = typed(page) | {"title": "Допомога на оренду (Wohngeld)", "_save": ""}
    response = admin_client.post(address("uk", ref, **query), data)
    assert response.status_code == 302
    assert following in response["Location"]
    assert "Допомога на оренду (Wohngeld)" in client.get("/uk/services/wohngeld/").content.decode()
    assert (state(wohngeld, "uk").state, state(wohngeld, "uk").by) == (State.HUMAN, admin_user)
    assert state(wohngeld, "ru").state == State.MACHINE
    assert "Ukrainisch" in LogEntry.objects.latest("pk").change_message


def test_reviewed(admin_client, wohngeld, ref):
    data = typed(admin_client.get(address("ti", ref))) | {"_reviewed": ""}
    admin_client.post(address("ti", ref), data)
    assert state(wohngeld, "ti").state == State.REVIEWED


def test_saving_without_a_change_says_that_the_text_still_holds(admin_client, wohngeld, ref):
    change_german(wohngeld, who=wohngeld.who_de + " Neu.")
    assert wohngeld in states.outdated(Service, "uk")
    data = typed(admin_client.get(address("uk", ref))) | {"_save": ""}
    admin_client.post(address("uk", ref), data)
    assert wohngeld not in states.outdated(Service, "uk")
    assert wohngeld in states.outdated(Service, "ar")


def test_what_changed_in_the_german_is_shown_by_words(admin_client, wohngeld, ref):
    change_german(wohngeld, summary=wohngeld.summary_de.replace("Einkommen", "Gehalt"))
    html = admin_client.get(address("uk", ref)).content.decode()
    assert "<del>Einkommen</del><ins>Gehalt</ins>" in html


def test_german_versions_go_with_the_last_translation_made_from_them(wohngeld):
    versions = GermanVersion.objects.filter(object_id=wohngeld.pk, content_type__model="service")
    change_german(wohngeld, who="Neu.")
    assert versions.count() == 2
    for code in states.TRANSLATIONS:
        states.vouch(wohngeld, code, State.HUMAN)
    change_german(wohngeld, who="Noch einmal neu.")
    assert versions.count() == 2


def test_official_terms_are_marked(admin_client, ref):
    rows = admin_client.get(address("ar", ref)).context["form"].rows
    found = {term.german for row in rows for term in row["terms"]}
    assert {"Jobcenter", "Wohngeld"} <= found


def test_a_doubtful_text_is_held_against_it_once(admin_client, wohngeld, ref):
    page = admin_client.get(address("uk", ref))
    short = "Wohngeld"
    answer = admin_client.post(address("uk", ref), typed(page) | {"summary": short, "_save": ""})
    assert answer.status_code == 200
    assert "so lang wie das Deutsche" in answer.content.decode()
    wohngeld.refresh_from_db()
    assert wohngeld.summary_uk != short
    assert admin_client.post(address("uk", ref), typed(answer) | {"_save": ""}).status_code == 302
    wohngeld.refresh_from_db()
    assert wohngeld.summary_uk == short


def test_the_second_person_is_told_and_loses_nothing(admin_client, wohngeld, ref):
    mine = typed(admin_client.get(address("uk", ref)))
    anna = get_user_model().objects.create_user("anna")
    unit = texts.find(ref, "uk")
    texts.write(unit, {"title": "Житлова допомога"}, seen=unit.seen, by=anna)
    answer = admin_client.post(address("uk", ref), mine | {"title": "Мій текст Wohngeld", "_save": ""})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "anna hat diesen Text inzwischen geändert" in html
    assert 'value="Мій текст Wohngeld"' in html
    assert "<ins>Житлова допомога</ins>" in html or "Житлова" in html
    assert admin_client.post(address("uk", ref), typed(answer) | {"_save": ""}).status_code == 302
    wohngeld.refresh_from_db()
    assert wohngeld.title_uk == "Мій текст Wohngeld"


def test_a_german_change_meanwhile_is_a_conflict_too(admin_client, wohngeld, ref):
    mine = typed(admin_client.get(address("uk", ref)))
    change_german(wohngeld, summary=wohngeld.summary_de + " Neu.")
    assert admin_client.post(address("uk", ref), mine | {"_save": ""}).status_code == 409


def test_a_text_too_long_for_its_field_is_refused_with_a_sentence(admin_client, ref, wohngeld):
    page = admin_client.get(address("uk", ref))
    data = typed(page) | {"title": "ж" * 500, "_save": ""}
    first = admin_client.post(address("uk", ref), data)
    answer = admin_client.post(address("uk", ref), typed(first) | {"_save": ""})
    assert answer.status_code == 200
    assert "höchstens" in answer.content.decode()


def test_a_translator_needs_no_right_to_change_services(client, ref):
    anna = get_user_model().objects.create_user("anna", is_staff=True)
    client.force_login(anna)
    assert client.get(worklist()).status_code == 403
    assert client.get(address("uk", ref)).status_code == 403
    anna.user_permissions.add(*Permission.objects.filter(codename__endswith="_translationstate"))
    assert client.get(worklist()).status_code == 200
    assert client.get(address("uk", ref)).status_code == 200


def test_visitors_are_sent_to_the_login(client, ref):
    assert "/admin/login/" in client.get(worklist())["Location"]
    assert "/admin/login/" in client.post(address("uk", ref), {"title": "x"})["Location"]


def test_every_work_list_can_be_walked_to_its_end():
    selection = Selection("uk", "all", "catalog.topic")
    refs = [unit.ref for unit in selection.units()]
    walked = [refs[0]]
    while (following := selection.next_ref(walked[-1])) != refs[0]:
        walked.append(following)
    assert walked == refs


def test_differences():
    assert differences.words("Sie zahlen 5 Euro.", "Sie zahlen 7,50 Euro.") == [
        ("same", "Sie zahlen "),
        ("gone", "5"),
        ("new", "7,50"),
        ("same", " Euro."),
    ]
    assert differences.words("", "neu") == [("new", "neu")]


def test_the_address_of_a_state_leads_to_its_texts(admin_client, wohngeld, ref):
    row = state(wohngeld, "uk")
    response = admin_client.get(reverse("admin:editorial_translationstate_change", args=[row.pk]))
    assert response["Location"] == address("uk", ref)
