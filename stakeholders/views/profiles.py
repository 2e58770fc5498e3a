from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from cities.models import City
from cities.queries.scoped_roles import list_scoped_roles
from cities.rules.roles import cities_of
from educities.accounts.models import Person, User
from educities.accounts.queries import proven_addresses
from educities.kit.concurrent_edit import ConcurrentEditPage
from educities.kit.errors import DomainError
from educities.kit.rows import apply_changes
from educities.kit.views import FormPage, Page, RowPage
from stakeholders import actions
from stakeholders.forms.people import ProfileForm
from stakeholders.models import Level, Profile, StrengthClaim
from stakeholders.models.visibility import Visibility, name_levels
from stakeholders.queries import find_profile, roles_of, waiting_representations
from stakeholders.queries.city_sign_in import find_link_of, find_sign_in_in_use
from stakeholders.queries.managed import find_entries, find_unkept_people
from stakeholders.queries.merges import find_successor
from stakeholders.queries.people_listed import people_open_to
from stakeholders.queries.people_rows import find_participation
from stakeholders.queries.see_as import (
    READER_KINDS,
    ReaderKind,
    find_levels_of_kind,
    find_reader_kind,
    list_reader_kinds,
)
from stakeholders.queries.verification import find_resident_list, list_verifications
from stakeholders.queries.visibility import EVERY_LEVEL, find_levels, list_claims, list_fields, sees_some_line
from stakeholders.values.claim_notes import CLAIM_NOTES
from stakeholders.values.page_links import PERSON_LINKS, list_links

NOBODY = AnonymousUser()


def lines_context(levels: frozenset[str], profile: Profile, reader: Person = NOBODY) -> dict[str, Any]:
    """What a reader with these levels sees of the person."""
    return {
        "row": profile,
        "seen": list_fields(levels, profile),
        "claims": note_claims(list_claims(levels, profile), levels, profile, reader),
        "sees_some": levels != EVERY_LEVEL,
    }


def note_claims(
    claims: list[StrengthClaim], levels: frozenset[str], profile: Profile, reader: Person
) -> list[StrengthClaim]:
    """Each strength with `notes`: what the apps above say beside it to this reader."""
    found = [write(reader, profile, levels) for write in CLAIM_NOTES] if claims else []
    for claim in claims:
        is_strength = claim.kind == StrengthClaim.Kind.STRENGTH
        claim.notes = [one[claim.area_id] for one in found if claim.area_id in one] if is_strength else []  # type: ignore[attr-defined]
    return claims


def profile_context(reader: Person, profile: Profile, city: City) -> dict[str, Any]:
    """What the page about a person shows this reader. What is no line of theirs is for who works in the city."""
    levels = find_levels(reader, profile)
    context = lines_context(levels, profile, reader)
    if levels == EVERY_LEVEL or reader.has_perm("stakeholders.list_profile", city):
        context |= office_context(profile)
    return context


def office_context(profile: Profile) -> dict[str, Any]:
    """What is no line of the person's, and is read by who works in the city."""
    representations = profile.representations.current().select_related("organisation")
    return {
        "representations": representations,
        "sees_office": True,
        "verifications": list_verifications(profile),
        "is_proven": profile.user is not None and bool(proven_addresses(profile.user)),
    }


def listed_context(profile: Profile, city: City) -> dict[str, Any]:
    """What the list of people says of this person, for who reads that list."""
    return {
        "roles": roles_of([profile], city).get(profile.user_id or 0, []),
        "takes_part": find_participation([profile.pk]).get(profile.pk, []),
    }


def preview_context(kind: ReaderKind, profile: Profile, city: City) -> dict[str, Any]:
    """What such a reader would see of the person as the row stands."""
    office = {**office_context(profile), **listed_context(profile, city)} if kind.is_staff else {}
    return {**lines_context(find_levels_of_kind(kind, city), profile), **office, "kind": kind}


def find_open_successor(reader: User | AnonymousUser, number: int) -> Profile | None:
    """The profile into which the one of this number was merged, as far as the reader may open it. A query more than `find_successor`."""
    if not reader.is_authenticated or (kept := find_successor(number)) is None:
        return None
    row: Profile | None = people_open_to(reader).filter(pk=kept).first()
    return row if row and reader.has_perm("stakeholders.view_profile", row) else None


