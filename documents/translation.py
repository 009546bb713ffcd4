"""Which texts of the library exist in every language."""

from migrado.translating import translate

from . import models

translate(models.Document, "title", "summary", "body")
translate(models.FormField, "name", "explanation")
translate(models.Cue, "text")
