"""What the city's search finds of organisations and people: the same rows as their lists, by the same words."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cities.models import Role
from cities.queries.search import SearchKind
from educities.kit.lists import put_over_last, words_hold
from educities.kit.multilingual import translate_html
from stakeholders.models import Commitment, Organisation, Site
from stakeholders.queries.people_found import find_by_words
from stakeholders.queries.people_listed import AGE_MARK, IS_UNSAID, LONG, listed_people
from stakeholders.queries.people_rows import with_organisations_and_strengths
from stakeholders.queries.visibility import SIGHT_OF_STAFF, find_neighbourhood
from stakeholders.values import normalise_text


def _find_people(text: str) -> QuerySet:
    """Grown-ups only: a child stands in no list. Each with the codes of the roles that it has here today.

    By name, and by the lines that everybody who finds people here may see; the list also knows strengths and the reader's
    cohorts.
    """
    if not normalise_text(text):
        return listed_people(of_team=True).none()
    people = find_by_words(listed_people(of_team=True).defer(*LONG), text, SIGHT_OF_STAFF).order_by(
        "display_name", "pk"
    )
    return with_organisations_and_strengths(people, SIGHT_OF_STAFF).annotate(is_unsaid=IS_UNSAID)


def _list_person_facts(person: Any) -> list[str]:
    roles = [str(Role(code).label) for code in person.role_codes]
    organisations: list[str] = [translate_html(name) for name in person.organisation_names]
    mark = [str(AGE_MARK)] if person.is_unsaid else []
    return [*roles, *(organisations or [find_neighbourhood(SIGHT_OF_STAFF, person)]), *mark]


def _find_organisations(text: str) -> QuerySet:
    """Nothing where the text is signs alone, which no spelling holds."""
    rows = Organisation.objects.known().defer("about").order_by("search", "pk")
    return rows.named(text) if normalise_text(text) else rows.none()


def _find_sites(text: str) -> QuerySet:
    rows = Site.objects.select_related("organisation").filter(words_hold(text) | Q(code=text))
    return put_over_last(rows, (Site.State.ARCHIVED,), "pk")


def _find_commitments(text: str) -> QuerySet:
    rows = Commitment.objects.select_related("organisation").filter(words_hold(text, "title"))
    return put_over_last(rows, (Commitment.State.DELIVERED, Commitment.State.WITHDRAWN), "due_on", "pk")


PEOPLE = SearchKind(
    "people",
    _("People"),
    "stakeholders.search_profile",
    _find_people,
    "display_name",
    facts=_list_person_facts,
    url_name="people",
    order=10,
)
ORGANISATIONS = SearchKind(
    "organisations",
    _("Organisations"),
    "stakeholders.list_organisation",
    _find_organisations,
    facts=lambda row: [row.get_sector_display(), row.get_field_display()],
    url_name="organisations",
    order=20,
)
SITES = SearchKind(
    "sites",
    _("Sites"),
    "stakeholders.list_organisation",
    _find_sites,
    facts=lambda row: [row.get_kind_display(), translate_html(row.organisation.name)],
    order=105,
)
COMMITMENTS = SearchKind(
    "commitments",
    _("Commitments"),
    "stakeholders.list_commitment",
    _find_commitments,
    "title",
    facts=lambda row: [translate_html(row.organisation.name)],
    day=lambda row: row.due_on,
    order=107,
)
