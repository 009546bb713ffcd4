"""The translation desk in the admin: a work list per language, and a page per object, German beside the translation."""

import hashlib
from dataclasses import replace
from functools import wraps
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property

from migrado import languages
from migrado.translating import translated_models

from . import differences, states, terms, texts
from .admin import chosen_language
from .exchange import views as exchange
from .machine import views as machine
from .models import State
from .worklist import WHICH, Selection, read_states

PAGE_SIZE = 50


class DeskAdmin(admin.ModelAdmin):
    """The desk stands in the place of the admin's list of translation states."""

    def get_urls(self):
        """The desk's pages, before the admin's own."""

        def page(route, view, name):
            return path(
                route, self.admin_site.admin_view(self._for_translators(view)), name=f"editorial_translations_{name}"
            )

        return [
            page("translate/<slug:code>/<str:ref>/", self.edit, "edit"),
            page("export/", exchange.export_file, "export"),
            page("import/", exchange.import_file, "import"),
            page("machine/", machine.machine, "machine"),
            page("machine/<int:pk>/", machine.job, "job"),
            *super().get_urls(),
        ]

    def _for_translators(self, view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not self.has_change_permission(request):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    def has_add_permission(self, request):
        """States come from saving texts."""
        return False

    def has_delete_permission(self, request, obj=None):
        """States go with their objects."""
        return False

    def changelist_view(self, request, extra_context=None):
        """The work list of one language."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        language = chosen_language(request)
        selection = _selection(request, language.code)
        if "which" not in request.GET:
            counts = selection.counts()
            selection = replace(selection, which=next((which for which in WHICH if counts[which]), "missing"))
        page = Paginator(_Units(selection), PAGE_SIZE).get_page(request.GET.get("page"))
        context = {
            "title": f"Übersetzungen: {language.german_name}",
            "pair_languages": [one for one in languages.LANGUAGES if one.code in states.TRANSLATIONS],
            "selection": selection,
            "tabs": [(which, name, page.paginator.object_list.counts[which]) for which, name in WHICH.items()],
            "models": [(model._meta.label_lower, model._meta.verbose_name_plural) for model in translated_models()],
            "page": page,
            "query": _query(selection),
            "may_change": self.has_change_permission(request),
        }
        return self._page(request, "admin/editorial/worklist.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The admin's own address of a state leads to its texts."""
        row = self.get_object(request, object_id)
        if row is None or row.language == languages.SOURCE:
            return redirect("admin:editorial_translationstate_changelist")
        ref = f"{row.content_type.app_label}.{row.content_type.model}.{row.object_id}"
        return redirect("admin:editorial_translations_edit", row.language, ref)

    def edit(self, request, code, ref):
        """One object: its German, its translation, and what changed in the German since."""
        try:
            unit = texts.find(ref, code)
        except LookupError as error:
            raise Http404(ref) from error
        selection = _selection(request, code)
        form = UnitForm(unit, request.POST or None)
        if request.method == "POST":
            following = selection.next_ref(ref)
            try:
                if form.save(request.user):
                    return self._saved(request, form, selection, following)
            except texts.ConflictError as conflict:
                form = UnitForm(conflict.unit, request.POST, is_conflict=True)
        context = {
            "title": f"{unit.title}: {unit.language.german_name}",
            "form": form,
            "unit": form.unit,
            "selection": selection,
            "query": _query(selection),
            "following": selection.next_ref(ref),
            "record": f"admin:{unit.instance._meta.app_label}_{unit.instance._meta.model_name}_change",
        }
        return self._page(request, "admin/editorial/translate.html", context, status=409 if form.is_conflict else 200)

    def _saved(self, request, form, selection, following):
        unit, names = form.unit, ", ".join(form.changed_labels) or "ohne Änderung"
        done = "geprüft" if form.state == State.REVIEWED else "gespeichert"
        LogEntry.objects.log_actions(
            request.user.pk,
            [unit.instance],
            CHANGE,
            f"Übersetzung {unit.language.german_name} {done}: {names}",
            single_object=True,
        )
        self.message_user(request, f"{unit.title}: {done}.", messages.SUCCESS)
        if following:
            address = reverse("admin:editorial_translations_edit", args=[unit.language.code, following])
        else:
            address = reverse("admin:editorial_translationstate_changelist")
        return redirect(f"{address}?{_query(selection)}")

    def _page(self, request, template, context, status=200):
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return TemplateResponse(request, template, context, status=status)


class _Units:
    """What the paginator slices: the units of a selection, counted once, states read a page at a time."""

    def __init__(self, selection):
        self.selection = selection

    @cached_property
    def counts(self):
        return self.selection.counts()

    def count(self):
        return self.counts[self.selection.which]

    def __getitem__(self, part):
        return read_states(self.selection.units(part.start, part.stop))


class UnitForm(forms.Form):
    """The translations of one object. `theirs` are the texts that somebody else saved meanwhile, {field: text}.

    With `is_conflict` the object is shown again because of that; what was typed stays.
    """

    seen = forms.CharField(widget=forms.HiddenInput)
    confirmed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, unit, data=None, *, is_conflict=False):
        self.unit = unit
        self.is_conflict = is_conflict
        self.theirs = {}
        self.faults = {}
        if is_conflict:
            data = data.copy()
            data["seen"], data["confirmed"] = unit.seen, ""
            self.theirs = {pair.field: pair.text for pair in unit.pairs if pair.text != _typed(data, pair)}
        super().__init__(data, initial={"seen": unit.seen})
        for pair in unit.pairs:
            self.fields[pair.field] = self._field(pair)
        self.state = State.REVIEWED if data and "_reviewed" in data else State.HUMAN

    def _field(self, pair):
        language = self.unit.language
        attrs = {"lang": language.code, "dir": language.direction, "rows": 2 + len(pair.german) // 60}
        widget = forms.Textarea(attrs) if pair.is_long else forms.TextInput(attrs)
        longest = self.unit.instance._meta.get_field(pair.field).max_length
        return forms.CharField(label=pair.label, initial=pair.text, required=False, widget=widget, max_length=longest)

    def clean(self):
        """Hold what the content check finds against it, once: who has read that may save it all the same."""
        data = super().clean()
        self.written = written = {pair.field: _typed(data, pair) for pair in self.unit.pairs}
        self.faults = self.unit.faults({field: text for field, text in written.items() if field in data and text})
        confirmation = hashlib.sha256(repr(sorted(written.items())).encode()).hexdigest()[:16]
        if self.faults and data.get("confirmed") != confirmation:
            self.data = self.data.copy()
            self.data["confirmed"] = confirmation
            for field, found in self.faults.items():
                self.add_error(field, found)
        return data

    @property
    def changed_labels(self):
        """The German names of the fields that were changed."""
        return [pair.label for pair in self.unit.pairs if pair.field in self.changed_data]

    def save(self, by):
        """Write the translations; False if they are not valid.

        Raises `texts.ConflictError` if somebody else has written since they were shown.
        """
        if self["seen"].value() != self.unit.seen:
            raise texts.ConflictError(self.unit)
        if not self.is_valid():
            return False
        texts.write(self.unit, self.written, seen=self.unit.seen, by=by, state=self.state)
        return True

    @cached_property
    def rows(self):
        """Per field what a translator looks at: the form's field, the German with its terms, and what changed in it."""
        known = terms.known(self.unit.language.code)
        return [self._row(pair, known) for pair in self.unit.pairs]

    def _row(self, pair, known):
        found = terms.spans(pair.german, known)
        before = self.unit.german_before.get(pair.field, pair.german)
        theirs = self.theirs.get(pair.field)
        return {
            "pair": pair,
            "field": self[pair.field],
            "pieces": list(_pieces(pair.german, found)),
            "terms": list(dict.fromkeys(term for _, _, term in found)),
            "changed": differences.words(before, pair.german) if before != pair.german else [],
            "theirs": differences.words(_typed(self.data, pair), theirs) if theirs is not None else [],
        }


def _typed(data, pair):
    """What was typed for a field; browsers send line breaks as \\r\\n."""
    return "\n".join(data.get(pair.field, "").strip().splitlines())


def _pieces(text, found):
    """(text, `Term` or None) pieces of a German text."""
    at = 0
    for start, end, term in found:
        yield text[at:start], None
        yield text[start:end], term
        at = end
    yield text[at:], None


def _selection(request, code):
    """The work list that the query string names; what is unknown in it is left out."""
    which, label = request.GET.get("which", "missing"), request.GET.get("label", "")
    try:
        return Selection(code, which, label)
    except LookupError:
        return Selection(code)


def _query(selection):
    return urlencode({"language": selection.code, "which": selection.which, "label": selection.label})
