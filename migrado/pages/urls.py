from django.urls import path

from . import views

urlpatterns = [
    path("", views.page, {"key": "about"}, name="about"),
    path("<slug:key>/", views.page, name="page"),
]
