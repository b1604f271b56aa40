"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

urlpatterns = [
    # Without the token of the other forms, which would set a cookie on every page for every reader;
    # all that another site could do by it is change a reader's language.
    path("language/", csrf_exempt(set_language), name="set_language"),
    path("admin/", admin.site.urls),
    path("", include("events.urls")),
]
