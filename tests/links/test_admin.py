"""The list of links in the admin."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from catalog.models import Link as ServiceLink
from catalog.models import Service
from migrado.links.models import Link, State

pytest_plugins = "tests.links.web"
pytestmark = pytest.mark.usefixtures("wohngeld")

PAGE = reverse("admin:links_link_changelist")


@pytest.fixture
def make(wohngeld):
    """Makes a link that stands in the service."""

    def make(url, **values):
        ServiceLink.objects.create(service=wohngeld, url=url)
        return Link.objects.create(url=url, **values)

    return make


@pytest.fixture
def broken(make):
    now = timezone.now()
    values = {"failures": 3, "first_failed_at": now, "checked_at": now, "why": "Die Seite gibt es nicht mehr."}
    return make("https://z-broken.example/", state=State.BROKEN, **values)


@pytest.fixture
def staff(client):
    """Logs somebody in with these permissions."""

    def staff(*codenames):
        user = get_user_model().objects.create_user("anna", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames, content_type__app_label="links"))
        client.force_login(user)
        return client

    return staff


def text_of(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def ask(client, *links, **more):
    data = {"action": "check_soon", "_selected_action": [link.pk for link in links]} | more
    return client.post(PAGE, data, follow=True)


def test_it_says_what_is_wrong_and_where(admin_client, broken, wohngeld):
    text = text_of(admin_client.get(PAGE))
    for word in ("kaputt", "Die Seite gibt es nicht mehr.", "Gestört seit", "Zuletzt geprüft"):
        assert word in text
    assert f'<a href="{broken.url}" rel="noopener noreferrer">' in text
    address = reverse("admin:catalog_service_change", args=[wohngeld.pk])
    assert f'<a href="{address}">Dienst: {wohngeld}</a>' in text


def test_it_names_the_new_address(admin_client, make):
    make("https://a.example/", state=State.MOVED, why="Umgezogen.", target="https://b.example/?a=1&b=<2>")
    assert 'Umgezogen. Neu: <a href="https://b.example/?a=1&amp;b=&lt;2&gt;"' in text_of(admin_client.get(PAGE))


def test_broken_links_stand_first_and_can_be_chosen(admin_client, make, broken):
    make("https://a-works.example/", state=State.WORKS)
    make("https://b-moved.example/", state=State.MOVED)
    make("https://c-unsure.example/", state=State.UNSURE)
    make("https://d-waiting.example/")
    found = re.findall(r'href="https://(\w)-\w+\.example/" rel', text_of(admin_client.get(PAGE)))
    assert found == ["z", "b", "c", "d", "a"]
    text = text_of(admin_client.get(PAGE, {"state__exact": "broken"}))
    assert "z-broken" in text
    assert "a-works" not in text
    assert "b-moved" in text_of(admin_client.get(PAGE, {"q": "moved"}))


def test_few_of_many_records_are_named(admin_client, broken):
    services = list(Service.objects.exclude(key="wohngeld").order_by("pk")[:7])
    other = Link.objects.create(url="https://other.example/")
    for service in services:
        ServiceLink.objects.create(service=service, url=broken.url)
    for service in services[4:]:
        ServiceLink.objects.create(service=service, url=other.url)
    text = text_of(admin_client.get(PAGE))
    assert text.count("Dienst: ") == 5 + 3
    assert "und 3 weitere" in text


def test_a_link_that_stands_nowhere_any_more_is_no_error(admin_client):
    Link.objects.create(url="https://gone.example/")
    assert "gone.example" in text_of(admin_client.get(PAGE))


def test_it_asks_as_often_for_a_full_page_as_for_one_link(admin_client, make, django_assert_max_num_queries):
    for number in range(120):
        make(f"https://h{number}.example/")
    with django_assert_max_num_queries(9):
        text = text_of(admin_client.get(PAGE))
    assert text.count("Dienst: ") == 50


def test_it_does_not_say_the_state_by_colour(admin_client, make):
    make("https://a.example/", is_wanted=True)
    assert "noch nicht geprüft (Prüfung angefordert)" in text_of(admin_client.get(PAGE))


def test_nobody_adds_changes_or_deletes(admin_client, broken):
    assert admin_client.get(reverse("admin:links_link_add")).status_code == 403
    one = reverse("admin:links_link_change", args=[broken.pk])
    assert "Die Seite gibt es nicht mehr." in text_of(admin_client.get(one))
    assert admin_client.post(one, {"url": "https://x.example/"}).status_code == 403
    assert admin_client.post(reverse("admin:links_link_delete", args=[broken.pk])).status_code == 403
    assert "delete_selected" not in text_of(admin_client.get(PAGE))
    assert Link.objects.get().url == broken.url


class TestAskingForACheck:
    def test_has_them_checked_and_is_logged(self, staff, web, make):
        fine, gone = make(f"{web.url}/fine", checked_at=timezone.now()), make(f"{web.url}/gone")
        client = staff("view_link", "change_link")
        text = text_of(ask(client, fine))
        assert "Angefordert (1)." in text
        fine.refresh_from_db()
        assert (fine.state, fine.is_wanted) == (State.WORKS, False)
        entry = LogEntry.objects.get(object_id=str(fine.pk))
        assert (entry.user.username, entry.change_message) == ("anna", "Prüfung angefordert.")
        assert not LogEntry.objects.filter(object_id=str(gone.pk)).exists()

    def test_is_written_down_where_the_worker_sleeps(self, staff, make, settings, web):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        link = make(f"{web.url}/fine", checked_at=timezone.now())
        assert "(Prüfung angefordert)" in text_of(ask(staff("change_link"), link))
        assert web.requests == []

    def test_is_not_for_those_who_may_only_look(self, staff, web, make):
        link = make(f"{web.url}/fine")
        client = staff("view_link")
        text = text_of(client.get(PAGE))
        assert link.url in text
        assert "Jetzt prüfen" not in text
        ask(client, link)
        assert web.requests == []
        assert not LogEntry.objects.exists()

    def test_of_nothing_is_no_error(self, staff, make):
        make("https://a.example/")
        client = staff("change_link")
        assert text_of(ask(client))
        assert text_of(ask(client, _selected_action=["999999"]))


def test_without_permission_there_is_no_list(staff, broken):
    client = staff()
    assert client.get(PAGE).status_code == 403
    assert client.get(reverse("admin:links_link_change", args=[broken.pk])).status_code == 403


def test_records_that_one_may_not_open_are_named_only(staff, broken, wohngeld):
    text = text_of(staff("view_link").get(PAGE))
    assert f"Dienst: {wohngeld}" in text
    assert reverse("admin:catalog_service_change", args=[wohngeld.pk]) not in text


def test_visitors_are_sent_to_the_login(client):
    assert "/admin/login/" in client.get(PAGE)["Location"]
