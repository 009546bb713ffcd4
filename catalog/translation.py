"""Which texts of the catalogue exist in every language."""

from migrado.translating import translate

from . import models

translate(models.Topic, "title", "summary")
translate(models.Organisation, "description", "for_whom", "notes")
translate(models.Office, "tasks", "access", "notes", "unconfirmed")
translate(models.HoursException, "reason")
translate(models.Criterion, "question")
translate(models.Answer, "label", "explanation")
translate(models.Evidence, "name", "explanation")
translate(models.ServiceEvidence, "note")
translate(models.Responsibility, "explanation")
translate(
    models.Service,
    "title",
    "summary",
    "who",
    "steps",
    "cost",
    "deadline",
    "processing_time",
    "online",
    "notes",
    "uncovered",
    "unconfirmed",
    own_words=("keywords",),
)
translate(models.CostOption, "label")
translate(models.GlossaryTerm, "title", "explanation")
translate(models.Caution, "title", "text")
translate(models.EmergencyNumber, "name", "use", "hours")
