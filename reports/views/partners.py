from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from educities.accounts.models import PartnerClient
from educities.api.partners import partner_clients
from educities.api.scopes import scope_labels
from educities.kit.views import ActionView, FormPage
from reports.actions.partners import make_partner, revoke_partner


class PartnerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, widget=forms.TextInput(attrs={"dir": "auto"}))
    scopes = forms.MultipleChoiceField(
        label=_("What the app may do"),
        choices=lambda: list(scope_labels().items()),
        widget=forms.CheckboxSelectMultiple,
    )
    expires_on = forms.DateField(label=_("Valid until"), widget=forms.DateInput(attrs={"type": "date"}))


class Partners(FormPage):
    """Programs of partners that may call the API for this city."""

    permission = "cities.change_settings_city"
    template_name = "reports/partners.html"
    form_class = PartnerForm

    def get_initial(self) -> dict[str, Any]:
        return {"expires_on": self.city.today() + timedelta(days=365)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = scope_labels()
        rows = partner_clients().filter(city=self.city).select_related("client")
        listed = [(row, [labels[code] for code in row.client.get_scopes() if code in labels]) for row in rows]
        return super().get_context_data(rows=listed, **kwargs)

    def act(self, form: PartnerForm) -> HttpResponse:
        partner, secret = make_partner(self.city, actor=self.actor, **form.cleaned_data)
        context = self.get_context_data(form=PartnerForm(initial=self.get_initial()), made=partner, secret=secret)
        response = self.render_to_response(context)
        response["Cache-Control"] = "no-store"
        return response


class RevokePartner(ActionView):
    permission = "cities.change_settings_city"
    success_message = _("The app’s access is revoked.")

    def get_row(self) -> None:
        return None

    def act(self) -> None:
        partner = get_object_or_404(PartnerClient, pk=self.kwargs["pk"], city=self.city)
        revoke_partner(partner, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("partners")
