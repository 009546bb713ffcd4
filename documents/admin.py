"""The library in the admin: texts in pairs, files checked by their content."""

from django.contrib import admin
from django.db.models import F
from django.urls import reverse
from django.utils.html import format_html

from migrado.editorial.admin import PairedInline, PairedMixin, RecordAdmin

from . import models
from .models import DocumentKind
from .uploads.forms import CaptionTrackForm, EditionForm, VideoSourceForm
from .uploads.storing import undone_on_failure


class FileInline(admin.StackedInline):
    """Files by language; what is there says also what the virus scanner thinks of it."""

    formfield_overrides = PairedMixin.formfield_overrides
    extra = 1  # a row to fill in without JavaScript
    readonly_fields = ("stored",)


class EditionInline(FileInline):
    """The files and links of a document."""

    model = models.Edition
    form = EditionForm
    fields = (("language", "purpose"), "stored", "upload", "url", ("edition_date", "review_by", "is_accessible"))


class VideoSourceInline(FileInline):
    """The films of a video."""

    model = models.VideoSource
    form = VideoSourceForm
    readonly_fields = ("stored", "poster")
    fields = (
        ("language", "is_sign_language"),
        ("stored", "upload"),
        ("poster", "poster_upload"),
        ("seconds", "width", "height", "frames_per_second"),
    )


class CaptionTrackInline(FileInline):
    """The captions of a video: made from its lines, or uploaded."""

    model = models.CaptionTrack
    form = CaptionTrackForm
    fields = ("language", "stored", "upload")


class FormFieldInline(PairedInline):
    """The fields of a form."""

    model = models.FormField


class CueInline(PairedInline):
    """What is said and shown in a video."""

    model = models.Cue


@admin.register(models.Document)
class DocumentAdmin(RecordAdmin):
    """Leaflets, forms and videos."""

    list_display = ("title_de", "key", "kind", "publisher", "published")
    list_filter = ("kind", "published", "editions__stored__scan", "topics")
    list_select_related = ("publisher",)
    search_fields = ("key", "title_de", "german")
    autocomplete_fields = ("publisher", "topics", "services")
    inlines = (EditionInline, FormFieldInline, VideoSourceInline, CueInline, CaptionTrackInline)

    def get_inlines(self, request, obj):
        """What its kind has; before the kind is known, everything."""
        if not obj:
            return self.inlines
        if obj.kind == DocumentKind.VIDEO:
            return (VideoSourceInline, CueInline, CaptionTrackInline)
        return (EditionInline, FormFieldInline) if obj.kind == DocumentKind.FORM else (EditionInline,)

    def changeform_view(self, *args, **kwargs):
        """As ever, but files that came with a change that fails do not stay."""
        with undone_on_failure():
            return super().changeform_view(*args, **kwargs)


class ReviewFilter(admin.SimpleListFilter):
    """Which files and links somebody should look at again."""

    title = "Prüfung"
    parameter_name = "review"

    def lookups(self, request, model_admin):
        return [("overdue", "überfällig"), ("soon", "in den nächsten 30 Tagen"), ("none", "ohne Datum")]

    def queryset(self, request, queryset):
        if self.value() == "overdue":
            return queryset.overdue()
        if self.value() == "soon":
            return queryset.due_within(30)
        return queryset.filter(review_by=None) if self.value() == "none" else queryset


@admin.register(models.Edition)
class EditionAdmin(admin.ModelAdmin):
    """All files and links by the day on which somebody looks at them again; changed at their document."""

    list_display = ("of_document", "language", "purpose", "edition_date", "review_by", "is_accessible")
    list_display_links = None
    actions = None
    list_filter = (ReviewFilter, "language", "purpose", "is_accessible")
    list_select_related = ("document",)
    search_fields = ("document__title_de", "document__key")
    ordering = (F("review_by").asc(nulls_last=True), "document__order", "language")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="Dokument", ordering="document__title_de")
    def of_document(self, edition):
        """The document, with the way to where the file is changed."""
        address = reverse("admin:documents_document_change", args=[edition.document_id])
        return format_html('<a href="{}">{}</a>', address, edition.document)
