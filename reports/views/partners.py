from datetime import timedelta
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import City
from educities.accounts.models import PartnerClient
from educities.api.partners import partner_clients
from educities.api.scopes import scope_labels
from educities.kit.dates import DayField
from educities.kit.fields import NameField
from educities.kit.views import Confirm, FormPage, Page
from reports import verbs
from reports.actions.partners import make_partner, resume_partner, revoke_partner


class PartnerForm(forms.Form):
    name = NameField(label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"dir": "auto"}))
    scopes = forms.MultipleChoiceField(
        label=_("What the app may do"),
        choices=lambda: list(scope_labels().items()),
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = DayField(label=_("Valid until"))


class Partners(Page):
    """Programs of partners that may call the API for this city."""

    permission = "cities.admit_partners_city"
    template_name = "reports/partners.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(rows=partner_rows(self.city), calls=describe_calls(self.city), **kwargs)


class Calls(NamedTuple):
    """What whoever writes a program has to know: where it asks for a token, what it calls, where both are described.

    `token_line`, `first_line`: to be copied into a shell.
    """

    city_code: str
    api: str
    description: str
    token: str
    scopes: list[tuple[str, str | Promise]]
    token_line: str
    first_line: str


def describe_calls(city: City, made: PartnerClient | None = None) -> Calls:
    """How the city is called. `made`: the program that was just admitted, whose id and scopes stand in the answer."""
    token, me, description = (
        f"{settings.BASE_URL}{reverse(name)}" for name in ("api_token", "api_me", "api_description")
    )
    own = set(made.client.get_scopes()) if made else set(scope_labels())
    client = made.client_id if made else "$ID"
    return Calls(
        city_code=city.slug,
        api=f"{me.removesuffix('/me')}/cities/{city.slug}",
        description=description,
        token=token,
        scopes=[(code, label) for code, label in scope_labels().items() if code in own],
        token_line=f'curl -u "{client}:$SECRET" -d grant_type=client_credentials {token}',
        first_line=f'curl -H "Authorization: Bearer $TOKEN" {me}',
    )


def partner_rows(city: City) -> list[tuple[PartnerClient, list[str]]]:
    """Each program that was admitted to the city, with what it may do, in words."""
    labels = scope_labels()
    rows = partner_clients().filter(city=city).select_related("client")
    # Those that still call stand first, those that were shut out behind them.
    rows = rows.order_by(F("revoked_at").asc(nulls_first=True), "-pk")
    return [(row, [labels[code] for code in row.client.get_scopes() if code in labels]) for row in rows]


class AdmitPartner(FormPage):
    """One program more. Its secret is shown in the answer and nowhere again."""

    permission = "cities.admit_partners_city"
    template_name = "reports/admit_partner.html"
    form_class = PartnerForm

    def get_initial(self) -> dict[str, Any]:
        return {"expires_on": self.city.today() + timedelta(days=365)}

    def act(self, form: PartnerForm) -> HttpResponse:
        partner, secret = make_partner(self.city, actor=self.actor, **form.cleaned_data)
        context = {
            "made": partner,
            "secret": secret,
            "rows": partner_rows(self.city),
            "calls": describe_calls(self.city, partner),
        }
        response = render(self.request, Partners.template_name, context)
        response["Cache-Control"] = "no-store"
        return response


class PartnerConfirm(Confirm):
    """Something is decided about one program of the city."""

    permission = "cities.admit_partners_city"

    def get_row(self) -> None:
        return None

    def get_partner(self) -> PartnerClient:
        return get_object_or_404(PartnerClient.objects.select_related("client"), pk=self.kwargs["pk"], city=self.city)

    def success_url(self) -> str:
        return self.city_url("partners")


class ResumePartner(PartnerConfirm):
    """A program that waited since a restore may call again."""

    label = _("Let it in again")
    success_message = _("The app has access again.")

    def get_question(self) -> str:
        return gettext("Let %(name)s in again?") % {"name": self.get_partner().client.name}

    def get_text(self) -> str:
        return gettext(
            "The platform was restored from a backup. If you revoked this app’s access after the backup was made, "
            "revoke it again instead."
        )

    def act(self) -> None:
        resume_partner(self.get_partner(), actor=self.actor)


class RevokePartner(PartnerConfirm):
    """The program may call no more; asked once, for there is no way back."""

    ends = (verbs.PARTNER_REVOKED,)
    label = _("Revoke access")
    success_message = _("The app’s access is revoked.")

    def get_question(self) -> str:
        return gettext("Revoke the access of %(name)s?") % {"name": self.get_partner().client.name}

    def get_text(self) -> str:
        return gettext("It can read and write nothing from this moment, and its secret no longer works.")

    def act(self) -> None:
        revoke_partner(self.get_partner(), actor=self.actor)
