"""Machine translation of a work list: what is written, what is left to people, and how it goes on after trouble."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalog.models import Responsibility, Service
from migrado.editorial import states, texts
from migrado.editorial.machine import drafts, plan, tasks
from migrado.editorial.machine import job as jobs
from migrado.editorial.machine.models import JobState, TranslationJob
from migrado.editorial.models import State, TranslationState
from migrado.editorial.worklist import Selection

pytest_plugins = "tests.editorial.deepl_stand_in"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("complete")]

MISSING = Selection("uk", "missing", "catalog.service")
OUTDATED = Selection("uk", "outdated", "catalog.service")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(jobs, "PAUSES", (0, 0))


@pytest.fixture
def anna():
    return get_user_model().objects.create_user("anna")


@pytest.fixture
def wohngeld():
    return Service.objects.get(key="wohngeld")


def empty(*keys, fields=("summary",), code="uk"):
    """Take these texts of services away, as if nobody had translated them."""
    services = [Service.objects.get(key=key) for key in keys]
    for service in services:
        for field in fields:
            setattr(service, f"{field}_{code}", "")
        with states.written_by(state=State.MACHINE):
            service.save()
    return services


def run(selection=MISSING, by=None):
    job = jobs.create(selection, by)
    jobs.run(job)
    return job


def now(service):
    return Service.objects.get(pk=service.pk)


def state(service, code="uk"):
    return TranslationState.objects.of(Service).with_outdated().get(object_id=service.pk, language=code)


def test_a_gap_is_filled_and_counts_as_a_machines(stand_in, wohngeld, anna):
    title = wohngeld.title_uk
    empty("wohngeld")
    job = run(by=anna)
    assert (job.state, job.objects_done, job.objects_total) == (JobState.DONE, 1, 1)
    assert now(wohngeld).summary_uk
    assert now(wohngeld).title_uk == title
    assert (state(wohngeld).state, state(wohngeld).by, state(wohngeld).is_outdated) == (State.MACHINE, anna, False)
    assert job.characters == len(wohngeld.summary_de)
    assert stand_in.used >= job.characters


def test_only_gaps_are_sent(stand_in, wohngeld):
    empty("wohngeld")
    run()
    assert len(stand_in.translations) == 1
    assert len(stand_in.texts) == 1
    assert stand_in.translations[0]["context"] == wohngeld.title_de


def test_lines_stay_lines(stand_in, wohngeld):
    empty("wohngeld", fields=["steps"])
    run()
    assert len(now(wohngeld).steps_uk.split("\n")) == len(wohngeld.steps_de.split("\n")) > 1


def test_an_official_word_stays(stand_in):
    service = Service.objects.filter(summary_de__contains="Jobcenter").first()
    empty(service.key)
    run()
    assert "Jobcenter" in now(service).summary_uk
    assert any('<x id="0">' in text for text in stand_in.texts)


def test_all_of_a_machines_outdated_text_is_made_anew(stand_in, wohngeld):
    before = now(wohngeld)
    wohngeld.summary_de += " Und mehr."
    wohngeld.save()
    assert state(wohngeld).is_outdated
    job = run(OUTDATED)
    assert job.state == JobState.DONE
    assert not state(wohngeld).is_outdated
    assert now(wohngeld).summary_uk != before.summary_uk
    assert job.characters == sum(len(pair.german) for pair in texts.Unit(wohngeld, "uk").pairs)


@pytest.mark.parametrize("vouched", [State.HUMAN, State.REVIEWED])
@pytest.mark.parametrize("selection", [MISSING, OUTDATED, Selection("uk", "all", "catalog.service")])
def test_what_people_vouch_for_is_left_to_them(stand_in, wohngeld, anna, vouched, selection):
    empty("wohngeld")
    wohngeld = now(wohngeld)
    wohngeld.cost_de = "Neu: kostet nichts."
    wohngeld.save()
    TranslationState.objects.of(Service).filter(object_id=wohngeld.pk, language="uk").update(state=vouched)
    before = states.texts_of(now(wohngeld), "uk")
    assert (plan.of(selection).refs, plan.of(selection).left_to_people) == ((), 1)
    with pytest.raises(jobs.NotNowError, match="nichts zu übersetzen"):
        jobs.create(selection)
    assert states.texts_of(now(wohngeld), "uk") == before
    assert stand_in.requests == []


def test_texts_of_unknown_origin_are_left_to_people(stand_in, wohngeld):
    empty("wohngeld")
    TranslationState.objects.of(Service).filter(object_id=wohngeld.pk, language="uk").delete()
    assert plan.of(MISSING).left_to_people == 1


def test_a_machines_current_text_is_not_made_anew(stand_in):
    assert plan.of(Selection("uk", "machine", "catalog.service")).refs == ()


def test_an_object_without_any_translation(stand_in, wohngeld):
    fields = states.source_fields(Service)
    empty("wohngeld", fields=fields)
    assert run().state == JobState.DONE
    assert all(pair.text for pair in texts.Unit(now(wohngeld), "uk").pairs)


class TestAPersonIsQuicker:
    """While DeepL translates, somebody else writes."""

    def test_with_a_text(self, stand_in, wohngeld, anna, monkeypatch):
        empty("wohngeld")
        draft_only = drafts.Drafter.draft

        def draft(self, unit):
            made = draft_only(self, unit)
            theirs = texts.Unit(now(wohngeld), "uk")
            texts.write(theirs, {"summary": "Людина була швидшою."}, seen=theirs.seen, by=anna)
            return made

        monkeypatch.setattr(drafts.Drafter, "draft", draft)
        assert run().state == JobState.DONE
        assert now(wohngeld).summary_uk == "Людина була швидшою."
        assert (state(wohngeld).state, state(wohngeld).by) == (State.HUMAN, anna)

    def test_by_vouching_for_it_as_it_stands(self, stand_in, wohngeld, anna):
        empty("wohngeld")
        unit = texts.Unit(now(wohngeld), "uk")
        states.vouch(now(wohngeld), "uk", State.REVIEWED, anna)
        assert not drafts.write(unit, {"summary": "Машина"}, None)
        assert not now(wohngeld).summary_uk
        assert state(wohngeld).state == State.REVIEWED

    def test_by_changing_the_german(self, stand_in, wohngeld):
        empty("wohngeld")
        unit = texts.Unit(now(wohngeld), "uk")
        german = now(wohngeld)
        german.summary_de = "Ganz anders."
        german.save()
        assert not drafts.write(unit, {"summary": "Машина"}, None)
        assert not now(wohngeld).summary_uk

    def test_by_deleting_the_object(self):
        rule = Responsibility.objects.exclude(explanation_de=None).first()
        unit = texts.find(f"catalog.responsibility.{rule.pk}", "uk")
        rule.delete()
        assert not drafts.write(unit, {"explanation": "Машина"}, None)


class TestTextsThatDoNotHold:
    @pytest.mark.parametrize(
        ("trouble", "fault"),
        [
            ("lose tag", "fehlt"),
            ("double tag", "steht doppelt"),
            ("strange tag", "Auszeichnung"),
            ("empty", "nicht alle Texte"),
            ("400", "abgelehnt"),
        ],
    )
    def test_are_not_written_but_named(self, stand_in, trouble, fault):
        service = Service.objects.filter(summary_de__contains="Jobcenter").first()
        empty(service.key)
        stand_in.always = trouble
        job = run()
        assert job.state == JobState.DONE
        assert not now(service).summary_uk
        assert (job.objects_by_hand, job.faults[0]["ref"]) == (1, f"catalog.service.{service.pk}")
        assert fault in " ".join(job.faults[0]["messages"])

    def test_a_lost_number(self, stand_in, wohngeld):
        wohngeld.cost_de, wohngeld.cost_uk = "Es kostet 37 Euro.", ""
        with states.written_by(state=State.MACHINE):
            wohngeld.save()
        stand_in.always = "lose number"
        job = run()
        assert job.faults[0]["messages"] == ["Kosten: im Deutschen steht 37"]
        assert not now(wohngeld).cost_uk

    def test_a_text_too_long_for_its_field(self, stand_in, wohngeld):
        empty("wohngeld", fields=["title"])
        stand_in.always = "too long"
        assert "zu lang" in " ".join(run().faults[0]["messages"])
        assert not now(wohngeld).title_uk

    def test_the_others_of_the_object_are_written(self, stand_in, wohngeld):
        wohngeld.cost_de, wohngeld.cost_uk, wohngeld.summary_uk = "Es kostet 37 Euro.", "", ""
        with states.written_by(state=State.MACHINE):
            wohngeld.save()
        stand_in.always = "lose number"
        run()
        assert not now(wohngeld).cost_uk
        assert now(wohngeld).summary_uk

    def test_an_outdated_object_is_made_anew_as_a_whole_or_not(self, stand_in, wohngeld):
        wohngeld.cost_de = "Es kostet 37 Euro."
        wohngeld.save()
        before = states.texts_of(now(wohngeld), "uk")
        stand_in.always = "lose number"
        job = run(OUTDATED)
        assert job.objects_by_hand == 1
        assert states.texts_of(now(wohngeld), "uk") == before
        assert state(wohngeld).is_outdated


class TestTrouble:
    def test_that_passes_is_waited_for(self, stand_in, wohngeld):
        empty("wohngeld")
        stand_in.trouble = ["503"] * 5
        assert run().state == JobState.DONE
        assert now(wohngeld).summary_uk

    @pytest.mark.parametrize("trouble", ["hang", "drop", "500", "429", "body:<html>"])
    def test_that_stays_stops_the_job_until_later(self, stand_in, wohngeld, trouble):
        empty("wohngeld", "kindergeld")
        stand_in.always = trouble
        job = run()
        assert (job.state, job.objects_done, job.may_continue) == (JobState.STOPPED, 0, True)
        assert job.message
        assert not now(wohngeld).summary_uk
        stand_in.always = ""
        jobs.resume(job)
        jobs.run(job)
        assert (job.state, job.objects_done, job.objects_total) == (JobState.DONE, 2, 2)
        assert now(wohngeld).summary_uk

    def test_the_quota_ends_in_the_middle(self, stand_in):
        services = empty("wohngeld", "kindergeld", "wbs")
        stand_in.limit = max(len(service.summary_de) for service in services) + 20
        job = run()
        assert (job.state, job.objects_done) == (JobState.STOPPED, 1)
        assert "Kontingent" in job.message
        assert sum(bool(now(service).summary_uk) for service in services) == 1
        stand_in.limit = 500_000
        asked = len(stand_in.translations)
        jobs.resume(job)
        jobs.run(job)
        assert (job.state, job.objects_done, job.objects_total) == (JobState.DONE, 3, 3)
        assert len(stand_in.translations) == asked + 2
        assert all(now(service).summary_uk for service in services)

    def test_a_wrong_key_is_said(self, stand_in, settings, wohngeld):
        empty("wohngeld")
        job = jobs.create(MISSING)
        settings.DEEPL_AUTH_KEY = "wrong"
        jobs.run(job)
        assert job.state == JobState.STOPPED
        assert "DEEPL_AUTH_KEY" in job.message

    def test_a_key_that_is_gone_is_said(self, stand_in, settings, wohngeld):
        empty("wohngeld")
        job = jobs.create(MISSING)
        settings.DEEPL_AUTH_KEY = ""
        jobs.run(job)
        assert job.state == JobState.STOPPED
        assert "DEEPL_AUTH_KEY" in job.message

    def test_a_mistake_of_ours_is_noted_and_raised(self, stand_in, wohngeld, monkeypatch):
        empty("wohngeld")
        monkeypatch.setattr(drafts, "write", None)
        job = jobs.create(MISSING)
        with pytest.raises(TypeError):
            jobs.run(job)
        job.refresh_from_db()
        assert (job.state, job.may_continue) == (JobState.FAILED, True)

    def test_what_did_not_hold_is_not_paid_for_again(self, stand_in):
        empty("wohngeld", "kindergeld")
        stand_in.trouble = ["empty", "456"]
        job = run()
        assert (job.state, job.objects_by_hand) == (JobState.STOPPED, 1)
        jobs.resume(job)
        jobs.run(job)
        assert (job.objects_done, job.objects_total, job.objects_by_hand) == (2, 2, 1)
        assert len(stand_in.translations) == 3

    def test_long_lists_of_faults_end(self, stand_in, monkeypatch):
        monkeypatch.setattr(jobs, "FAULTS_KEPT", 1)
        empty("wohngeld", "kindergeld", "wbs")
        stand_in.always = "empty"
        job = run()
        assert (len(job.faults), job.objects_by_hand) == (1, 3)


class TestOneJobAtATime:
    def test_a_second_one_for_the_language_is_refused(self, stand_in):
        empty("wohngeld")
        jobs.create(MISSING)
        with pytest.raises(jobs.NotNowError, match="läuft schon"):
            jobs.create(MISSING)
        empty("wohngeld", code="ru")
        assert jobs.create(Selection("ru", "missing")).pk

    def test_an_old_one_is_not_resumed_beside_a_new_one(self, stand_in):
        empty("wohngeld")
        old = jobs.create(MISSING)
        jobs.stop(old, "Angehalten.")
        jobs.create(MISSING)
        with pytest.raises(jobs.NotNowError, match="läuft schon"):
            jobs.resume(old)

    def test_it_is_worked_on_once(self, stand_in):
        empty("wohngeld")
        job = jobs.create(MISSING)
        TranslationJob.objects.update(state=JobState.RUNNING, runner="somebody")
        jobs.run(job)
        assert stand_in.translations == []
        with pytest.raises(jobs.NotNowError):
            jobs.resume(job)

    def test_a_dead_one_is_taken_over_and_the_dead_process_ends_if_it_wakes(self, stand_in, wohngeld):
        empty("wohngeld", "kindergeld", "wbs")
        job = jobs.create(MISSING)
        taken = []

        def take_over(running):
            if not taken:
                TranslationJob.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=3))
                taken.append(TranslationJob.objects.get(pk=job.pk))
                assert taken[0].may_continue
                jobs.resume(taken[0])
                jobs.run(taken[0])

        jobs.run(job, progress=take_over)
        assert taken[0].state == JobState.DONE
        assert (job.state, job.objects_done, job.objects_total) == (JobState.DONE, 3, 3)
        assert len(stand_in.translations) == 3

    def test_one_that_is_stopped_ends_after_the_object_at_hand(self, stand_in):
        empty("wohngeld", "kindergeld", "wbs")
        job = jobs.create(MISSING)
        jobs.run(job, progress=lambda running: jobs.stop(running, "Von anna angehalten."))
        assert (job.state, job.objects_done, job.message) == (JobState.STOPPED, 1, "Von anna angehalten.")

    def test_a_language_that_deepl_cannot(self, stand_in):
        with pytest.raises(jobs.NotNowError, match="kann diese Sprache nicht"):
            jobs.create(Selection("ti", "missing"))

    def test_without_a_key(self, settings):
        settings.DEEPL_AUTH_KEY = ""
        empty("wohngeld")
        with pytest.raises(jobs.NotNowError, match="DEEPL_AUTH_KEY"):
            jobs.create(MISSING)


class TestTheTask:
    def test_does_the_work(self, stand_in, wohngeld):
        empty("wohngeld")
        job = jobs.create(MISSING)
        tasks.translate.call(job.pk)
        job.refresh_from_db()
        assert job.state == JobState.DONE
        assert now(wohngeld).summary_uk

    def test_that_comes_twice_does_it_once(self, stand_in):
        empty("wohngeld")
        job = jobs.create(MISSING)
        tasks.translate.call(job.pk)
        tasks.translate.call(job.pk)
        assert len(stand_in.translations) == 1

    def test_of_a_job_that_is_gone_does_nothing(self):
        tasks.translate.call(10**9)


class TestTheCommand:
    def test_says_what_it_did(self, stand_in, wohngeld):
        empty("wohngeld")
        out = StringIO()
        call_command("translate_texts", "uk", label="catalog.service", stdout=out)
        assert "1 of 1 objects" in out.getvalue()
        assert now(wohngeld).summary_uk

    def test_names_what_is_left_to_people(self, stand_in, wohngeld):
        empty("wohngeld")
        stand_in.always = "empty"
        out = StringIO()
        call_command("translate_texts", "uk", label="catalog.service", stdout=out)
        assert wohngeld.title_de in out.getvalue()

    def test_a_dry_run_asks_nothing(self, stand_in, wohngeld):
        empty("wohngeld")
        out = StringIO()
        call_command("translate_texts", "uk", label="catalog.service", dry_run=True, stdout=out)
        assert f"{len(wohngeld.summary_de)} characters" in out.getvalue()
        assert stand_in.requests == []
        assert not TranslationJob.objects.exists()

    @pytest.mark.parametrize(
        "arguments", [["xx"], ["uk", "--which", "odd"], ["uk", "--label", "auth.user"], ["de"], ["ti"]]
    )
    def test_refuses_what_there_is_not(self, stand_in, arguments):
        with pytest.raises(CommandError):
            call_command("translate_texts", *arguments)

    def test_fails_if_it_had_to_stop(self, stand_in):
        empty("wohngeld")
        stand_in.always = "456"
        with pytest.raises(CommandError, match="Kontingent"):
            call_command("translate_texts", "uk", stdout=StringIO())
