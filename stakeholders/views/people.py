from copy import deepcopy
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.queries.scoped_roles import list_scoped_roles
from cities.rules import is_facilitator
from educities.accounts.models import Person
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.errors import DomainError
from educities.kit.views import AskedOnce, FormPage, Page, RowPage
from stakeholders import actions, verbs
from stakeholders.forms.people import ClaimForm, OpenClaimForm, PeopleFilter, ProfileForm
from stakeholders.forms.person_select import AccountField, PersonField
from stakeholders.models import AgeBand, Organisation, Profile, StrengthClaim
from stakeholders.queries import (
    NEARNESS,
    KeysetRows,
    find_profile,
    roles_of,
    viewer_access_level,
    visible_claims,
    visible_fields,
    waiting_representations,
)
from stakeholders.queries.managed import find_entries
from stakeholders.queries.people_listed import listed_people
from stakeholders.queries.people_rows import find_participation, person_rows, with_organisations_and_strengths
from stakeholders.views.lists import KeysetPage


class PeoplePage(KeysetPage):
    """Grown-ups who take part: a child stands in no list, and who only answers for one neither."""

    template_name = "stakeholders/people.html"
    permission = "stakeholders.list_profile"
    filter_class = PeopleFilter
    column = "display_name"

    def rows(self) -> Any:
        people = listed_people().defer("story").select_related("managed_by")
        return with_organisations_and_strengths(people, sees_team=self.sees_team)

    @property
    def sees_team(self) -> bool:
        """Does the reader see strengths that are for the team alone?"""
        return is_facilitator(self.request.user, self.city)

    def make_filter(self) -> PeopleFilter:
        return PeopleFilter(self.request.GET or None, sees_team=self.sees_team)

    def more(self, found: KeysetRows) -> dict[str, Any]:
        return {"lines": person_rows(found.rows, self.city)}


class FindPeople(Page):
    """What a form's search shows while a person types: grown-ups of this name, and who is chosen already."""

    template_name = "kit/widgets/_found.html"
    permission = "stakeholders.list_profile"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        name = asked.get("name", "")[:60]
        widget = deepcopy((AccountField if asked.get("accounts") else PersonField)(required=False)).widget
        return widget.found(name, widget.value_from_datadict(asked, {}, name))


def profile_context(reader: Person, profile: Profile) -> dict[str, Any]:
    """What the page about a person shows this reader."""
    return {
        "row": profile,
        "seen": visible_fields(reader, profile),
        "claims": visible_claims(reader, profile),
        "sees_some": viewer_access_level(reader, profile) < NEARNESS["me"],
        "representations": profile.representations.current().select_related("organisation"),
    }


class ProfilePage(RowPage):
    template_name = "stakeholders/profile.html"
    permission = "stakeholders.view_profile"
    model = Profile

    def get_queryset(self) -> Any:
        """Those of the lists, children, and the reader's own: who only answers for a child is nobody's to look at."""
        user = self.request.user
        own = (
            Q(user_id=user.pk)
            | Q(managed_by__user_id=user.pk)
            | Q(managed_for__isnull=False)
            | ~Q(age_band=AgeBand.ADULT)
        )
        shown = own | Q(pk__in=listed_people().values("pk"))
        return Profile.objects.select_related("managed_by", "managed_for").filter(shown, merged_into=None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {**super().get_context_data(**kwargs), **profile_context(self.request.user, self.object)}
        # What the list of people says of this person, for who reads that list; a child stands in none.
        if not self.object.is_minor and self.request.user.has_perm("stakeholders.list_profile", self.city):
            context["roles"] = roles_of([self.object], self.city).get(self.object.user_id or 0, [])
            context["takes_part"] = find_participation([self.object.pk]).get(self.object.pk, [])
        if self.object.user_id is None and self.request.user.has_perm("stakeholders.change_profile", self.object):
            context["entries"] = find_entries(self.object)
        if self.object.user_id and not self.object.is_minor and self.actor.has_perm("cities.see_roles_city", self.city):
            context["scoped_roles"] = list_scoped_roles(self.city, self.object.user_id)
        return context


class MePage(Page):
    """The signed-in person's own page in this city."""

    template_name = "stakeholders/profile.html"
    signed_in = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(is_me=True, **kwargs)
        profile = find_profile(self.request.user)
        if profile is None:
            return {**context, "row": None}
        waiting = waiting_representations(self.request.user)
        return {**context, **profile_context(self.request.user, profile), "waiting": waiting}


class _OwnWords(FormPage):
    """A child that only waits reads so before it writes anything."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if isinstance(self.object, Profile):
                actions.check_profile(self.object)
        except DomainError as error:
            messages.info(request, str(error))
            return redirect("me", self.city.slug)
        return super().get(request, *args, **kwargs)


class ChangeProfile(ConcurrentEditPage, _OwnWords):
    template_name = "stakeholders/profile_form.html"
    permission = "stakeholders.change_profile"
    model = Profile
    form_class = ProfileForm
    success_message = _("Saved.")

    def get_queryset(self) -> Any:
        return Profile.objects.select_related("managed_by").filter(merged_into=None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(crumbs=[(self.object.get_absolute_url(), self.object.display_name)], **kwargs)

    def act(self, form: ProfileForm) -> Any:
        profile = actions.change_profile(self.object, actor=self.actor, **form.values)
        own = profile.user_id == self.request.user.pk
        return redirect("me", self.city.slug) if own else profile


class ClaimPage(_OwnWords):
    """A strength or growth area of the person."""

    template_name = "stakeholders/claim_form.html"
    permission = "stakeholders.change_profile"
    model: Any = Profile
    form_class = ClaimForm
    success_message = _("Saved. Thank you.")

    def get_form_kwargs(self) -> dict[str, Any]:
        of_minor = isinstance(self.object, Profile) and self.object.is_minor
        return super().get_form_kwargs() | ({"of_minor": True} if of_minor else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(crumbs=[(self.object.get_absolute_url(), str(self.object))], **kwargs)

    def act(self, form: ClaimForm) -> Any:
        actions.claim_area(self.object, actor=self.actor, **form.cleaned_data)
        own = getattr(self.object, "user_id", None) == self.request.user.pk
        return redirect("me", self.city.slug) if own else self.object


class OrganisationClaimPage(ClaimPage):
    permission = "stakeholders.claim_for_organisation"
    model = Organisation
    form_class = OpenClaimForm
    extra_context: ClassVar = {"is_of_city": True}
    describe_why_not = actions.describe_why_archived


class RemoveClaim(AskedOnce):
    permission = "stakeholders.change_strengthclaim"
    ends = (verbs.CLAIM_REMOVED,)
    model = StrengthClaim
    success_message = _("Removed.")

    def get_queryset(self) -> Any:
        return StrengthClaim.objects.select_related("profile", "organisation", "area")

    def asks(self) -> dict[str, Any]:
        return {
            "question": gettext("Remove “%(name)s”?") % {"name": self.object.area},
            "text": gettext("It is shown nowhere any more. You can add it again."),
            "quote": self.object.words,
            "label": gettext("Remove"),
        }

    def get_about(self) -> Organisation | None:
        return self.object.organisation

    def act(self) -> None:
        actions.remove_claim(self.object, actor=self.actor)

    def success_url(self) -> str:
        if self.object.organisation:
            return self.object.organisation.get_absolute_url()
        return self.city_url("city_areas" if self.object.is_the_citys else "me")
