"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "events"
urlpatterns: list[URLPattern] = []
