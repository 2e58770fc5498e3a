"""What stands of a person in the profile, with its strengths, organisations, codes and merges."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consents.texts.personal_data import name_language
from consents.values.personal_data import Column, DataSection, Subject
from stakeholders.models import (
    AgeBand,
    ClaimCode,
    Profile,
    ProfileMerge,
    Representation,
    StrengthClaim,
)
from stakeholders.models.visibility import LINES, name_levels
from stakeholders.queries.visibility import find_levels, list_claims, list_fields

PROFILE_PAGE = _("It is changed on the page of the profile.")
STARTS, ENDS = Column("starts_on", _("from")), Column("ends_on", _("until"))
# Lines of the profile whose readers the person chooses.
CHOSEN_LINES = frozenset(LINES)


def lead_to_profile(profile: Profile) -> str:
    return reverse("me", args=[profile.city.slug])


def _hide_own_lines(rows: QuerySet[Any], subject: Subject) -> QuerySet[Any]:
    """For a guardian the lines that the page of the profile does not show them are left out of the row."""
    if not subject.is_read_by_guardian:
        return rows
    return rows.defer(
        *(CHOSEN_LINES - list_fields(find_levels(subject.reader, subject.profile), subject.profile).keys())
    )


def _read_age(profile: Profile) -> str:
    """The age group; nothing of whoever has not said an age yet, whom others typed in."""
    return "" if profile.is_age_unsaid else str(AgeBand(profile.age_band).label)


def _read_line(name: str) -> Any:
    """What stands in a line of the profile; nothing where the reader may not see it."""
    return lambda row: None if name in row.get_deferred_fields() else getattr(row, name)


def _write_visibilities(profile: Profile) -> str:
    """Each line whose readers the person chooses, with who they are, as the page of the profile calls them.

    A child chooses none: nobody else sees a line of theirs, whatever stands in the row.
    """
    if profile.is_minor:
        return gettext("nobody else, apart from the adults who are responsible")
    return " · ".join(f"{_name_line(name)}: {level}" for name, level in name_levels(profile.visibilities).items())


def _name_line(name: str) -> str:
    known = {field.name: field.verbose_name for field in Profile._meta.local_concrete_fields}
    return str(known.get(name, name))


def _name_readers(claim: StrengthClaim) -> str:
    person: Any = claim.profile
    return _write_visibilities(person) if person.is_minor else claim.get_visibility_display()


def _write_month(profile: Profile) -> str | None:
    """The month alone: no day is kept."""
    return date_format(profile.next_band_month, "YEAR_MONTH_FORMAT") if profile.next_band_month else None


def _narrow_claims(rows: QuerySet[Any], subject: Subject) -> QuerySet[Any]:
    rows = rows.select_related("area", "profile")
    if not subject.is_read_by_guardian:
        return rows
    seen = [claim.pk for claim in list_claims(find_levels(subject.reader, subject.profile), subject.profile)]
    return rows.filter(pk__in=seen)


def _read_level(row: StrengthClaim) -> str:
    """How well the person can do it; what one would like to learn has no level."""
    return str(row.get_level_display()) if row.kind == StrengthClaim.Kind.STRENGTH else ""


def _say_who_wrote(row: StrengthClaim) -> str:
    return gettext("someone else, for the person") if row.entered_by_id else gettext("the person")


PEOPLE_SECTIONS = (
    DataSection(
        key="profile",
        model=Profile,
        person="pk",
        group="person",
        title=_("Profile"),
        why=_(
            "A name to be called by here, and what one says of oneself. Beside “who sees it” stands who reads which line."
        ),
        correction=PROFILE_PAGE,
        page=lead_to_profile,
        narrow=_hide_own_lines,
        columns=(
            Column("display_name", _("name that others see")),
            Column("short_name", _("name next to ideas")),
            Column("legal_name", _("full name"), _read_line("legal_name")),
            Column("pronoun", _("pronoun")),
            Column("phone", _("phone"), _read_line("phone")),
            Column("neighbourhood", _("neighbourhood"), _read_line("neighbourhood")),
            Column("language", _("language"), lambda row: name_language(row.language)),
            Column("story", _("story"), _read_line("story")),
            Column("wish", _("what I would like to create"), _read_line("wish")),
            Column("offer", _("what I offer"), _read_line("offer")),
            Column("visibilities", _("who sees it"), _write_visibilities),
            Column("age_band", _("age"), _read_age),
            Column("next_band_month", _("age group changes in"), _write_month),
            Column("needs_guardian", _("needs a parent or guardian")),
            Column("managed_by", _("kept by someone else"), lambda row: row.managed_by_id is not None),
            Column("managed_for", _("kept for an organisation"), lambda row: row.managed_for_id is not None),
            Column("is_placeholder", _("without an account of their own")),
            Column("created_at", _("Since")),
        ),
        # Empty as long as there is a page on which to read them.
        covers="user merged_into left_at",
        order=10,
    ),
    DataSection(
        key="strengths",
        model=StrengthClaim,
        person="profile",
        group="person",
        title=_("Strengths and growth areas"),
        why=_("So that the city finds who can do what, and who would like to learn it."),
        correction=PROFILE_PAGE,
        page=lead_to_profile,
        narrow=_narrow_claims,
        columns=(
            Column("area", _("area")),
            Column("kind", _("kind")),
            Column("level", _("level"), _read_level),
            Column("words", _("in own words")),
            Column("visibility", _("who sees it"), _name_readers),
            Column("confirmed_at", _("Confirmed")),
            Column("entered_by", _("written by"), _say_who_wrote),
        ),
        order=20,
    ),
    DataSection(
        key="organisations",
        model=Representation,
        person="profile",
        group="person",
        title=_("Organisations represented"),
        why=_("So that what is promised for an organisation is promised by someone who may."),
        correction=_("The person or the organisation’s manager ends it on the page of the organisation."),
        page=lead_to_profile,
        narrow=lambda rows, _subject: rows.select_related("organisation"),
        columns=(
            Column("organisation", _("Organisation")),
            Column("title", _("Position in the organisation")),
            Column("may_commit", _("may make commitments")),
            Column("may_manage", _("may manage its page")),
            STARTS,
            Column("ends_on", _("Last day"), lambda row: row.last_day),
            Column("accepted_at", _("Accepted on")),
        ),
        order=30,
    ),
    DataSection(
        key="codes",
        model=ClaimCode,
        person="profile",
        group="person",
        title=_("Codes for taking over the profile"),
        why=_("So that someone whose profile is kept by others can take it over. The code itself is stored nowhere."),
        correction=_("The person who keeps the profile can end a code. A code ends by itself on its last day."),
        columns=(
            Column("made_at", _("Made on")),
            Column("expires_at", _("until")),
            Column("used_at", _("Used on")),
            Column("ended_at", _("Ended on")),
        ),
        order=22,
    ),
    DataSection(
        key="merges",
        model=ProfileMerge,
        person="kept",
        group="person",
        title=_("Second profile of the same person"),
        why=_(
            "So that one person stands in the lists once. What came from the second profile stands in its own section."
        ),
        correction=_("The director separates two profiles within 30 days."),
        columns=(
            Column("state", _("Status")),
            Column("proposed_at", _("Proposed on")),
            Column("decided_at", _("Decided on")),
        ),
        covers="gone decided_alone moved",
        order=24,
    ),
)
