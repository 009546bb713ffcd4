"""The work on a machine translation: outside any request, noted after each object, to be continued at any time."""

import logging
import time
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import get_random_string

from migrado.editorial import texts
from migrado.editorial.worklist import Selection

from . import drafts, plan, providers
from .models import FAULTS_KEPT, OPEN, STALE_AFTER, JobState, TranslationJob

logger = logging.getLogger(__name__)

PAUSES = (10, 30)
"""Seconds to wait before asking again a service that does not answer. Its client has tried for a minute each time."""


class NotNowError(Exception):
    """A job cannot be started or continued; the message is a German sentence for staff."""


class _Replaced(Exception):  # noqa: N818 (no error: somebody stopped the job, or another process works on it)
    pass


def create(selection, by=None):
    """A `TranslationJob` for a `worklist.Selection`, waiting for somebody to `run` it.

    Raises `NotNowError` if nobody could run it: without a key, for a language that the service does not know, with
    another job for this language on its way; or if there is nothing to do.
    """
    provider = providers.configured()
    if provider is None:
        raise NotNowError("Es ist kein Dienst für maschinelle Übersetzung eingerichtet (DEEPL_AUTH_KEY).")
    if selection.code not in provider.targets:
        raise NotNowError(f"{provider.name} kann diese Sprache nicht: {selection.language.german_name}.")
    refs = plan.of(selection).refs
    if not refs:
        raise NotNowError("Hier ist für eine Maschine nichts zu übersetzen.")
    job = TranslationJob(
        language=selection.code, which=selection.which, label=selection.label, by=by, objects_total=len(refs)
    )
    with _one_per_language(), transaction.atomic():
        job.save()
    return job


def resume(job):
    """Let a job wait again that was stopped, or has died. Raises `NotNowError` if it is at work, or another is."""
    now = timezone.now()
    dead = Q(state__in=OPEN, heartbeat_at__lt=now - STALE_AFTER)
    stopped = Q(state__in=[JobState.STOPPED, JobState.FAILED])
    with _one_per_language(), transaction.atomic():
        resumed = TranslationJob.objects.filter(stopped | dead, pk=job.pk).update(
            state=JobState.WAITING, runner="", heartbeat_at=now, finished_at=None, message=""
        )
    if not resumed:
        raise NotNowError("Diese Übersetzung läuft schon oder ist fertig.")


def stop(job, message):
    """End a job that waits or runs; what it has written stays. Gives whether there was anything to end."""
    ended = {"state": JobState.STOPPED, "runner": "", "message": message, "finished_at": timezone.now()}
    return bool(TranslationJob.objects.filter(pk=job.pk, state__in=OPEN).update(**ended))


def run(job, progress=lambda job: None):
    """Work on a waiting job to its end, or until it must stop; `progress` is called with it after each object.

    What happens is noted in the job. Raises what it does not expect, after noting that too.
    """
    runner = get_random_string(32)
    now = timezone.now()
    claimed = TranslationJob.objects.filter(pk=job.pk, state=JobState.WAITING).update(
        state=JobState.RUNNING, runner=runner, heartbeat_at=now, started_at=Coalesce("started_at", now)
    )
    if claimed:
        job.refresh_from_db()
        _Run(job, progress).to_the_end()
    job.refresh_from_db()


class _Run:
    """One process at work on one job."""

    def __init__(self, job, progress):
        self.job = job
        self.progress = progress

    def to_the_end(self):
        """Work, and note how it ended."""
        try:
            self._work()
            self._note(state=JobState.DONE, finished_at=timezone.now(), message=_summary(self.job))
        except _Replaced:
            pass
        except providers.ProviderError as error:
            self._end(JobState.STOPPED, f"{error} Was fertig ist, ist gespeichert.")
        except (KeyboardInterrupt, SystemExit):
            self._end(JobState.STOPPED, "Der Arbeitsprozess wurde beendet.")
            raise
        except BaseException:
            self._end(JobState.FAILED, "Ein Fehler im Programm; er steht im Protokoll.")
            raise

    def _end(self, state, message):
        try:
            self._note(state=state, message=message, finished_at=timezone.now())
        except _Replaced:
            logger.info("Translation job %s was stopped or taken over.", self.job.pk)

    def _work(self):
        provider = providers.configured()
        if provider is None:
            raise providers.RefusedError("Es ist kein Schlüssel für DeepL eingerichtet (DEEPL_AUTH_KEY).")
        job = self.job
        drafter = drafts.Drafter(provider, job.language)
        known = {fault["ref"] for fault in job.faults}
        refs = [ref for ref in plan.of(Selection(job.language, job.which, job.label)).refs if ref not in known]
        self._note(objects_total=job.objects_done + len(refs))
        for ref in refs:
            self._object(drafter, ref)
            self.progress(job)

    def _object(self, drafter, ref):
        """Translate one object, if it is still a machine's to translate."""
        characters, faults = 0, []
        try:
            unit = texts.find(ref, self.job.language)
        except LookupError:
            unit = None
        if unit and plan.open_pairs(unit) and not plan.is_peoples(unit):
            draft = self._patiently(drafter, unit)
            characters, faults = draft.characters, draft.faults
            try:
                if draft.texts:
                    drafts.write(unit, draft.texts, self.job.by)
            except ValidationError as error:
                faults = faults + error.messages
        self._note_object(unit, characters, faults)

    def _patiently(self, drafter, unit):
        for pause in PAUSES:
            try:
                return drafter.draft(unit)
            except providers.BusyError as error:
                logger.warning("Translation job %s: %s Trying again in %s s.", self.job.pk, error, pause)
                time.sleep(pause)
                self._note()
        return drafter.draft(unit)

    def _note_object(self, unit, characters, faults):
        job = self.job
        kept = job.faults
        if faults and len(kept) < FAULTS_KEPT:
            kept = [*kept, {"ref": unit.ref, "title": unit.title, "messages": faults}]
        self._note(
            objects_done=job.objects_done + 1,
            objects_by_hand=job.objects_by_hand + bool(faults),
            characters=job.characters + characters,
            faults=kept,
        )

    def _note(self, **values):
        """Write to the job, and that this process lives. Raises `_Replaced` if the job is not ours any more."""
        values["heartbeat_at"] = timezone.now()
        mine = TranslationJob.objects.filter(pk=self.job.pk, runner=self.job.runner, state=JobState.RUNNING)
        if not mine.update(**values):
            raise _Replaced
        for name, value in values.items():
            setattr(self.job, name, value)


def _summary(job):
    if not job.objects_by_hand:
        return ""
    return "Einige Texte hat die Prüfung nicht durchgelassen. Bitte übersetzen Sie sie von Hand."


@contextmanager
def _one_per_language():
    """Says in German what the database says of a second open job."""
    try:
        yield
    except IntegrityError as error:
        raise NotNowError("Für diese Sprache läuft schon eine Übersetzung.") from error


def newest(code, number=10):
    """The newest jobs for a language."""
    return TranslationJob.objects.filter(language=code).select_related("by")[:number]
