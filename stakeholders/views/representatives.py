from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from educities.activity.texts.delivery_rows import next_mail
from educities.kit.views import ActionView, Confirm, FormPage, RowPage
from stakeholders import actions
from stakeholders.forms.organisations import RepresentativeForm
from stakeholders.models import Organisation, Representation
from stakeholders.views.organisations import organisation_crumbs


class AppointRepresentative(FormPage):
    template_name = "stakeholders/appoint.html"
    permission = "stakeholders.appoint_organisation"
    model = Organisation
    form_class = RepresentativeForm
    success_message: Any = _("We emailed the person. They represent the organisation once they accept.")

    def get_initial(self) -> dict[str, Any]:
        return {"language": (get_language() or self.city.language)[:2]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(crumbs=organisation_crumbs(self.object), **kwargs)

    def act(self, form: RepresentativeForm) -> Any:
        actions.appoint_representative(self.object, actor=self.actor, **form.cleaned_data)
        if time := next_mail(self.city):
            text = gettext(
                "We send the email at %(time)s, after the quiet hours. They represent the organisation once they "
                "accept."
            )
            self.success_message = text % {"time": time}
        return self.object


class RepresentationPage(RowPage):
    """Where the mail leads: the person who was asked says yes here."""

    template_name = "stakeholders/representation.html"
    permission = "stakeholders.accept_representation"
    model = Representation

    def get_queryset(self) -> Any:
        return Representation.objects.select_related("organisation", "profile")


class AcceptRepresentation(ActionView):
    permission = "stakeholders.accept_representation"
    model = Representation
    success_message = _("Thank you. You speak for this organisation now.")

    def act(self) -> None:
        actions.accept_representation(self.object, actor=self.actor)


class EndRepresentation(Confirm):
    """Somebody no longer speaks for an organisation; asked once, for it may be oneself."""

    label = _("End the representation")
    permission = "stakeholders.end_representation"
    model = Representation
    success_message = _("The representation ends today.")

    def get_question(self) -> str:
        about = {"who": self.object.profile.display_name, "organisation": self.object.organisation}
        return gettext("Does %(who)s no longer represent %(organisation)s?") % about

    def get_text(self) -> str:
        return gettext("It ends today. What was done for the organisation stays.")

    def success_url(self) -> str:
        """The person's own page about it; for whoever ends it for somebody else, the organisation's."""
        is_own = self.request.user.has_perm("stakeholders.accept_representation", self.object)
        return (self.object if is_own else self.object.organisation).get_absolute_url()

    def act(self) -> None:
        actions.end_representation(self.object, actor=self.actor)
