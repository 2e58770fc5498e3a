"""What pages of other apps show of challenges: the city's own page, “My activity”, a guardian's page."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import Challenge, Contribution, Participation, Phase, Support
from challenges.texts import describe_missing_consent
from cities.queries import city_today
from consents.queries import latest_consents
from consents.values import Things
from educities.kit.multilingual import translate_plain
from stakeholders.models import Profile

if TYPE_CHECKING:
    from collections.abc import Callable

MOST = 3


def open_challenges(request: HttpRequest) -> dict[str, Any]:
    """The newest open question with whether it takes ideas now, and the next ones; nothing when none is open."""
    rows = list(Challenge.objects.open_on(city_today()).with_area_label().prefetch_related("phases")[:MOST])
    return {"first": rows[0], "takes_ideas": rows[0].takes(Phase.Kind.GATHER), "others": rows[1:]} if rows else {}


def find_my_challenges(profile: Profile) -> Things:
    """The ideas and participations of a person, with what keeps a child's from being shown or from counting."""
    return Things(
        {
            "ideas": list(_list_ideas(profile)),
            "participations": list(_list_participations(profile)),
            **_missing_consents(profile, to_child=True),
        }
    )


def find_childs_wishes(child: Profile) -> Things | None:
    """What a child would like to do, for who answers for it: what waits for a yes, and the rest; None when it has begun
    nothing."""
    supports = list(Support.objects.filter(profile=child).select_related("contribution"))
    ideas, participations = list(_list_ideas(child)), list(_list_participations(child))
    if not (ideas or participations or supports):
        return None
    missing = _missing_consents(child, to_child=False)
    found: dict[str, tuple[list[Any], Callable[[Any], Any]]] = {
        "ideas": (ideas, lambda one: missing["no_publication"] and _waits_for_yes(one)),
        "participations": (
            participations,
            lambda one: missing["no_part"] and one.state == Participation.State.AWAITING_CONSENT,
        ),
        "supports": (supports, lambda one: missing["no_part"] and one.waits),
    }
    waiting = {name: [one for one in rows if waits(one)] for name, (rows, waits) in found.items()}
    others = {name: [one for one in rows if not waits(one)] for name, (rows, waits) in found.items()}
    kept = {key: rows if any(rows.values()) else {} for key, rows in (("waiting", waiting), ("allowed", others))}
    return Things({**kept, **missing})


def _waits_for_yes(idea: Contribution) -> bool:
    """Would others read the idea, or somebody before them, if the yes were there?"""
    is_hidden = (idea.state, idea.hidden_rule) == (Contribution.State.HIDDEN, Contribution.Rule.CONSENT)
    return is_hidden or idea.state == Contribution.State.PENDING


def list_losses(child: Profile) -> list[str]:
    """What of a child's ideas, places and supports goes with its account, a line each."""
    ideas, places = _list_ideas(child).count(), _list_participations(child).count()
    supports = Support.objects.filter(profile=child).count()
    lines = (
        (ideas, ngettext("%(n)s idea", "%(n)s ideas", ideas)),
        (places, ngettext("%(n)s place in a challenge", "%(n)s places in challenges", places)),
        (supports, ngettext("support for %(n)s idea", "support for %(n)s ideas", supports)),
    )
    return [text % {"n": n} for n, text in lines if n]


def _missing_consents(profile: Profile, *, to_child: bool) -> dict[str, str]:
    latest = latest_consents(profile) if profile.needs_guardian else {}
    return {
        "no_publication": describe_missing_consent(profile, latest, to_child=to_child),
        "no_part": describe_missing_consent(profile, latest, ("lab",), to_child=to_child),
    }


def _list_ideas(profile: Profile) -> QuerySet[Contribution]:
    ideas = Contribution.objects.filter(author=profile).exclude(state=Contribution.State.WITHDRAWN)
    return ideas.select_related("challenge", "author", "photo", "answer_by")


def _list_participations(profile: Profile) -> QuerySet[Participation]:
    taking = Participation.objects.filter(profile=profile).exclude(state=Participation.State.CANCELLED)
    return taking.select_related("challenge")


def list_places(child: Profile, takes_part: bool) -> list[str]:
    """The child's places in challenges, as they are with the answer about taking part; without a yes there is none."""
    state = Participation.State
    texts = {
        state.CONFIRMED: _("The place in the challenge “%(title)s” is there again."),
        state.WAITLISTED: _("In the challenge “%(title)s” the child is on the waiting list."),
    }
    rows = _list_participations(child).filter(state__in=texts).order_by("pk") if takes_part else []
    return [texts[state(row.state)] % {"title": translate_plain(row.challenge.question)} for row in rows]
