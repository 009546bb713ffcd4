from django.contrib import admin

from migrado.editorial.admin import RecordAdmin

from .models import Page


@admin.register(Page)
class PageAdmin(RecordAdmin):
    """Per-language pages."""

    list_display = ("title_de", "key", "order", "published")
    search_fields = ("key", "title_de", "body_de")
