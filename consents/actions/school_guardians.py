"""A school says who is guardian of one of its pupils; what the guardian agrees to they say themselves."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from consents import verbs
from consents.actions.guardians import find_link_of_address, invite_guardian
from consents.models import GuardianLink
from consents.queries import confirmed_guardian_links, has_mailbox
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from educities.kit.hooks import Hook
from stakeholders.models import Organisation, Profile
from stakeholders.queries.schools import is_school

State = GuardianLink.State
FindPupils = Callable[[Organisation], QuerySet[Any]]
PUPILS: Hook[FindPupils] = Hook(
    "consents.pupils",
    "Asked on the page of a school about its pupils: (organisation) -> the numbers of profiles of people who have a place for it.",
)


def list_pupils(school: Organisation) -> QuerySet[Profile]:
    """The children under the city's age who have a place in the city for this school."""
    numbers = {pk for find in PUPILS for pk in find(school)} if is_school(school) else set()
    pupils = Profile.objects.filter(pk__in=numbers, needs_guardian=True, left_at=None)
    found: QuerySet[Profile] = pupils.order_by("display_name", "pk")
    return found


@transaction.atomic
def confirm_by_school(
    minor: Profile, *, school: Organisation, actor: User, email: str, relation: str, language: str = ""
) -> GuardianLink:
    """The adult of this address is known as the child's guardian by its school; who has not answered yet is asked.

    `language`: of the mail to who has not answered; the city's where none is given. The child and its other guardians read so. Raises DomainError for a child of another school, for whoever would
    confirm themselves, and where the adult has said no or does not know the child.
    """
    email = email.lower()
    if not list_pupils(school).filter(pk=minor.pk).exists():
        text = _("This child has no place for your school.")
        raise DomainError(text, code="consents.other_school")
    link = find_link_of_address(minor, email)
    _check_confirmation(minor, link, email, actor)
    if link is None or link.state in {State.EXPIRED, State.WITHDRAWN}:
        link = invite_guardian(minor, email, actor=actor, language=language or minor.city.language, school=school)
    GuardianLink.objects.filter(pk=link.pk).update(proof=GuardianLink.Proof.SCHOOL, relation=relation)
    _tell_of_confirmation(link, minor, school, actor)
    link.refresh_from_db()
    return link


def _tell_of_confirmation(link: GuardianLink, minor: Profile, school: Organisation, actor: User) -> None:
    """The other guardians read so, each on the way to their own answers; the child in words of its own."""
    others = {one.account: one for one in confirmed_guardian_links(minor, but=link) if one.account is not None}
    slug, about = minor.city.slug, {"school": school.name, "organisation": school.pk}

    def find_page(reader: User) -> str:
        return reverse("ward", args=[slug, others[reader].pk])

    record(verbs.GUARDIAN_VOUCHED, link, actor=actor, notify=list(others), url=find_page, **about)
    there = f"{reverse('mine', args=[slug])}#guardians"
    record(verbs.WARD_VOUCHED, link, actor=actor, notify=[minor.user], url=there, **about)


def _check_confirmation(minor: Profile, link: GuardianLink | None, email: str, actor: User) -> None:
    if has_mailbox(actor, email) or (link is not None and link.account == actor):
        text = _("Nobody confirms themselves: someone else at the school has to do it, or the city’s education office.")
        raise DomainError(text, code="consents.own_confirmation", field="email")
    if has_mailbox(minor.user, email):
        text = _("This is the child’s own address. Enter the adult’s address, or none.")
        raise DomainError(text, code="consents.own_guardian", field="email")
    if link is not None and link.state in {State.REFUSED, State.MISTAKEN, State.ENDED}:
        text = _("The person who reads this address has already answered. Only they can change that.")
        raise DomainError(text, code="consents.guardian_said_no", field="email")
