"""The library's addresses below /<language>/documents/."""

from django.urls import path

from migrado import converters  # noqa: F401 (knows what a <key:…> is)

from . import views

urlpatterns = [
    path("", views.document_list, name="documents"),
    path("<key:key>/", views.document, name="document"),
    path("<key:key>/qr.svg", views.qr, name="document_qr"),
    path("<key:key>/<slug:code>.<slug:suffix>", views.edition, name="edition"),
    path("<key:key>/help/<slug:code>.<slug:suffix>", views.help_sheet, name="help_sheet"),
    path("<key:key>/preview/<slug:code>.webp", views.preview, name="preview"),
    path("<key:key>/film/<int:pk>.<slug:suffix>", views.film, name="film"),
    path("<key:key>/film/<int:pk>/poster.webp", views.poster, name="poster"),
    path("<key:key>/captions/<slug:code>.vtt", views.captions, name="captions"),
]
