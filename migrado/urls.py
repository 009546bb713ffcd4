"""Addresses. The visitors' part lies below each language's code."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.module_loading import import_string

from migrado import errors, health

urlpatterns = [
    path("", import_string("catalog.views.home.chooser"), name="chooser"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    *i18n_patterns(
        path("about/", include("migrado.pages.urls")),
        path("documents/", include("documents.urls")),
        path("", include("catalog.urls")),
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
