"""Fills in the forms of the admin for tests, as a browser that changes nothing would send them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events.editors import editors_group
from events.models import Event


def an_editor(username: str = "vera", **fields: Any) -> User:
    """An editor who signs in by ``signed_in``: without a password, which takes long to hash."""
    user = User.objects.create(username=username, is_staff=True, **fields)
    user.groups.add(editors_group())
    return user


def signed_in(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or an_editor())
    return client


def sent_by(response: Any) -> dict[str, Any]:
    """What the browser would send back of a change page, untouched."""
    data: dict[str, Any] = {}
    form = response.context["adminform"].form
    forms = [form]
    for admin_formset in response.context.get("inline_admin_formsets", ()):
        formset = admin_formset.formset
        forms += [formset.management_form, *formset.forms]
    for each in forms:
        for field in each:
            value = field.value()
            if field.field.__class__.__name__ == "BooleanField":
                value = "on" if value else None
            if hasattr(field.field, "prepare_value"):
                value = field.field.prepare_value(value)
            if value is not None:
                data[field.html_name] = str(value)
    return data


def change_url(row: Any) -> str:
    return reverse(f"admin:events_{row._meta.model_name}_change", args=[row.pk])


def change_event(client: Client, event: Event, **changes: Any) -> Any:
    """Opens the event, changes some boxes, presses Save; returns the answer."""
    data = sent_by(client.get(change_url(event)))
    boxes = {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(change_url(event), {**data, **boxes})


def errors_of(response: Any) -> str:
    """Every error of the form and of its rows, as one text."""
    assert response.status_code == 200, "the form was accepted"
    page = response.context
    found = [str(page["adminform"].form.errors)]
    for admin_formset in page.get("inline_admin_formsets", ()):
        formset = admin_formset.formset
        found += [str(formset.errors), str(formset.non_form_errors())]
    return "\n".join(found)
