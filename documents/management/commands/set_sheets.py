"""Leaflets, help sheets and captions, made anew where something that stands on them has changed."""

from django.core.management.base import BaseCommand

from documents import derived
from documents.models import Document


class Command(BaseCommand):
    help = "Makes the sheets and captions anew whose text, template or address (SITE_URL) has changed."

    def handle(self, **options):
        documents = Document.objects.all()
        derived.make(documents)
        self.stdout.write(f"{len(documents)} documents are up to date.")
