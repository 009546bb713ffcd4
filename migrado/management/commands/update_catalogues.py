from django.core.management.base import BaseCommand

from migrado import catalogues, languages


class Command(BaseCommand):
    help = "Bring every gettext catalogue in step with the interface strings in use."
    requires_system_checks = ()

    def handle(self, **options):
        template = catalogues.extract()
        for code in languages.CODES:
            catalogues.update(code, template)
            missing = len(catalogues.faults(code, template))
            self.stdout.write(f"{code}: {missing} to translate" if missing else f"{code}: complete")
