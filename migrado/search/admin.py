from django.contrib import admin

from .models import MissedQuery


@admin.register(MissedQuery)
class MissedQueryAdmin(admin.ModelAdmin):
    """What people looked for and did not find: the next search words."""

    list_display = ("query", "language", "times", "last_told")
    list_filter = ("language", "last_told")
    search_fields = ("query",)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
