from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import models
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from . import registry, tasks
from .models import Link, worst_first

USES_SHOWN = 5


@admin.register(Link)
class LinkAdmin(admin.ModelAdmin):
    """Outside links: which are broken, and where they stand. Nobody writes here; links are changed where they stand."""

    list_display = ("address", "state_in_words", "what_is_wrong", "used_in", "first_failed_at", "checked_at")
    list_display_links = None
    list_filter = ("state",)
    search_fields = ("url",)
    ordering = (worst_first, "first_failed_at", "url")
    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False
    actions = ("check_soon",)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_check_permission(self, request):
        """Whether somebody may have links looked at."""
        return request.user.has_perm("links.change_link")

    def get_changelist_instance(self, request):
        """With the records that hold the links of this page, and of no other."""
        changelist = super().get_changelist_instance(request)
        links = list(changelist.result_list)
        uses = registry.uses([link.url for link in links])
        records = registry.records([ref for refs in uses.values() for ref in refs[:USES_SHOWN]])
        may_open = {model for model, _ in records if self._may_open(request, model)}
        for link in links:
            refs = uses[link.url]
            link.uses = [(records[ref], ref[0] in may_open) for ref in refs[:USES_SHOWN] if ref in records]
            link.more_uses = len(refs) - len(link.uses)
        changelist.result_list = links
        return changelist

    def _may_open(self, request, model):
        its_admin = self.admin_site._registry.get(model)
        return bool(its_admin) and its_admin.has_view_or_change_permission(request)

    @admin.display(description="Adresse", ordering="url")
    def address(self, link):
        """The link itself, to try it."""
        return _outside(link.url)

    @admin.display(description="Zustand", ordering="state")
    def state_in_words(self, link):
        """The state, and whether somebody has asked for a new look."""
        return f"{link.get_state_display()} (Prüfung angefordert)" if link.is_wanted else link.get_state_display()

    @admin.display(description="Was nicht stimmt")
    def what_is_wrong(self, link):
        """The reason, and the new address if there is one."""
        if not link.target:
            return link.why
        return format_html("{} Neu: {}", link.why, _outside(link.target))

    @admin.display(description="Steht in")
    def used_in(self, link):
        """The records that hold the link, with their pages here."""
        shown = format_html_join("", "<div>{}</div>", ((_record(*use),) for use in getattr(link, "uses", ())))
        if getattr(link, "more_uses", 0):
            return format_html("{}<div>und {} weitere</div>", shown, link.more_uses)
        return shown

    @admin.action(description="Jetzt prüfen", permissions=["check"])
    def check_soon(self, request, queryset):
        """Let the worker look at the chosen links."""
        links = list(queryset)
        Link.objects.filter(pk__in=[link.pk for link in links]).update(is_wanted=True)
        LogEntry.objects.log_actions(request.user.pk, links, CHANGE, "Prüfung angefordert.")
        tasks.check.enqueue()
        self.message_user(request, f"Angefordert ({len(links)}). Das Ergebnis steht hier nach einigen Minuten.")


def _outside(url):
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', url, url)


def _record(record, may_open):
    title = f"{record._meta.verbose_name}: {record}"
    if not may_open:
        return title
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[record.pk]), title)
