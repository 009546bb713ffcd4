"""The admin of translated and of researched records: German beside one other language, and a "checked" button."""

from django.contrib import admin
from django.db import models, transaction
from django.utils import timezone
from modeltranslation.fields import TranslationField

from migrado import languages
from migrado.batches import together
from migrado.editorial import states
from migrado.editorial.content import Shape
from migrado.editorial.models import Source, TranslationState
from migrado.words import translated_fields

SESSION_KEY = "admin_language"
RESEARCH = ("confidence", "verify", "facts_as_of", "newest_dated_source", "sources", "checked_at", "checked_by")


def chosen_language(request):
    """The language a member of staff has put beside the German: from the address, else from the session."""
    code = request.GET.get("language", request.session.get(SESSION_KEY))
    if code not in languages.BY_CODE or code == languages.SOURCE:
        code = "en"
    if request.session.get(SESSION_KEY) != code:
        request.session[SESSION_KEY] = code
    return languages.get(code)


def pairs(model, language):
    """Field names in rows of two: each text in German, and in the other language."""
    columns = (languages.get(languages.SOURCE).column, language.column)
    return [tuple(f"{field}_{column}" for column in columns) for field in translated_fields(model)]


class PairedMixin:
    """Gives a ModelAdmin or an inline its fields: plain ones first, then each text as a pair."""

    hidden = ()
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_fieldsets(self, request, obj=None):
        plain = [
            name for name, field in Shape(self.model).fields.items() if name not in RESEARCH and name not in self.hidden
        ]
        fieldsets = [(None, {"fields": plain})]
        texts = pairs(self.model, chosen_language(request))
        if texts:
            fieldsets.insert(1, ("Texte", {"fields": texts, "classes": ["pairs"]}))
        if hasattr(self.model, "checked_at"):
            fieldsets.append(("Herkunft und Prüfung", {"fields": RESEARCH, "classes": ["collapse"]}))
        return fieldsets

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, TranslationField) and field:
            language = languages.get(db_field.language)
            field.widget.attrs |= {"lang": language.code, "dir": language.direction}
            field.label = f"{db_field.translated_field.verbose_name} ({language.own_name})"
        return field


class PairedInline(PairedMixin, admin.StackedInline):
    """Records that are edited inside another one."""

    extra = 0

    @property
    def hidden(self):
        return (self.fk_name_of_parent,)

    @property
    def fk_name_of_parent(self):
        """The foreign key that leads back to the record around this one."""
        parent = self.parent_model
        return next(field.name for field in self.model._meta.fields if field.related_model is parent)


class RecordAdmin(PairedMixin, admin.ModelAdmin):
    """A record with a key and texts."""

    change_form_template = "admin/paired_change_form.html"
    list_per_page = 50
    save_on_top = True

    class Media:
        css = {"all": ["css/admin.css"]}

    def get_readonly_fields(self, request, obj=None):
        """The key stands on paper and in links: once given, it stays."""
        fixed = ("checked_at", "checked_by") if hasattr(self.model, "checked_at") else ()
        return (*fixed, "key") if obj and hasattr(obj, "key") else fixed

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        context = {
            "pair_language": chosen_language(request),
            "pair_languages": [one for one in languages.LANGUAGES if one.code != languages.SOURCE],
            "has_texts": bool(translated_fields(self.model)),
            "desk_ref": f"{self.opts.label_lower}.{object_id}",
        }
        # "Only a typing error": translations that were current stay current.
        # What follows from a record and its parts is done once, when all of them are saved.
        with transaction.atomic(), states.written_by(request.user, keeps="_typo" in request.POST), together():
            return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))


class SourcedAdmin(RecordAdmin):
    """A record with facts: who checked them, and a way to say so."""

    actions = ("mark_checked", "mark_unchecked")

    @admin.action(description="Als geprüft markieren", permissions=["change"])
    def mark_checked(self, request, queryset):
        """Today, this member of staff vouches for the facts of the chosen records."""
        self._check(request, queryset, timezone.localdate(), request.user, "Als geprüft markiert.")

    @admin.action(description="Prüfung zurücknehmen", permissions=["change"])
    def mark_unchecked(self, request, queryset):
        """The facts of the chosen records count as unconfirmed again."""
        self._check(request, queryset, None, None, "Prüfung zurückgenommen.")

    def _check(self, request, queryset, date, person, message):
        for record in queryset:
            record.checked_at, record.checked_by = date, person
            record.save(update_fields=["checked_at", "checked_by"])
            self.log_change(request, record, message)
        self.message_user(request, f"{message} ({len(queryset)})")


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """The pages on which facts were found."""

    list_display = ("key", "url", "date", "supports")
    search_fields = ("key", "url", "supports")
    list_per_page = 50


def _register_desk():
    from migrado.editorial.desk import DeskAdmin  # it needs this module

    admin.site.register(TranslationState, DeskAdmin)


_register_desk()
