"""The pages of machine translation in the admin."""

import re
import time
from datetime import timedelta

import deepl
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from catalog.models import Service
from migrado.editorial import states
from migrado.editorial.machine import job as jobs
from migrado.editorial.machine import views
from migrado.editorial.machine.models import JobState, TranslationJob
from migrado.editorial.models import State, TranslationState
from migrado.editorial.worklist import Selection

from .deepl_stand_in import KEY

pytest_plugins = "tests.editorial.deepl_stand_in"
pytestmark = pytest.mark.django_db

QUERY = {"language": "uk", "which": "missing", "label": "catalog.service"}


@pytest.fixture(autouse=True)
def fresh(complete, monkeypatch):
    monkeypatch.setattr(jobs, "PAUSES", ())
    monkeypatch.setattr(views, "USAGE_WAIT", 30)  # a busy machine answers late
    cache.clear()


@pytest.fixture
def wohngeld():
    """A service without its Ukrainian summary."""
    service = Service.objects.get(key="wohngeld")
    service.summary_uk = ""
    with states.written_by(state=State.MACHINE):
        service.save()
    return service


def page(**query):
    return reverse("admin:editorial_translations_machine", query=query)


def job_page(job):
    return reverse("admin:editorial_translations_job", args=[job.pk])


@pytest.fixture
def work(monkeypatch, settings):
    """With the queue of production: does what `manage.py db_worker` does, in the test's own transaction."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    return db_worker.Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
        excluded_queue_names=[],
    ).run


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_what_it_would_cost_is_said_before(admin_client, stand_in, wohngeld):
    stand_in.used = 12_345
    response = admin_client.get(page(**QUERY))
    assert response.status_code == 200
    assert f"1 Text mit {len(wohngeld.summary_de)} Zeichen" in text_of(response)
    assert "12.345 von 500.000 Zeichen" in text_of(response)
    assert stand_in.translations == []
    assert not TranslationJob.objects.exists()


def test_it_says_if_the_characters_will_not_do(admin_client, stand_in, wohngeld):
    assert "reicht nicht" not in text_of(admin_client.get(page(**QUERY)))
    stand_in.limit = 10
    cache.clear()
    assert "Das Kontingent reicht nicht" in text_of(admin_client.get(page(**QUERY)))


def test_what_is_left_to_people_is_counted(admin_client, stand_in, wohngeld):
    TranslationState.objects.of(Service).filter(object_id=wohngeld.pk, language="uk").update(state=State.HUMAN)
    text = text_of(admin_client.get(page(**QUERY)))
    assert "Bleibt für Menschen" in text
    assert "nichts zu übersetzen" in text


def test_the_button_leaves_the_work_to_the_worker(admin_client, admin_user, stand_in, wohngeld, work):
    response = admin_client.post(page(), QUERY)
    job = TranslationJob.objects.get()
    assert (response.status_code, response.url) == (302, job_page(job))
    assert (job.state, job.by, job.which, job.label) == (JobState.WAITING, admin_user, "missing", "catalog.service")
    assert stand_in.translations == []
    assert "0 von 1 Texten" in text_of(admin_client.get(job_page(job)))
    work()
    assert "Fertig: 1 von 1 Texten" in text_of(admin_client.get(job_page(job)))
    assert Service.objects.get(pk=wohngeld.pk).summary_uk
    assert job_page(job) in text_of(admin_client.get(page(**QUERY)))


def test_only_translators_may(client, stand_in, wohngeld):
    reader = get_user_model().objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_translationstate"))
    client.force_login(reader)
    job = jobs.create(Selection("uk", "missing", "catalog.service"))
    for address in (page(**QUERY), job_page(job)):
        assert client.get(address).status_code == 403
        assert client.post(address, QUERY | {"_stop": ""}).status_code == 403
    job.refresh_from_db()
    assert job.state == JobState.WAITING
    reader.user_permissions.add(Permission.objects.get(codename="change_translationstate"))
    client.force_login(get_user_model().objects.get(pk=reader.pk))
    assert client.get(page(**QUERY)).status_code == 200


@pytest.mark.parametrize("trouble", ["500", "403", "body:<html>", "hang"])
def test_a_service_in_trouble_does_not_break_the_page(admin_client, stand_in, wohngeld, trouble, monkeypatch):
    if trouble == "hang":
        monkeypatch.setattr(views, "USAGE_WAIT", 0.2)
        monkeypatch.setattr(deepl.http_client._BackoffTimer, "get_timeout", lambda _: 60)
    stand_in.always = trouble
    began = time.monotonic()
    response = admin_client.get(page(**QUERY))
    assert "DeepL sagt es gerade nicht" in text_of(response)
    assert time.monotonic() - began < 40
    asked = len(stand_in.requests)
    admin_client.get(page(**QUERY))
    assert trouble == "hang" or len(stand_in.requests) == asked


def test_without_a_key_it_says_what_to_do(admin_client, settings, wohngeld):
    settings.DEEPL_AUTH_KEY = ""
    text = text_of(admin_client.get(page(**QUERY)))
    assert "DEEPL_AUTH_KEY" in text
    assert '<button type="submit" class="button default">' not in text
    assert "DEEPL_AUTH_KEY" in text_of(admin_client.post(page(), QUERY, follow=True))


@pytest.mark.parametrize("code", ["ti", "de-simple"])
def test_a_language_that_deepl_cannot(admin_client, stand_in, code):
    assert "kann diese Sprache nicht" in text_of(admin_client.get(page(language=code)))
    response = admin_client.post(page(), QUERY | {"language": code}, follow=True)
    assert "kann diese Sprache nicht" in text_of(response)
    assert not TranslationJob.objects.exists()


@pytest.mark.parametrize(
    "query", [{"language": "xx"}, {"which": "odd"}, {"label": "auth.user"}, {"language": "uk\0", "label": "<b>"}]
)
def test_odd_queries(admin_client, stand_in, query):
    assert admin_client.get(page(**query)).status_code == 200
    response = admin_client.post(page(), QUERY | query, follow=True)
    assert "Diese Auswahl gibt es nicht" in text_of(response)
    assert not TranslationJob.objects.exists()


def test_a_second_job_is_refused(admin_client, stand_in, wohngeld):
    jobs.create(Selection(code="uk", which="missing"))
    assert "läuft schon" in text_of(admin_client.post(page(), QUERY, follow=True))
    assert TranslationJob.objects.count() == 1


def test_the_key_is_never_shown(admin_client, stand_in, wohngeld):
    admin_client.post(page(), QUERY)
    for address in (page(**QUERY), job_page(TranslationJob.objects.get())):
        assert KEY not in admin_client.get(address).content.decode()


class TestAJob:
    @pytest.fixture
    def job(self, stand_in, wohngeld):
        return jobs.create(Selection("uk", "missing", "catalog.service"))

    def test_refreshes_itself_while_it_is_open(self, admin_client, job):
        text = text_of(admin_client.get(job_page(job)))
        assert 'hx-trigger="every 3s"' in text
        assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in text
        assert '<progress id="progress" max="1" value="0">' in text
        jobs.run(job)
        text = text_of(admin_client.get(job_page(job)))
        assert "hx-trigger" not in text
        assert "refresh" not in text

    def test_may_be_stopped_and_continued(self, admin_client, job, wohngeld, work):
        assert "Fortsetzen" not in text_of(admin_client.get(job_page(job)))
        text = text_of(admin_client.post(job_page(job), {"_stop": ""}, follow=True))
        assert "Von admin angehalten" in text
        assert "Anhalten</button>" not in text
        assert "Fortsetzen</button>" in text
        admin_client.post(job_page(job), {"_continue": ""})
        work()
        job.refresh_from_db()
        assert job.state == JobState.DONE
        assert Service.objects.get(pk=wohngeld.pk).summary_uk

    def test_that_is_silent_says_so(self, admin_client, job):
        TranslationJob.objects.update(state=JobState.RUNNING, heartbeat_at=timezone.now() - timedelta(minutes=3))
        text = text_of(admin_client.get(job_page(job)))
        assert "nichts geschehen" in text
        assert "db_worker" in text
        assert "Fortsetzen</button>" in text

    def test_that_is_done_cannot_be_continued(self, admin_client, job):
        jobs.run(job)
        text = text_of(admin_client.post(job_page(job), {"_continue": ""}, follow=True))
        assert "läuft schon oder ist fertig" in text

    def test_leads_to_the_texts_that_did_not_hold(self, admin_client, job, stand_in, wohngeld):
        stand_in.always = "empty"
        jobs.run(job)
        response = admin_client.get(job_page(job))
        address = reverse("admin:editorial_translations_edit", args=["uk", f"catalog.service.{wohngeld.pk}"])
        assert address in text_of(response)
        assert "DeepL hat nicht alle Texte übersetzt" in text_of(response)
        assert admin_client.get(address).status_code == 200

    def test_of_which_there_is_none(self, admin_client):
        assert admin_client.get(reverse("admin:editorial_translations_job", args=[10**9])).status_code == 404

    def test_asks_as_often_for_many_faults_as_for_one(self, admin_client, job, django_assert_max_num_queries):
        TranslationJob.objects.update(
            faults=[{"ref": f"catalog.service.{n}", "title": f"<b>{n}", "messages": ["x"]} for n in range(200)]
        )
        with django_assert_max_num_queries(6):
            text = text_of(admin_client.get(job_page(job)))
        assert "&lt;b&gt;199" in text
