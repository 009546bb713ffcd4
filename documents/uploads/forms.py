"""The forms that take an upload: a new file takes the place of the old one, the old one stays without it."""

from django import forms
from django.utils import timezone

from ..models.edition import REVIEW_AFTER
from .field import CheckedFileField

_FACTS = ("seconds", "width", "height", "frames_per_second")


class EditionForm(forms.ModelForm):
    """A document in one language: a file or a link, and a new one takes the place of the other."""

    upload = CheckedFileField(label="Neue Datei", required=False, kinds=("pdf", "docx", "odt", "jpg", "png", "webp"))

    def clean(self):
        data = super().clean()
        upload, has_new_url = data.get("upload"), "url" in self.changed_data and data.get("url")
        if upload and has_new_url:
            raise forms.ValidationError("Entweder eine Datei oder ein Link.")
        if upload:
            self.instance.stored, data["url"] = upload, ""
        elif has_new_url:
            self.instance.stored = None
        if upload or has_new_url:
            self.instance.made_from = ""
            if "review_by" not in self.changed_data:
                data["review_by"] = timezone.localdate() + REVIEW_AFTER
        if not (self.errors or self.instance.stored or data.get("url")):
            raise forms.ValidationError("Bitte wählen Sie eine Datei, oder geben Sie einen Link an.")
        return data


class VideoSourceForm(forms.ModelForm):
    """A film, whose facts come from itself, and a picture that stands for it."""

    upload = CheckedFileField(label="Neuer Film", required=False, kinds=("mp4", "webm"))
    poster_upload = CheckedFileField(label="Neues Standbild", required=False, kinds=("jpg", "png", "webp"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in _FACTS:
            self.fields[name].disabled, self.fields[name].required = True, False

    def clean(self):
        data = super().clean()
        film, poster = data.get("upload"), data.get("poster_upload")
        if film:
            self.instance.stored = film
            data |= {name: getattr(film.checked, name) for name in _FACTS}
        elif not (self.errors or self.instance.stored_id):
            raise forms.ValidationError("Bitte wählen Sie einen Film.")
        if poster:
            self.instance.poster = poster
        return data


class CaptionTrackForm(forms.ModelForm):
    """The captions of a video in one language."""

    upload = CheckedFileField(label="Neue Untertitel", required=False, kinds=("vtt",))

    def clean(self):
        data = super().clean()
        if upload := data.get("upload"):
            self.instance.stored, self.instance.made_from = upload, ""
        elif not (self.errors or self.instance.stored_id):
            raise forms.ValidationError("Bitte wählen Sie eine Datei mit Untertiteln.")
        return data
