from django.core.management.base import BaseCommand

from migrado.catalogues import compile_all


class Command(BaseCommand):
    help = "Compile the gettext catalogues that changed."
    requires_system_checks = ()

    def handle(self, **options):
        compiled = compile_all()
        if compiled:
            self.stdout.write(f"{compiled} catalogues compiled.")
