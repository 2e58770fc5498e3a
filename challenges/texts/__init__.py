"""How a resident is named in public."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge, Contribution, Participation
from consents.models import Consent
from consents.queries import find_refusal, has_consent, latest_consents
from educities.kit.multilingual import join_in_script
from stakeholders.models import Profile
from stakeholders.values import guess_first_name

Policy = Challenge.NamePolicy
# What a guardian has to agree to before words of a child are published.
PUBLIC_NEEDS = ("lab", "publication")
# By the purpose refused: a guardian's no, the child's own as grown-ups read it, and as the child does.
REFUSALS = {
    "lab": (
        _("a guardian said no to taking part"),
        _("the child said no to taking part"),
        _("you said no to taking part"),
    ),
    "publication": (
        _("not published: a guardian said no"),
        _("not published: the child said no"),
        _("not published: you said no"),
    ),
}
# What a guardian left unticked, where the rest was agreed to: nobody has said no to it.
UNTICKED = {
    "lab": _("taking part has not been allowed yet"),
    "publication": _("not published: publishing has not been allowed yet"),
}
# One for all under 18: another one from the 14th birthday on would tell whoever watches the month of birth.
MINOR = _("one of the city’s children and young people")


def public_display_name(profile: Profile, challenge: Challenge) -> str:
    """The public name of a grown-up by the challenge's rule; empty for minors, whose words stand without a name."""
    if profile.is_minor:
        return ""
    name = profile.display_name.strip()
    if challenge.name_policy == Policy.FIRST:
        name = profile.short_name or guess_first_name(name)
        place = profile.public_neighbourhood
        return join_in_script([name, place]) if name and place else name
    return name


def public_name(profile: Profile, challenge: Challenge) -> str:
    """What stands beside an idea of this person."""
    return public_display_name(profile, challenge) or str(MINOR)


def may_be_public(profile: Profile) -> bool:
    """May words of this person be read by others? Of a minor under the city's age only with a guardian's consent."""
    return all(has_consent(profile, purpose) for purpose in PUBLIC_NEEDS)


def is_read_by_team(idea: Contribution) -> bool:
    """Do the lab's people read the words of this idea? Not before its author has confirmed it, nor without the
    guardian's yes of a child's, however it was published or merged before."""
    state = Contribution.State
    return idea.state in {state.PENDING, state.VISIBLE, state.HIDDEN, state.MERGED} and may_be_public(idea.author)


def name_cited_idea(idea: Contribution) -> str:
    """How the city's model calls an idea on which it rests: by its words while others may read them."""
    is_shown = idea.state in {Contribution.State.VISIBLE, Contribution.State.MERGED}
    return idea.text[:80] if is_shown else gettext("an idea that is not shown any more")


def describe_missing_consent(
    profile: Profile, latest: Mapping[str, Consent], needs: Sequence[str] = PUBLIC_NEEDS, *, to_child: bool = True
) -> str:
    """What keeps a minor's act from taking effect: an answer that is awaited, or whose no to what. Empty when nothing does.

    `latest`: the answers about it (`latest_consents`). `to_child`: the child itself reads it; else who answers for it.
    """
    today = profile.city.today()
    if not profile.needs_guardian or all(one in latest and latest[one].holds_on(today) for one in needs):
        return ""
    refusal = find_refusal(latest, needs)
    if refusal is None:
        return gettext("waiting for a guardian")
    of_guardian, of_child, told_child = REFUSALS[refusal.purpose]
    if refusal.assent_of_child is not False:
        was_given = refusal.state == Consent.State.WITHDRAWN
        return str(of_guardian if was_given else UNTICKED[refusal.purpose])
    return str(told_child if to_child else of_child)


def describe_place(place: Participation) -> str:
    """How it stands with the person's place, in words for them; of a child's that rests, who is awaited or whose no it is."""
    rests = place.state == Participation.State.AWAITING_CONSENT
    missing = describe_missing_consent(place.profile, latest_consents(place.profile), ("lab",)) if rests else ""
    return missing or place.get_state_display()


def count_challenges(n: int) -> str:
    """So many challenges."""
    return ngettext("%(n)s challenge", "%(n)s challenges", n) % {"n": n}
