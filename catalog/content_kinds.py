"""Which files hold the catalogue's starter content, in the order in which they build on each other."""

from pathlib import Path

from migrado.editorial.content import Kind
from migrado.editorial.models import Source

from . import models

FOLDER = Path(__file__).parent / "content"

KINDS = [
    Kind(Source, path=FOLDER / "sources.yaml"),
    Kind(models.Topic, path=FOLDER / "topics.yaml"),
    Kind(models.Criterion, path=FOLDER / "criteria.yaml"),
    Kind(models.Answer, path=FOLDER / "answers.yaml"),
    Kind(models.District, path=FOLDER / "districts.yaml"),
    Kind(models.Postcode, path=FOLDER / "postcodes.yaml"),
    Kind(models.Organisation, path=FOLDER / "organisations.yaml"),
    Kind(models.Place, path=FOLDER / "places.yaml"),
    Kind(
        models.Office,
        path=FOLDER / "offices.yaml",
        children=(("opening_times", "office"), ("hours_exceptions", "office")),
    ),
    Kind(models.Evidence, path=FOLDER / "evidence.yaml"),
    Kind(
        models.Service,
        path=FOLDER / "services",
        children=(
            ("responsibilities", "service"),
            ("evidence_wanted", "service"),
            ("cost_options", "service"),
            ("links", "service"),
        ),
    ),
    Kind(models.GlossaryTerm, path=FOLDER / "glossary.yaml"),
    Kind(models.Caution, path=FOLDER / "cautions.yaml"),
    Kind(models.EmergencyNumber, path=FOLDER / "emergency.yaml"),
]
