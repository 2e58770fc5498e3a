"""What happened: the deliveries, the embedded post."""

from datetime import datetime
from email import message_from_bytes
from email.policy import default as policy
from pathlib import Path
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from educities.activity import verbs
from educities.activity.actions.held_messages import (
    discard_held_messages,
    failure_counts,
    release_held_messages,
    retry_same_error,
    stop_message,
)
from educities.activity.actions.records import record
from educities.activity.backends import mailbox_dir
from educities.activity.models import Message
from educities.activity.texts.delivery_rows import delivery_rows, describe_own_act, list_hidden_kinds
from educities.kit.lists import choose_page
from educities.kit.views import ActionView, Confirm, Page, Paginator, Permitted

# Of each kind so many stand on the page of deliveries, and on each page of one state so many.
MOST, PER_PAGE = 30, 50


def list_messages() -> QuerySet[Message]:
    """The city's mails, but for those that do not go any more because of an answer that nobody is to know of."""
    rows: QuerySet[Message] = Message.objects.exclude(state=Message.State.CANCELLED, kind__in=list_hidden_kinds())
    return rows


class Deliveries(Page):
    """How the city's mails fare: counts, the oldest that waits, failures by their error.

    `?state=dead` shows all in that state, in pages, and finds one by its whole address or a part of its error.
    """

    permission = "cities.see_deliveries_city"
    template_name = "activity/deliveries.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = list_messages().order_by().values("state").annotate(n=Count("pk"), oldest=Min("created_at"))
        labels = dict(Message.State.choices)
        found = [{"label": labels[row["state"]], "state": row["state"], **row} for row in counts]
        context = super().get_context_data(
            counts=found, numbers={row["state"]: row["n"] for row in found}, labels=labels, **kwargs
        )
        state = self.request.GET.get("state", "")
        if state in labels:
            return context | self.rows_of(state) | {"chosen": state, "chosen_label": labels[state]}
        return context | self.lines() | {"problems": failure_counts()}

    def lines(self) -> dict[str, Any]:
        """What waits, what failed, what a restore held: the oldest of each."""
        states = {"waiting": Message.State.PENDING, "dead": Message.State.DEAD, "held": Message.State.HELD}
        rows = [one for state in states.values() for one in Message.objects.filter(state=state).order_by("pk")[:MOST]]
        lines = delivery_rows(rows, self.city, self.actor)
        return {name: [line for line in lines if line["row"].state == state] for name, state in states.items()}

    def rows_of(self, state: str) -> dict[str, Any]:
        """A page of the messages in this state: what waits from the oldest, what is over from the newest."""
        waits = state in {Message.State.PENDING, Message.State.DEAD, Message.State.HELD}
        rows = list_messages().filter(state=state).order_by("pk" if waits else "-pk")
        text = self.request.GET.get("q", "").replace("\x00", "").strip()[:100]
        if text:
            # Of some kinds nobody reads to whom they go; what the other server answered names the address as well.
            rows = rows.exclude(kind__in=list_hidden_kinds())
            rows = rows.filter(Q(recipient__iexact=text) | Q(last_error__icontains=text))
        pages = Paginator(rows, PER_PAGE)
        page = choose_page(pages, self.request.GET.get("page"))
        return {
            "lines": delivery_rows(page.object_list, self.city, self.actor),
            "q": text,
            "page_obj": page,
            "paginator": pages,
            "is_paginated": page.has_other_pages(),
        }


class _OfDeliveries(ActionView):
    permission = "cities.see_deliveries_city"

    def permission_object(self) -> Any:
        return self.city

    def success_url(self) -> str:
        return self.city_url("deliveries")


class Replay(_OfDeliveries):
    """A failed message is tried once more."""

    model = Message
    success_message = _("We are retrying it.")

    @transaction.atomic
    def act(self) -> None:
        fresh = {"state": Message.State.PENDING, "attempts": 0, "available_at": timezone.now()}
        if Message.objects.filter(pk=self.object.pk, state=Message.State.DEAD).update(**fresh):
            record(verbs.MESSAGE_REPLAYED, self.object, actor=self.actor)


