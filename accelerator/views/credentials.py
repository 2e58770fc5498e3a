"""Graduation of many at once; credentials: checked by anybody, shown and taken along by their holder, revoked."""

import re
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accelerator import verbs
from accelerator.actions import credentials
from accelerator.models import Credential, Enrolment, SigningKey
from accelerator.queries.credential_links import build_holder_url, read_holder_token
from accelerator.queries.progress import list_progress
from accelerator.texts.credentials import describe_criteria
from accelerator.texts.lacks import describe_nobody_ready
from accelerator.values.credentials import describe_key, describe_moment, spell_number
from accelerator.views.intakes import CompleteFirstYear
from educities.kit.end_pages import EndPage
from educities.kit.fields import strip_format_signs
from educities.kit.multilingual import translate_plain
from educities.kit.views import ActionView, Page, RowPage

# Of a typed number no more is looked at.
LONGEST_NUMBER = 40


class GraduateTeachers(CompleteFirstYear):
    """All who lack nothing graduate at once, each with a credential."""

    extra_context: ClassVar[dict[str, Any]] = {
        "title": gettext_lazy("Who graduates?"),
        "label": gettext_lazy("Graduate them"),
        "lede": gettext_lazy(
            "Those with 80% attendance in each year, the project reported and two observations answered."
        ),
    }
    done = gettext_lazy("Graduated: %(n)s. Each has a credential, and hears of it.")

    def get_rows(self) -> dict[str, Enrolment]:
        rows = list(
            self.object.enrolments.with_names()
            .filter(state=Enrolment.State.YEAR1_DONE)
            .exclude(profile__user=self.actor)
        )
        found = list_progress(rows, self.city)
        return {str(one.pk): one for one in rows if found[one.pk].may_graduate}

    def describe_nobody(self) -> str:
        return describe_nobody_ready(self.object)

    def step(self, chosen: list[Enrolment]) -> int:
        return credentials.graduate_teachers(self.object, chosen, actor=self.actor)


class Achievements(Page):
    """What the city's credentials are for, and how one is checked: the address by which each names its achievement."""

    public = True
    template_name = "accelerator/achievements.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A number that was typed leads to its page, which says also that there is none."""
        typed = "-".join(re.findall(r"[^\W_]+", strip_format_signs(request.GET.get("number", ""))[:LONGEST_NUMBER]))
        return redirect("credential", self.city.slug, typed) if typed else super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            achievements=Credential.Achievement.choices, criteria=describe_criteria(), **kwargs
        )


class _CheckedPage(Page):
    """What `found` is and whether it is valid, as it is at this moment: nobody keeps the page without asking again."""

    public = True
    template_name = "accelerator/credential.html"
    found: Credential

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.found
        days = {
            name: date_format(day, "DATE_FORMAT") if day else ""
            for name, day in (("issued_on", row.issued_on), ("revoked_on", row.revoked_on))
        }
        return super().get_context_data(credential=row, criteria=describe_criteria(), **days, **kwargs)

    def show(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page, which browsers and proxies ask for anew each time."""
        answer = super().get(request, *args, **kwargs)
        answer["Cache-Control"] = "no-cache"
        return answer


class CredentialPage(_CheckedPage):
    """Whoever has the number reads what it is and whether it is valid; nobody's name stands there."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = spell_number(kwargs["number"])
        rows = Credential.objects.select_related("city", "enrolment__accelerator", "enrolment__profile")
        found = rows.filter(number=number).first()
        if found is None:
            return render(request, "accelerator/no_credential.html", {"number": kwargs["number"]}, status=404)
        if number != kwargs["number"]:
            return redirect(found.get_absolute_url())
        self.found = found
        return self.show(request, *args, **kwargs)


class ShownCredential(_CheckedPage):
    """The same by the holder's own link: with the name."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = read_holder_token(kwargs["token"])
        if found is None:
            context = {"text": _("The holder has made another link. Ask them for it."), "changes_language": False}
            return render(request, "kit/link_ended.html", context, status=410)
        self.found = found
        return self.show(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(name=self.found.enrolment.profile.display_name, **kwargs)


class _OfCredential:
    model = Credential

    def get_queryset(self) -> Any:
        return Credential.objects.select_related(
            "city", "enrolment__profile__user", "enrolment__accelerator", "enrolment__city"
        )


class HeldCredential(_OfCredential, RowPage):
    """The holder's own page of it: the link that shows the name, the file, the print."""

    permission = "accelerator.hold_credential"
    template_name = "accelerator/held_credential.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        link = f"{settings.BASE_URL}{build_holder_url(self.object)}"
        day = self.object.revoked_on
        revoked_on = date_format(day, "DATE_FORMAT") if day else ""
        return super().get_context_data(link=link, revoked_on=revoked_on, **kwargs)


class ChangeLink(_OfCredential, ActionView):
    """The link of before ends."""

    permission = "accelerator.hold_credential"
    success_message = gettext_lazy("There is a new link. The one of before shows nothing any more.")

    def act(self) -> None:
        credentials.change_link(self.object)

    def success_url(self) -> str:
        return self.city_url("held_credential", self.object.pk)


class TakeBadge(_OfCredential, RowPage):
    """The credential as Open Badges 3.0, a file for a wallet."""

    permission = "accelerator.hold_credential"
    http_method_names: ClassVar[list[str]] = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.state == Credential.State.REVOKED:
            messages.error(request, _("This credential was revoked: no file for a wallet is made of it any more."))
            return redirect("held_credential", self.city.slug, self.object.pk)
        token = credentials.sign_credential(self.object, (get_language() or "en")[:2])
        answer = HttpResponse(token, content_type="application/vc+jwt")
        answer["Content-Disposition"] = f'attachment; filename="credential-{self.object.number}.jwt"'
        return answer


class CredentialIssuer(Page):
    """The city as the issuer of credentials, with its public keys: read by programs that check."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        keys = [describe_key(key.public, key.name) for key in SigningKey.objects.all()]
        url = f"{settings.BASE_URL}{request.path}"
        return JsonResponse(
            {"id": url, "type": ["Profile"], "name": translate_plain(self.city.name), "keys": keys},
            json_dumps_params={"ensure_ascii": False},
        )


class CredentialRevocations(Page):
    """Which credentials are valid no more, by address and day; no reason and no name."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Credential.objects.filter(state=Credential.State.REVOKED).select_related("city").order_by("pk")
        revoked = [
            {
                "id": f"{settings.BASE_URL}{row.get_absolute_url()}",
                "revoked": True,
                "revokedOn": describe_moment(row.revoked_on) if row.revoked_on else "",
            }
            for row in rows
        ]
        url = f"{settings.BASE_URL}{request.path}"
        issuer = f"{settings.BASE_URL}{self.city_url('credential_issuer')}"
        return JsonResponse({"id": url, "issuer": issuer, "revokedCredential": revoked})


class RevokeCredential(_OfCredential, EndPage):
    """It is valid no more."""

    permission = "accelerator.revoke_credential"
    ends = (verbs.REVOKED,)
    ends_as = Credential.State.REVOKED
    step = staticmethod(credentials.revoke_credential)
    label = gettext_lazy("Revoke it")
    told = gettext_lazy("The holder reads the reason. It is public that it was revoked, and when.")
    success_message = gettext_lazy("Revoked. Its page says so for ever.")

    def get_question(self) -> str:
        return _("Revoke the credential %(number)s?") % {"number": self.object.number}

    def get_text(self) -> str:
        return _("There is no way back: a new credential is not issued for the same training.")
