"""What the admins of tables with a history share: reasons, safe reverting."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from events.noting import change_reason

# What django-simple-history says: it is translated with ours, for want of its own.
TEXTS = (
    *(_("Created"), _("Changed"), _("Deleted"), _("Revert"), _("Close")),
    _("Change history: %s"),
    _("Revert %s"),
    _("Deleted %(type_name)s"),
    _("Choose a date from the list below to revert to a previous version of this object."),
    _("This object doesn't have a change history."),
    _("Press the 'Revert' button below to revert to this version of the object."),
)


class HistoryAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """Saving writes who and why into the history; a form without a change writes nothing."""

    history_list_per_page = 50

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change and not form.changed_data and not is_revert(request):
            return
        obj._change_reason = self.reason_for(request, form)
        super().save_model(request, obj, form, change)

    def reason_for(self, request: HttpRequest, form: Any) -> str:
        given = form.cleaned_data.get("reason") or ""
        if not is_revert(request):
            return change_reason(given)
        return change_reason("reverted to an earlier version", given)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponseBase:
        with transaction.atomic():
            response: HttpResponseBase = super().history_form_view(
                request, object_id, version_id, extra_context
            )
            return response


def editor_of(request: HttpRequest) -> User | None:
    """Who is signed in, for the history."""
    return request.user if isinstance(request.user, User) else None


def is_revert(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and (match.url_name or "").endswith("_simple_history")