class ProfilePage(RowPage):
    template_name = "stakeholders/profile.html"
    permission = "stakeholders.view_profile"
    model = Profile

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An address of before a merge leads to the profile that stands for both, for who may read that one."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            kept = find_open_successor(request.user, kwargs["pk"])
            if kept is None:
                raise
            return redirect(kept.get_absolute_url())

    def get_queryset(self) -> Any:
        return people_open_to(self.request.user).select_related("user")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | profile_context(self.request.user, self.object, self.city)
        # A child stands in no list.
        if not self.object.is_minor and self.request.user.has_perm("stakeholders.list_profile", self.city):
            context |= listed_context(self.object, self.city)
        if self.object.user_id is None and self.request.user.has_perm("stakeholders.change_profile", self.object):
            context["entries"] = find_entries(self.object)
        if self.object.managed_by_id and self.request.user.has_perm("stakeholders.list_unkept_profile", self.city):
            context["is_unkept"] = find_unkept_people().filter(pk=self.object.pk).exists()
        if self.object.user_id and not self.object.is_minor and self.actor.has_perm("cities.see_roles_city", self.city):
            context["scoped_roles"] = list_scoped_roles(self.city, self.object.user_id)
        # Nothing is offered that is refused of whoever has not said an age yet.
        context["is_unsaid"] = self.object.is_age_unsaid and not self.object.is_minor
        if self.object.user_id and self.object.is_adult and self.object.user_id != self.actor.pk:
            context["page_links"] = list_links(PERSON_LINKS, self.actor, self.city, self.object.pk)
        return context


class PublicProfile(RowPage):
    """The page that an adult has for everyone: it is there as long as a line is public."""

    template_name = "stakeholders/public_profile.html"
    public = True
    model = Profile

    def get_queryset(self) -> Any:
        """Whose row it is still: of who has left, was merged or may not sign in nobody could take a line back."""
        return Profile.objects.grown_up().exclude(user__is_active=False)

    def get_row(self) -> Profile:
        row: Profile = super().get_row()
        if not sees_some_line(AnonymousUser(), row):
            raise Http404
        return row

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        levels = frozenset({Visibility.PUBLIC})
        return {**super().get_context_data(**kwargs), **lines_context(levels, self.object)}


def list_other_cities(user: Person, city: City) -> list[City]:
    """The further cities in which the person has a part, each with a profile of its own. No query where there is none."""
    others = cities_of(user) - {city.pk}
    return list(City.objects.served().filter(pk__in=others)) if others else []


class MePage(Page):
    """The signed-in person's own page in this city, as it is or as another reader sees it (`as` in the address)."""

    template_name = "stakeholders/profile.html"
    signed_in = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        profile = find_profile(self.request.user)
        if profile is None:
            return {**context, "row": None, "is_me": True}
        readers = {} if profile.is_minor else self._describe_readers(profile)
        kind = None if profile.is_minor else find_reader_kind(self.request.GET.get("as", ""))
        if kind:
            return {**context, **readers, **preview_context(kind, profile, self.city)}
        own = {"is_me": True, "levels": {} if profile.is_minor else name_levels(profile.visibilities)}
        waiting = waiting_representations(self.request.user)
        shown = profile_context(self.request.user, profile, self.city)
        return {
            **context,
            **readers,
            **shown,
            **own,
            "waiting": waiting,
            "residents": find_resident_list(),
            "is_resident": any(one.level == Level.RESIDENT for one in shown.get("verifications", [])),
            "sign_in": find_sign_in_in_use(),
            "own_link": find_link_of(self.request.user),
            "other_cities": list_other_cities(self.request.user, self.city),
        }

    @staticmethod
    def _describe_readers(profile: Profile) -> dict[str, Any]:
        return {"kinds": READER_KINDS, "is_public": sees_some_line(AnonymousUser(), profile)}


class OwnWordsPage(FormPage):
    """A child that only waits reads so before it writes anything."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if isinstance(self.object, Profile):
                actions.check_profile(self.object)
        except DomainError as error:
            messages.info(request, str(error))
            return redirect("me", self.city.slug)
        return super().get(request, *args, **kwargs)


class ChangeProfile(ConcurrentEditPage, OwnWordsPage):
    """The person's lines and who sees each. A second button shows them as another reader would see them, unsaved."""

    template_name = "stakeholders/profile_form.html"
    permission = "stakeholders.change_profile"
    model = Profile
    form_class = ProfileForm
    success_message = _("Saved.")

    def get_queryset(self) -> Any:
        return Profile.objects.select_related("managed_by").filter(merged_into=None, left_at=None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.object.get_absolute_url(), self.object.display_name)]
        kinds = [] if self.object.is_minor else list_reader_kinds(is_kept=self.object.user_id is None)
        return super().get_context_data(crumbs=crumbs, kinds=kinds, **kwargs)

    def form_valid(self, form: ProfileForm) -> HttpResponse:  # type: ignore[override]
        key = self.request.POST.get("see_as", "") if "preview" in self.request.POST else ""
        kind = find_reader_kind(key, is_kept=self.object.user_id is None)
        if kind is None or self.object.is_minor:
            return super().form_valid(form)
        shown = copy(self.object)
        apply_changes(shown, form.values)
        return self.render_to_response(
            self.get_context_data(form=form, preview=preview_context(kind, shown, self.city))
        )

    def act(self, form: ProfileForm) -> Any:
        profile = actions.change_profile(self.object, actor=self.actor, **form.values)
        own = profile.user_id == self.request.user.pk
        return redirect("me", self.city.slug) if own else profile
