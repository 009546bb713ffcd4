"""Which texts of the catalogue exist in every language."""

from modeltranslation.translator import TranslationOptions, translator

from . import models

TRANSLATED = {
    models.Topic: ("title", "summary"),
    models.Organisation: ("description", "for_whom", "notes"),
    models.Office: ("tasks", "access", "notes", "unconfirmed"),
    models.Criterion: ("question",),
    models.Answer: ("label", "explanation"),
    models.Evidence: ("name", "explanation"),
    models.ServiceEvidence: ("note",),
    models.Responsibility: ("explanation",),
    models.Service: (
        "title",
        "summary",
        "who",
        "steps",
        "cost",
        "deadline",
        "processing_time",
        "online",
        "notes",
        "unconfirmed",
    ),
    models.CostOption: ("label",),
    models.GlossaryTerm: ("title", "explanation"),
    models.Caution: ("title", "text"),
    models.EmergencyNumber: ("name", "use", "hours"),
}

for model, fields in TRANSLATED.items():
    translator.register(model, type(f"{model.__name__}Translation", (TranslationOptions,), {"fields": fields}))
