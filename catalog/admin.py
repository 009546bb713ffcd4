"""The catalogue in the admin."""

from django.contrib import admin
from django.contrib.admin.utils import unquote

from migrado import languages
from migrado.editorial.admin import PairedInline, RecordAdmin, SourcedAdmin

from . import models
from .coverage import coverage_of

admin.site.site_header = "MigraDo: Redaktion"
admin.site.site_title = "MigraDo"
admin.site.index_title = "Inhalte"


class ResponsibilityInline(PairedInline):
    """Who decides on a service and who helps."""

    model = models.Responsibility
    autocomplete_fields = ("office", "organisation", "when")


class ServiceEvidenceInline(PairedInline):
    """What to bring."""

    model = models.ServiceEvidence
    autocomplete_fields = ("evidence", "residence_status")


class CostOptionInline(PairedInline):
    """What it may cost."""

    model = models.CostOption


class OpeningTimeInline(PairedInline):
    """The week's hours."""

    model = models.OpeningTime
    extra = 1


class HoursExceptionInline(PairedInline):
    """Days on which other hours hold."""

    model = models.HoursException


class LinkInline(PairedInline):
    """Official pages."""

    model = models.Link


class AnswerInline(PairedInline):
    """The answers to a criterion."""

    model = models.Answer


@admin.register(models.Service)
class ServiceAdmin(SourcedAdmin):
    """Services with everything their page shows."""

    list_display = ("title_de", "key", "topic", "published", "confidence", "checked_at")
    list_filter = ("published", "confidence", ("checked_at", admin.EmptyFieldListFilter), "sensitive", "topic")
    list_select_related = ("topic",)
    search_fields = ("key", "title_de", "official_terms", "keywords_de")
    autocomplete_fields = ("topic", "residence_status", "sources")
    inlines = (ResponsibilityInline, ServiceEvidenceInline, CostOptionInline, LinkInline)
    change_form_template = "admin/service_change_form.html"

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """With every conflict and gap of the service's rules, so that staff see them before visitors do."""
        service = models.Service.objects.with_details(languages.SOURCE).filter(pk=unquote(object_id)).first()
        context = {"coverage": coverage_of(service) if service else None}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))


@admin.register(models.Topic)
class TopicAdmin(RecordAdmin):
    """Topics."""

    list_display = ("title_de", "key", "parent", "order", "published")
    list_editable = ("order",)
    list_select_related = ("parent",)
    search_fields = ("key", "title_de")
    autocomplete_fields = ("parent",)


@admin.register(models.Organisation)
class OrganisationAdmin(SourcedAdmin):
    """Organisations."""

    list_display = ("name", "key", "kind", "parent", "published", "confidence", "checked_at")
    list_filter = ("kind", "published", "confidence", ("checked_at", admin.EmptyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("key", "name", "short_name")
    autocomplete_fields = ("parent", "sources")


@admin.register(models.Office)
class OfficeAdmin(SourcedAdmin):
    """Offices."""

    list_display = ("name", "key", "organisation", "place", "phone", "published", "confidence", "checked_at")
    list_filter = ("published", "confidence", ("checked_at", admin.EmptyFieldListFilter), "districts")
    list_select_related = ("organisation", "place")
    search_fields = ("key", "name", "organisation__name", "place__street")
    autocomplete_fields = ("organisation", "place", "districts", "sources")
    inlines = (OpeningTimeInline, HoursExceptionInline)


@admin.register(models.Place)
class PlaceAdmin(RecordAdmin):
    """Addresses."""

    list_display = ("__str__", "key", "district", "step_free", "stop")
    list_filter = ("district", "step_free")
    search_fields = ("key", "street", "postcode", "city")
    autocomplete_fields = ("district",)


@admin.register(models.District)
class DistrictAdmin(RecordAdmin):
    """City districts."""

    list_display = ("name", "key", "inner_city", "published")
    search_fields = ("name", "quarters")


@admin.register(models.Postcode)
class PostcodeAdmin(RecordAdmin):
    """Postcodes."""

    list_display = ("code", "main_district", "district_confidence")
    list_filter = ("main_district",)
    list_select_related = ("main_district",)
    search_fields = ("code",)
    autocomplete_fields = ("main_district", "also_districts")


@admin.register(models.Criterion)
class CriterionAdmin(RecordAdmin):
    """What visitors can be asked."""

    list_display = ("question_de", "key", "order", "published")
    search_fields = ("key", "question_de")
    inlines = (AnswerInline,)


@admin.register(models.Answer)
class AnswerAdmin(RecordAdmin):
    """Answers, here for searching them; they are written beside their criterion."""

    list_display = ("label_de", "key", "criterion", "order")
    list_filter = ("criterion",)
    list_select_related = ("criterion",)
    search_fields = ("key", "label_de")
    autocomplete_fields = ("criterion",)


@admin.register(models.Evidence)
class EvidenceAdmin(RecordAdmin):
    """Things to bring."""

    list_display = ("german", "key", "published")
    search_fields = ("key", "german", "name_de")


@admin.register(models.GlossaryTerm)
class GlossaryTermAdmin(RecordAdmin):
    """Official German words."""

    list_display = ("term", "key", "topic", "published")
    list_filter = ("topic", "published")
    list_select_related = ("topic",)
    search_fields = ("key", "term", "title_de")
    autocomplete_fields = ("topic", "services")


@admin.register(models.Caution)
class CautionAdmin(RecordAdmin):
    """Changes that are announced or uncertain."""

    list_display = ("title_de", "key", "kind", "date", "staff_only", "published")
    list_filter = ("kind", "staff_only", "published")
    search_fields = ("key", "title_de", "text_de")
    autocomplete_fields = ("topic", "services", "sources")


@admin.register(models.EmergencyNumber)
class EmergencyNumberAdmin(RecordAdmin):
    """Emergency numbers."""

    list_display = ("number", "name_de", "level", "order", "unsure", "published")
    list_editable = ("order",)
    list_filter = ("level", "published")
    search_fields = ("key", "number", "name_de")
    autocomplete_fields = ("sources",)
