"""Files of translations in the admin: out for a work list, in again with a preview."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from migrado import languages
from migrado.editorial import states, texts
from migrado.editorial.models import State, TranslationState
from migrado.editorial.worklist import WHICH, Selection

from . import carrying, importing, xliff, xlsx
from .rows import FileError, rows_of

FORMATS = {"xliff": xliff, "xlsx": xlsx}

_CONFLICT = "Inzwischen hat jemand diese Texte geändert. Es wurde nichts übernommen; bitte sehen Sie noch einmal hin."


class UploadForm(forms.Form):
    """A file, and the language that it is said to be in."""

    language = forms.ChoiceField(
        label="Sprache",
        choices=[(code, languages.get(code).german_name) for code in states.TRANSLATIONS],
    )
    file = forms.FileField(
        label="Datei",
        help_text="XLIFF 2.0 oder Excel (XLSX), wie hier exportiert.",
        widget=forms.FileInput({"accept": ".xlf,.xliff,.xlsx"}),
        error_messages={"empty": "Die Datei ist leer."},
    )

    def clean_file(self):
        """Too large a file is not even read."""
        file = self.cleaned_data["file"]
        if file.size > importing.LARGEST:
            raise forms.ValidationError(f"Die Datei ist größer als {importing.LARGEST // 1_000_000} MB.")
        return file


class ConfirmForm(forms.Form):
    """The consent to what a preview has shown."""

    language = forms.ChoiceField(choices=UploadForm.base_fields["language"].choices, widget=forms.HiddenInput)
    sealed = forms.CharField(widget=forms.HiddenInput)
    reviewed = forms.BooleanField(
        label="Diese Texte sind geprüft",
        help_text="Sonst gelten sie als von Menschen übersetzt.",
        required=False,
    )


@require_GET
def export_file(request):
    """The texts of a work list as a file: `?language=uk&which=missing&label=catalog.service&format=xlsx`."""
    code, which = request.GET.get("language", ""), request.GET.get("which", "missing")
    try:
        selection = Selection(code, which, request.GET.get("label", ""))
        form = FORMATS[request.GET.get("format", "xliff")]
        rows = rows_of(selection)
        if not rows:
            raise FileError("Hier gibt es nichts zu exportieren.")
        data = form.write(rows, selection.language)
    except LookupError:
        messages.error(request, "Diese Auswahl gibt es nicht.")
        return redirect(_desk())
    except FileError as error:
        messages.error(request, str(error))
        return redirect(_desk(language=code, which=which))
    name = f"migrado-{code}-{WHICH[which]}-{timezone.localdate()}.{form.ENDING}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=form.TYPE, headers=disposition)


@require_http_methods(["GET", "POST"])
def import_file(request):
    """A form for a file, then what the file would change, then the change itself."""
    if "sealed" in request.POST:
        return _confirmed(request)
    if request.method == "GET":
        return _page(request, UploadForm(initial={"language": request.GET.get("language")}))
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    file = form.cleaned_data["file"]
    try:
        preview = importing.preview(file.name, file.read(), form.cleaned_data["language"])
        return _preview(request, preview)
    except FileError as error:
        form.add_error("file", str(error))
        return _page(request, form)


def _confirmed(request):
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, UploadForm())
    language = languages.get(form.cleaned_data["language"])
    state = State.REVIEWED if form.cleaned_data["reviewed"] else State.HUMAN
    try:
        preview = carrying.unseal(form.cleaned_data["sealed"], request.user, language)
        return _applied(request, preview, state)
    except FileError as error:
        messages.error(request, str(error))
        return _page(request, UploadForm(initial={"language": language.code}))


def _applied(request, preview, state):
    if preview.refused:
        return _preview(request, preview, _CONFLICT)
    try:
        importing.apply(preview, request.user, state)
    except texts.ConflictError:
        return _preview(request, carrying.compared_again(preview), _CONFLICT)
    messages.success(request, f"{importing.number_of_texts(len(preview.changes))} übernommen: {preview.file_name}")
    return redirect(_desk(language=preview.language.code))


def _preview(request, preview, problem=""):
    """What would change, and a button to do so if nothing is refused."""
    context = {"preview": preview, "problem": problem, "query": f"?language={preview.language.code}"}
    if preview.changes and not preview.refused:
        sealed = carrying.seal(preview, request.user)
        initial = {"language": preview.language.code, "sealed": sealed}
        context["confirm"] = ConfirmForm(initial=initial, label_suffix="")
    title = f"Übersetzungen importieren: {preview.language.german_name}"
    return _answer(request, context | {"title": title}, status=409 if problem else 200)


def _page(request, form):
    return _answer(request, {"form": form, "title": "Übersetzungen importieren"})


def _answer(request, context, status=200):
    context = admin.site.each_context(request) | {"opts": TranslationState._meta, "desk": _desk()} | context
    return TemplateResponse(request, "admin/editorial/import.html", context, status=status)


def _desk(**query):
    return reverse("admin:editorial_translationstate_changelist", query=query)
