"""Adults who show something to people and partner apps outside their city, with the lines that they show."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, Exists, F, JSONField, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import JSONObject

from educities.kit.multilingual import WordsField
from stakeholders.models import Profile, StrengthClaim
from stakeholders.models.people import ProfileQuerySet
from stakeholders.models.visibility import LINES
from stakeholders.queries.people_listed import is_sharing, is_unshared, listed_people
from stakeholders.queries.verification import annotate_level
from stakeholders.queries.visibility import SIGHT_OF_PARTNERS, filter_seen_claims

# What a person shows, by the name that partners read.
SHOWN = {
    **{f"shown_{line}": line for line in LINES},
    "shown_legal_name": "full_name",
    "shown_claims": "strengths",
}
WORDS = frozenset(field.name for field in Profile._meta.concrete_fields if isinstance(field, WordsField))


def _is_shared(line: str) -> Q:
    """The line was chosen for the network or everyone: what is only usual is never as wide."""
    return Q(**{f"level_of_{line}__in": sorted(SIGHT_OF_PARTNERS.levels)})


def _is_filled(line: str) -> Q:
    return ~Q(**{line: {} if line in WORDS else ""})


def _show_line(line: str) -> Case:
    """The line where it is shared, else nothing."""
    nothing = Value({}, JSONField()) if line in WORDS else Value("")
    field = WordsField() if line in WORDS else CharField()
    return Case(When(_is_shared(line), then=F(line)), default=nothing, output_field=field)


def find_shared_people() -> ProfileQuerySet:
    """The listed adults of the scope's city of whom there is a line for the network, and who did not say no to
    sharing, each with `shown_<line>` and `shown_claims`. One query.
    """
    levels = {f"level_of_{line}": KeyTextTransform(line, "visibilities") for line in LINES}
    claims = StrengthClaim.objects.filter(filter_seen_claims(SIGHT_OF_PARTNERS), profile=OuterRef("pk"))
    has_line = Q(Exists(claims))
    for line in LINES:
        has_line |= _is_shared(line) & _is_filled(line)
    adults = listed_people().exclude(is_unshared()).exclude(user__is_active=False)
    people: Any = adults.alias(**levels).filter(has_line)
    shape = JSONObject(area="area__code", kind="kind", level="level", words="words")
    strengths = ArraySubquery(claims.order_by("pk").values(shape=shape))
    shown: ProfileQuerySet = people.annotate(
        name=F("display_name"),
        verification=Case(When(is_sharing(), then=annotate_level()), default=None),
        shown_claims=strengths,
        **{f"shown_{line}": _show_line(line) for line in LINES},
    )
    return shown


def list_shared_rows() -> QuerySet[Profile, dict[str, Any]]:
    """These people as rows, with what partner apps read of each, under the columns' names (`SHOWN`)."""
    return find_shared_people().values("id", "name", "verification", *SHOWN)
