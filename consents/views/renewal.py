"""The one tap by which a guardian's consents go on, behind the link of a mail."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consents import actions
from consents.models import Consent
from consents.texts import find_texts
from consents.values import ASKED_OF_GUARDIANS
from educities.kit.errors import DomainError
from educities.kit.views import Page


class RenewConsents(Page):
    """What was agreed to, until when, and the button that lets it go on. Nothing of the child but that there is one."""

    public = True
    template_name = "consents/renew.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            self.link, self.until = actions.find_renewal(kwargs["token"], self.city.today(), request.user)
        except DomainError as error:
            context = {"text": str(error), "next": self.city_url("mine"), "changes_language": False}
            return render(request, "consents/renewal_ended.html", context, status=410)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = self.city.today()
        given = Consent.objects.filter(subject=self.link.minor, state=Consent.State.GIVEN)
        held = [row for row in given if row.holds_on(today)]
        last = [row.valid_until for row in held if row.valid_until]
        yes = [purpose for purpose in ASKED_OF_GUARDIANS if self.link.answers.get(purpose)]
        texts = find_texts(has_mailbox=self.link.minor.user_id is not None)
        return super().get_context_data(
            link=self.link,
            questions=[texts[purpose] for purpose in yes],
            until=self.until,
            renewed_until=min(last) if last and min(last) > self.until else None,
            changes_language=False,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actions.renew_consents(self.link)
            messages.success(request, _("Thank you. Your consent goes on."))
        except DomainError as error:
            messages.error(request, str(error))
        return redirect("renew_consents", self.city.slug, kwargs["token"])
