from pathlib import Path

from django.core.management.base import BaseCommand

from migrado.editorial import content_files
from migrado.editorial.content import kinds


class Command(BaseCommand):
    help = "Write the content of the database to files that load_content reads."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="Where to write; made if it is missing.")

    def handle(self, *, folder, **options):
        for kind in kinds():
            records = {
                getattr(instance, kind.key_field): kind.to_file(kind.read(instance))
                for instance in kind.model._default_manager.order_by(*kind.model._meta.ordering)
            }
            for entry in records.values():
                entry.pop(kind.key_field, None)
            content_files.write(folder / kind.path.relative_to(kind.path.parents[2]), records)
            self.stdout.write(f"{kind.name}: {len(records)}")
