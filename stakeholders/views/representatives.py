from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from educities.activity.texts.delivery_rows import next_mail
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.day_words import format_day
from educities.kit.end_pages import EndPage
from educities.kit.views import ActionView, FormPage, RowPage
from stakeholders import actions, verbs
from stakeholders.actions.representatives import REPRESENTATION_EFFECTS, describe_why_over
from stakeholders.forms.organisations import RepresentationForm, RepresentativeForm
from stakeholders.models import Organisation, Representation
from stakeholders.queries.visibility import is_named_to
from stakeholders.rules import is_represented_person
from stakeholders.views.organisations import organisation_crumbs


class AppointRepresentative(FormPage):
    template_name = "stakeholders/appoint.html"
    permission = "stakeholders.appoint_organisation"
    model = Organisation
    form_class = RepresentativeForm
    success_message: Any = _("We emailed the person. They represent the organisation once they accept.")
    describe_why_not = actions.describe_why_archived

    def get_initial(self) -> dict[str, Any]:
        return {"language": (get_language() or self.city.language)[:2]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(crumbs=organisation_crumbs(self.object), **kwargs)

    def act(self, form: RepresentativeForm) -> Any:
        made = actions.appoint_representative(self.object, actor=self.actor, **form.cleaned_data)
        if time := next_mail(self.city):
            text = gettext(
                "We send the email at %(time)s, after the quiet hours. They represent the organisation once they "
                "accept."
            )
            self.success_message = text % {"time": time}
        name = made.profile.display_name
        # Whoever is not of the team reads no name here but the one they typed, before the person has said an age.
        if name != form.cleaned_data["display_name"] and is_named_to(self.actor, made.profile):
            kept = gettext("%(name)s is in the city already, and keeps their own name.") % {"name": name}
            self.success_message = f"{self.success_message} {kept}"
        return self.object


class RepresentationPage(RowPage):
    """Where the mail leads: the person who was asked says yes here. Its "No, thank you" leads on to the page of the no."""

    template_name = "stakeholders/representation.html"
    permission = "stakeholders.accept_representation"
    model = Representation

    def get_queryset(self) -> Any:
        return Representation.objects.select_related("organisation", "profile__user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_adult=self.object.profile.is_adult, **kwargs)

    def ask_age(self, request: HttpRequest) -> HttpResponse | None:
        """Whoever says no has to say no age before."""
        row = self.object
        is_open = row.accepted_at is None and not row.has_ended
        if request.GET.get("answer") == "no" and is_open and is_represented_person(request.user, row):
            return redirect("end_representation", self.city.slug, row.pk)
        return super().ask_age(request)


class AcceptRepresentation(ActionView):
    permission = "stakeholders.accept_representation"
    model = Representation
    success_message = _("Thank you. You speak for this organisation now.")

    def act(self) -> None:
        actions.accept_representation(self.object, actor=self.actor)


def name_represented(reader: Any, representation: Representation) -> str:
    """Who was asked to speak for an organisation, as this reader may know it."""
    profile = representation.profile
    return profile.display_name if is_named_to(reader, profile) else gettext("The person who was asked")


class ChangeRepresentation(ConcurrentEditPage):
    """What somebody may do for an organisation, and until when; the person reads what changes."""

    template_name = "stakeholders/change_representation.html"
    permission = "stakeholders.change_representation"
    model = Representation
    form_class = RepresentationForm
    success_message: Any = _("Saved.")

    describe_why_not = describe_why_over

    def get_queryset(self) -> Any:
        return Representation.objects.select_related("organisation", "profile__user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = organisation_crumbs(self.object.organisation)
        return super().get_context_data(crumbs=crumbs, name=name_represented(self.actor, self.object), **kwargs)

    def act(self, form: RepresentationForm) -> Any:
        made = actions.change_representation(self.object, actor=self.actor, **form.values)
        return made.organisation


class EndRepresentation(EndPage):
    """Somebody no longer speaks for an organisation, with a reason; asked once, for it may be oneself."""

    permission = "stakeholders.end_representation"
    # Who says no, or leaves, says no age for it.
    asks_age_first = False
    model = Representation
    ends = (verbs.REPRESENTATIVE_ENDED, verbs.REPRESENTATIVE_LEFT, verbs.REPRESENTATIVE_DECLINED)
    step = staticmethod(actions.end_representation)
    success_message: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label = gettext("Decline") if self.is_declining else gettext("End the representation")
        return super().get_context_data(**{"label": label, **kwargs})

    @property
    def is_declining(self) -> bool:
        """Does the person answer the request with a no?"""
        return self.is_own and self.object.accepted_at is None

    def act(self, form: Any) -> Any:
        url = super().act(form)
        if self.is_declining:
            self.success_message = gettext("Thank you for telling us. You are not asked about this any more.")
            return url
        organisation: Organisation = self.object.organisation
        text = gettext("The representation has ended.")
        if not self.is_own and not organisation.representations.current().exists():
            left = gettext("Nobody represents %(organisation)s now. You can ask someone else on this page.")
            text = f"{text} {left % {'organisation': organisation}}"
        self.success_message = text
        return url

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        # Whoever steps down, or declines, need not say why.
        form.fields["reason"].required = not self.is_own
        return form

    def get_about(self) -> Organisation | None:
        organisation: Organisation = self.object.organisation
        return organisation if self.actor.has_perm("stakeholders.view_organisation", organisation) else None

    @property
    def is_own(self) -> bool:
        """Does the person step down?"""
        return self.request.user.has_perm("stakeholders.accept_representation", self.object)

    def get_question(self) -> str:
        if self.is_declining:
            return gettext("Decline to represent %(organisation)s?") % {"organisation": self.object.organisation}
        about = {"who": name_represented(self.actor, self.object), "organisation": self.object.organisation}
        return gettext("End the representation of %(organisation)s by %(who)s?") % about

    def get_text(self) -> str:
        if self.is_declining:
            return gettext("The person who asked you reads that you do not accept. You can be asked again.")
        return gettext("It ends at once. What was done for the organisation stays. The person can be asked again.")

    def get_blocker(self) -> str:
        if not self.object.has_ended:
            return ""
        day = format_day(self.object.ends_on)
        return gettext("This representation ended on %(day)s.") % {"day": day}

    def list_effects(self) -> list[str]:
        return [sentence for answer in REPRESENTATION_EFFECTS for sentence in answer(self.object)]

    def get_told(self) -> str:
        if self.is_own:
            return gettext("The directors and the organisation’s managers read the reason.")
        return gettext("The person reads the reason. It stays in the history.")

    def target_url(self) -> str:
        """The person's own page about it; for whoever ends it for somebody else, the organisation's; after a no, the city's."""
        if self.is_declining:
            return self.city_url("city")
        return (self.object if self.is_own else self.object.organisation).get_absolute_url()
