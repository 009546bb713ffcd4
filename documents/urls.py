"""The library's addresses below /<language>/documents/."""

from django.urls import path

from migrado import converters  # noqa: F401 (knows what a <key:…> is)

from . import views

urlpatterns = [
    path("", views.document_list, name="documents"),
    path("<key:key>/", views.document, name="document"),
    path("<key:key>/<slug:code>.<slug:suffix>", views.edition, name="edition"),
]
