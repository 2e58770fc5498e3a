from copy import deepcopy
from typing import Any, ClassVar

from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from educities.kit.views import AskedOnce, Page
from stakeholders import actions, verbs
from stakeholders.forms.people import ClaimForm, OpenClaimForm, PeopleFilter
from stakeholders.forms.person_select import AccountField, AdultField, KeeperField, PersonField
from stakeholders.models import Organisation, Profile, StrengthClaim
from stakeholders.queries import KeysetRows
from stakeholders.queries.people_pages import Reach, find_first_people, list_people, suggest_person
from stakeholders.queries.people_rows import person_rows, shown_rows
from stakeholders.queries.visibility import Sight, find_sight
from stakeholders.views.lists import KeysetPage
from stakeholders.views.profiles import OwnWordsPage


class PeoplePage(KeysetPage):
    """Grown-ups who take part: a child stands in no list, and who only answers for one neither.

    Who works in the city reads of all of them; other members of the city of those who show them a line.
    """

    template_name = "stakeholders/people.html"
    permission = "stakeholders.browse_profile"
    filter_class = PeopleFilter
    column = "display_name"

    size = 30

    def rows(self) -> Any:
        return list_people(self.sight, self.reach)

    def find_first_page(self) -> KeysetRows:
        if self.filter.is_by_words_alone:
            found = find_first_people(self.filter.text, self.sight, self.reach, self.size)
        else:
            found = None
        return found or super().find_first_page()

    @cached_property
    def reach(self) -> Reach:
        """Does the reader know everybody's roles and cohorts, and who is here at all? And open everybody's page?"""
        office, opened = ("stakeholders.list_profile", "stakeholders.search_profile")
        return Reach(*(self.request.user.has_perm(one, self.city) for one in (office, opened)))

    @property
    def sight(self) -> Sight:
        """What the reader sees of the people listed."""
        return find_sight(self.request.user, self.city)

    def make_filter(self) -> PeopleFilter:
        return PeopleFilter(self.request.GET or None, sight=self.sight, sees_office=self.reach.sees_office)

    def more(self, found: KeysetRows) -> dict[str, Any]:
        draw = person_rows if self.reach.sees_office else shown_rows
        shown = {"lines": draw(found.rows, self.sight), **self.reach._asdict()}
        return shown if found.rows else {**shown, **self.suggest()}

    def suggest(self) -> dict[str, str]:
        """A spelling by which somebody is found, and the address that asks for it."""
        query = self.request.GET.copy()
        if self.filter.is_by_words_alone:
            suggested = suggest_person(self.filter.text, self.sight, self.reach)
        else:
            suggested = self.filter.suggest(self.rows())
        query["q"] = suggested
        return {"suggested": suggested, "suggested_query": query.urlencode()}


# Forms in which not everybody can be chosen say so to the search.
NARROW_FIELDS: tuple[type[PersonField], ...] = (AccountField, AdultField, KeeperField)


class FindPeople(Page):
    """What a form's search shows while a person types: grown-ups of this name, and who is chosen already."""

    template_name = "kit/widgets/_found.html"
    permission = "stakeholders.list_profile"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        name = asked.get("name", "")[:60]
        field = next((kind for kind in NARROW_FIELDS if asked.get(kind.found_by)), PersonField)(required=False)
        field.sight = find_sight(self.request.user, self.city)
        widget = deepcopy(field).widget
        return widget.found(name, widget.value_from_datadict(asked, {}, name))


class ClaimPage(OwnWordsPage):
    """A strength or growth area of the person."""

    template_name = "stakeholders/claim_form.html"
    permission = "stakeholders.change_profile"
    model: Any = Profile
    form_class = ClaimForm
    success_message = _("Saved. Thank you.")

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if not isinstance(self.object, Profile):
            return kwargs
        return {**kwargs, "of_minor": self.object.is_minor, "is_kept": self.object.user_id is None}

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
        return StrengthClaim.objects.select_related("profile__managed_by", "organisation", "area")

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
        if self.object.profile and self.object.profile.user_id != self.request.user.pk:
            return self.object.profile.get_absolute_url()
        return self.city_url("city_areas" if self.object.is_the_citys else "me")
