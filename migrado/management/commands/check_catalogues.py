from django.core.management.base import BaseCommand, CommandError

from migrado import catalogues, languages


class Command(BaseCommand):
    help = "Fail if a gettext catalogue misses an interface string or holds one that is no longer used."
    requires_system_checks = ()

    def handle(self, **options):
        template = catalogues.extract()
        faults = [fault for code in languages.CODES for fault in catalogues.faults(code, template)]
        if faults:
            raise CommandError("\n".join([*faults[:60], f"{len(faults)} faults. Run `make messages` and translate."]))
        self.stdout.write(f"{len(languages.CODES)} catalogues are complete.")