class ReplayAlike(_OfDeliveries):
    """Whatever failed as this message did is tried once more."""

    model = Message
    success_message = _("We are retrying them.")

    def act(self) -> None:
        retry_same_error(self.object, self.city, actor=self.actor)


class Cancel(_OfDeliveries, Confirm):
    """A waiting message is not sent."""

    http_method_names = Confirm.http_method_names
    model = Message
    ends = (verbs.MESSAGE_CANCELLED,)
    label = _("Do not send")
    success_message = _("It is not sent.")

    def get_question(self) -> str:
        return gettext("Do not send this email?")

    def get_text(self) -> str:
        (line,) = delivery_rows([self.object], self.city)
        return f"{line['sentence']} – {gettext('The person it is for does not get it. You cannot undo this.')}"

    def get_blocker(self) -> str:
        return describe_own_act(self.object, self.actor)

    def act(self) -> None:
        stop_message(self.object, actor=self.actor)


class SendHeld(_OfDeliveries):
    """What a restore held goes out."""

    success_message = _("It goes out now.")

    def act(self) -> None:
        release_held_messages(self.city, actor=self.actor)


class DropHeld(_OfDeliveries, Confirm):
    """What a restore held is not sent."""

    http_method_names = Confirm.http_method_names
    ends = (verbs.HELD_DROPPED,)
    label = _("Do not send them")
    success_message = _("It is not sent.")

    def get_question(self) -> str:
        return gettext("Do not send the emails that a restore held?")

    def get_text(self) -> str:
        count = Message.objects.filter(state=Message.State.HELD).count()
        text = ngettext("%(n)s email is never sent then.", "%(n)s emails are never sent then.", count) % {"n": count}
        return f"{text} {gettext('You cannot undo this.')}"

    def act(self) -> None:
        discard_held_messages(self.city, actor=self.actor)


def _mailbox_files() -> list[Path]:
    return sorted(mailbox_dir().glob("*.eml"), key=lambda path: -path.stat().st_mtime)[:100]


def _parse_mail(path: Path) -> dict[str, Any]:
    mail = message_from_bytes(path.read_bytes(), policy=policy)
    body = mail.get_body(preferencelist=("plain",))
    html = mail.get_body(preferencelist=("html",))
    return {
        "html": html.get_content() if html else "",
        "name": path.stem,
        "to": mail["To"],
        "subject": mail["Subject"],
        "text": body.get_content() if body else "",
        "at": datetime.fromtimestamp(path.stat().st_mtime, timezone.get_default_timezone()),
    }


def _mailbox_crumbs() -> list[tuple[str, Any]]:
    return [(reverse("platform"), _("Cities of the platform"))]


class Mailbox(Page):
    """The embedded mode's post: what would have been mailed, for the operator alone."""

    permission = "cities.create_city"
    template_name = "activity/mailbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not settings.EMBEDDED:
            raise Http404
        letters = [_parse_mail(path) for path in _mailbox_files()]
        return super().get_context_data(letters=letters, crumbs=_mailbox_crumbs(), **kwargs)


def _find_letter(name: str) -> dict[str, Any]:
    """The mail of this name. Raises Http404 outside the embedded mode, and where there is none."""
    found = next((path for path in _mailbox_files() if path.stem == name), None) if settings.EMBEDDED else None
    if found is None:
        raise Http404
    return _parse_mail(found)


@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class Letter(Page):
    """One mail, as its reader sees it, and its plain text."""

    permission = "cities.create_city"
    template_name = "activity/letter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = _find_letter(self.kwargs["name"])
        found["lines"] = found["text"].splitlines()
        crumbs = [*_mailbox_crumbs(), (reverse("mailbox"), _("Test mailbox"))]
        return super().get_context_data(letter=found, crumbs=crumbs, **kwargs)


@method_decorator(xframe_options_sameorigin, name="dispatch")
class LetterBody(Permitted):
    """The HTML of one mail at an address of its own, where nothing of it can act or load anything."""

    permission = "cities.create_city"

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        response = HttpResponse(_find_letter(name)["html"])
        # What the mail brings is drawn with its own styles; the site's policy forbids those.
        response._csp_exempt = True  # type: ignore[attr-defined]
        response["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
            "sandbox allow-popups allow-popups-to-escape-sandbox"
        )
        return response
