"""What a person who answers alone agrees to: seen, given, withdrawn."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consents import actions, verbs
from consents.forms.own_consents import OwnConsentsForm
from consents.models import Consent
from consents.queries import ANSWERED_NO, is_age_hidden, latest_consents
from consents.values import ASKED_OF_ADULTS, PURPOSE_NAMES, Things
from educities.kit.views import FormPage
from stakeholders.models import Profile
from stakeholders.queries import find_profile

State = Consent.State
NOTHING_ANSWERED = _("You have not chosen an answer, so nothing was saved.")
NOTHING_SAVED = _("Nothing was changed. Your answers apply as before.")


def read_own_answers(latest: Mapping[str, Consent], today: date) -> dict[str, bool]:
    """Purpose -> what the person says now, of `latest_consents`; nothing for what was never answered, or has run out."""
    found = {purpose: latest[purpose] for purpose in ASKED_OF_ADULTS if purpose in latest}
    yes = {purpose: True for purpose, row in found.items() if row.holds_on(today)}
    return yes | {purpose: False for purpose, row in found.items() if row.state in ANSWERED_NO}


def find_own_consents(profile: Profile) -> Things | None:
    """What a person who needs no guardian agrees to, a line for each purpose."""
    if profile.needs_guardian or is_age_hidden(profile):
        return None
    latest = latest_consents(profile)
    answers = read_own_answers(latest, profile.city.today())
    lines = [
        {
            "name": PURPOSE_NAMES[purpose],
            "answer": answers.get(purpose),
            "until": latest[purpose].valid_until if answers.get(purpose) else None,
        }
        for purpose in ASKED_OF_ADULTS
    ]
    return Things({"lines": lines})


class OwnConsents(FormPage):
    """Four questions, each with two sentences; an answer can be changed at any time on the same page."""

    signed_in = True
    template_name = "consents/own_consents.html"
    form_class = OwnConsentsForm
    success_message = _("Saved. Your answers apply from now.")
    ends = (verbs.CONSENT_WITHDRAWN, verbs.CONSENT_REFUSED)

    def refuse(self, request: HttpRequest) -> Any:
        refused = super().refuse(request)
        self.profile = find_profile(request.user)
        if refused is None and (self.profile is None or self.profile.needs_guardian or is_age_hidden(self.profile)):
            raise Http404
        return refused

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "now": read_own_answers(latest_consents(self.own_profile), self.city.today()),
            "is_minor": self.own_profile.is_minor,
        }

    @property
    def own_profile(self) -> Profile:
        profile: Any = self.profile  # nobody else comes here
        return profile

    def act(self, form: OwnConsentsForm) -> str:
        before = self.list_saved()
        actions.answer_own_consents(self.own_profile, form.answers, actor=self.actor)
        if self.list_saved() == before:
            self.success_message = NOTHING_SAVED if form.answers else NOTHING_ANSWERED
        return f"{reverse('mine', args=[self.city.slug])}#my-consents"

    def list_saved(self) -> list[tuple[str, str, date | None]]:
        """What is saved of each purpose: the answer, and until when it holds."""
        latest = latest_consents(self.own_profile)
        return [(purpose, str(row.state), row.valid_until) for purpose, row in sorted(latest.items())]
