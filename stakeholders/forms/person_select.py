"""Choosing a person, in a city that has five of them or ten thousand; namesakes are told apart."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from educities.kit.multilingual import join_localised
from educities.kit.search_select import SearchSelect, SearchSelectMixin
from educities.tenancy.forms import CityChoiceField
from educities.tenancy.scope import current_city_row
from stakeholders.models import Organisation, Profile
from stakeholders.models.people import ProfileQuerySet
from stakeholders.queries.managed import find_keepers
from stakeholders.queries.people_listed import AGE_MARK, listed_people, with_spoken_for
from stakeholders.queries.visibility import SIGHT_OF_STAFF, Sight, find_neighbourhood


def name_person(person: Profile, sight: Sight = SIGHT_OF_STAFF) -> str:
    """The name, and what tells namesakes apart: whom the person speaks for, or the neighbourhood if this sight takes it in.
    Whom nobody has asked about their age is marked as in the list of people."""
    spoken_for = [one.organisation for one in person.spoken_for]  # type: ignore[attr-defined]  # prefetched by PersonField
    near = join_localised(spoken_for) or find_neighbourhood(sight, person)
    mark = str(AGE_MARK) if person.is_unsaid else ""  # type: ignore[attr-defined]  # annotated by `with_spoken_for`
    return " · ".join(part for part in (person.display_name, near, mark) if part)


def describe_since(person: Profile, sight: Sight) -> str:
    """Since when the city knows the person, to the minute: it tells namesakes apart of whom nothing else does. For the city's
    staff; "" for everyone else."""
    if not sight.levels >= SIGHT_OF_STAFF.levels:
        return ""
    when = date_format(localtime(person.created_at), "SHORT_DATETIME_FORMAT")
    return str(_("registered %(when)s") % {"when": when})


def find_only_organisation(person: Profile | None) -> Organisation | None:
    """The organisation that a person chosen in a `PersonField` speaks for today, if it is one and no other."""
    spoken_for = person.spoken_for if person else []  # type: ignore[attr-defined]  # prefetched by PersonField
    return spoken_for[0].organisation if len(spoken_for) == 1 else None


class PersonField(SearchSelectMixin, CityChoiceField):
    """One of the people of the city, but nobody who is known as under 18.

    `found_by`: what the search is told, where only some of them can be chosen.
    """

    found_by = ""
    # What who searches sees of the people found.
    sight = SIGHT_OF_STAFF

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": QuerySet(Profile), **kwargs, "widget": SearchSelect(self.search_url)})

    @classmethod
    def search_url(cls) -> str:
        """Where people of the scope's city are looked for."""
        found = reverse("find_people", args=[current_city_row().slug])
        return f"{found}?{cls.found_by}=1" if cls.found_by else found

    def people(self) -> ProfileQuerySet:
        """Who can be chosen."""
        return listed_people(of_team=True)

    def rows(self) -> Any:
        return with_spoken_for(self.people())

    def label_from_instance(self, obj: Profile) -> str:
        return name_person(obj, self.sight)

    def tell_apart(self, obj: Profile) -> str:
        """What stands beside the names of several of whom the same is known."""
        return describe_since(obj, self.sight)


class AdultField(PersonField):
    """One who is known to be an adult: whom the act behind the form would refuse is not offered. Whoever was typed in and
    has not said an age yet is none."""

    found_by = "adults"

    def people(self) -> ProfileQuerySet:
        return listed_people()


class AccountField(AdultField):
    """One adult of the city who can sign in."""

    found_by = "accounts"

    def people(self) -> ProfileQuerySet:
        return super().people().filter(user__isnull=False)


class KeeperField(PersonField):
    """One who may keep profiles of others: with a role of today for it."""

    found_by = "keepers"

    def people(self) -> ProfileQuerySet:
        return find_keepers()


# Whoever is chosen instead of the people of a name who are here.
SOMEBODY_ELSE = "new"


class NamesakeField(forms.TypedChoiceField):
    """One of the `people` who bear a name already (`find_namesakes`), or None: somebody else of that name."""

    def __init__(self, people: Iterable[Profile], **kwargs: Any) -> None:
        here = {str(person.pk): person for person in people}
        choices = [(number, name_person(person)) for number, person in here.items()]
        super().__init__(
            choices=[*choices, (SOMEBODY_ELSE, _("someone else of the same name"))],
            coerce=here.get,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one of the answers.")},
            **kwargs,
        )
