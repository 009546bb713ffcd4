from django.core.management.base import BaseCommand, CommandError

from migrado.editorial.machine import job as jobs
from migrado.editorial.machine import plan
from migrado.editorial.machine.models import JobState
from migrado.editorial.worklist import WHICH, Selection


class Command(BaseCommand):
    help = "Translate into a language, by machine, what is missing or what a machine made from another German."

    def add_arguments(self, parser):
        parser.add_argument("language", help="The language's code.")
        parser.add_argument("--which", default="missing", help=f"The work list: {', '.join(WHICH)}.")
        parser.add_argument("--label", default="", help="One model, as in catalog.service; all by default.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be sent and send nothing.")

    def handle(self, *, language, which, label, dry_run, **options):
        try:
            selection = Selection(language, which, label)
        except LookupError as error:
            raise CommandError(f"There is no such work list: {error}.") from error
        if dry_run:
            planned = plan.of(selection)
            self.stdout.write(
                f"{len(planned.refs)} objects with {planned.characters} characters; "
                f"{planned.left_to_people} are left to people."
            )
            return
        try:
            job = jobs.create(selection)
        except jobs.NotNowError as error:
            raise CommandError(str(error)) from error
        jobs.run(job, self.progress)
        self.summary(job)

    def progress(self, job):
        if self.stdout.isatty():
            self.stdout.write(f"\r{job.objects_done}/{job.objects_total}", ending="")
            self.stdout.flush()

    def summary(self, job):
        for fault in job.faults:
            self.stdout.write(f"{fault['title']}: {'; '.join(fault['messages'])}")
        self.stdout.write(
            f"Looked at {job.objects_done} of {job.objects_total} objects, sent {job.characters} characters; "
            f"{job.objects_by_hand} objects have texts to translate by hand."
        )
        if job.state != JobState.DONE:
            raise CommandError(job.message)
