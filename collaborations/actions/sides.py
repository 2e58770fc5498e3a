"""Who can be a side of a collaboration: adults, organisations, and groups of children of which nobody is named."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from collaborations.models import Party
from collaborations.values import LEAST_PUPILS, MOST_PARTIES
from educities.kit.errors import DomainError
from stakeholders.actions.adulthood import are_adults
from stakeholders.models import Organisation, Profile


class Group(NamedTuple):
    """A class or a group of children of an organisation, by a name such as 4b; `led_by` answers for it, or whoever
    speaks for the organisation.
    """

    organisation: Organisation
    name: str
    size: int | None = None
    led_by: Profile | None = None


Holder = Profile | Organisation | Group


def list_holders(parties: Iterable[Holder], own: Holder | None) -> list[Holder]:
    """Each side once, the actor's own first."""
    found: dict[tuple[type, int | None, str], Holder] = {}
    for one in [*([own] if own is not None else []), *parties]:
        found.setdefault(key_of_holder(one), one)
    return list(found.values())


def key_of_holder(holder: Holder) -> tuple[type, int | None, str]:
    """Two sides with one key are one."""
    if isinstance(holder, Group):
        return Organisation, holder.organisation.pk, holder.name.casefold()
    return type(holder), holder.pk, ""


def key_of_party(party: Party) -> tuple[type, int | None, str]:
    """The key of the one who is this side."""
    kind, number = (Profile, party.profile_id) if party.profile_id else (Organisation, party.organisation_id)
    return kind, number, party.group_name.casefold()


def check_holders(holders: Sequence[Holder], by: Profile | None) -> None:
    """Two to twelve sides, each an adult of the city, a verified organisation for which somebody can answer, or a group
    of one led by an adult. `by`: who proposes as one of them.

    Raises DomainError, at the field that is wrong.
    """
    if len(holders) < 2:
        text = _("A collaboration needs two sides. Choose at least one more person or organisation.")
        raise DomainError(text, code="collaborations.one_side", field="people")
    if len(holders) > MOST_PARTIES:
        text = _("%(most)s sides at most take part in a collaboration.") % {"most": MOST_PARTIES}
        raise DomainError(text, code="collaborations.too_many", field="people")
    _check_people([by, *(holder.led_by if isinstance(holder, Group) else holder for holder in holders)])
    for holder in holders:
        _check_organisation(holder.organisation if isinstance(holder, Group) else holder)
        if isinstance(holder, Group):
            _check_group(holder)
        _check_voice(holder)


def _check_group(group: Group) -> None:
    """It is several children, called by the name of their class or group: no child is a side by name."""
    if group.size is not None and group.size < LEAST_PUPILS:
        text = _("A class or a group has at least %(n)s children.") % {"n": LEAST_PUPILS}
        raise DomainError(text, code="collaborations.small_group", field="group_size")
    # Of whoever the city knows, so that the refusal does not say that somebody is a child.
    if Profile.objects.filter(display_name__iexact=" ".join(group.name.split())).exists():
        text = _("Write what the class or group is called, such as 4b, not the name of a person.")
        raise DomainError(text, code="collaborations.person_as_group", field="group_name")


def _check_people(holders: Iterable[object]) -> None:
    """They are locked, before any collaboration is: as whoever agrees, leaves or is erased locks them."""
    if not are_adults(*(one for one in holders if isinstance(one, Profile))):
        text = _("Only adults of the city can be asked. Children take part as a class or a group, led by an adult.")
        raise DomainError(text, code="collaborations.no_adult", field="people")


def _check_organisation(organisation: object) -> None:
    if isinstance(organisation, Organisation) and not organisation.is_at_work:
        text = _("%(name)s is not a verified organisation of the city now.") % {"name": organisation}
        raise DomainError(text, code="collaborations.organisation_not_at_work", field="organisations")


def describe_why_no_voice(organisation: Organisation) -> str:
    """That nobody could answer for the organisation, in a sentence that says what to do; "" where somebody can."""
    if Organisation.objects.with_voice().filter(pk=organisation.pk, has_voice=True).exists():
        return ""
    text = _(
        "Nobody represents %(name)s yet, so nobody could answer. First someone has to represent it: the city’s team can "
        "ask a person to, on its page."
    )
    return text % {"name": organisation}


def _check_voice(holder: Holder) -> None:
    """Of whom nobody is asked nothing is awaited. A group that an adult leads needs no voice of its organisation."""
    if isinstance(holder, Profile) or (isinstance(holder, Group) and holder.led_by is not None):
        return
    organisation, field = (holder.organisation, "school") if isinstance(holder, Group) else (holder, "organisations")
    if refusal := describe_why_no_voice(organisation):
        raise DomainError(refusal, code="collaborations.nobody_speaks", field=field)


def name_holder(holder: Holder) -> dict[str, Any]:
    """The columns of a side."""
    if isinstance(holder, Profile):
        return {"profile": holder}
    if isinstance(holder, Organisation):
        return {"organisation": holder}
    led = {"group_size": holder.size, "led_by": holder.led_by}
    return {"organisation": holder.organisation, "group_name": holder.name, **led}


def find_sector(holder: Holder) -> int | None:
    """An organisation's sector; a person's is that of all organisations they speak for, where it is one."""
    if isinstance(holder, Group):
        return holder.organisation.sector
    if isinstance(holder, Organisation):
        return holder.sector
    spoken_for = holder.representations.current().filter(accepted_at__isnull=False)
    sectors = set(spoken_for.values_list("organisation__sector", flat=True))
    return sectors.pop() if len(sectors) == 1 else None
