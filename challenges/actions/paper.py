"""Ideas that came on paper, by phone or over the counter: entered for their author, in the name of who enters them."""

from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from challenges import verbs
from challenges.actions.ideas import withdraw_idea, write_idea
from challenges.models import Challenge, Contribution, PaperScan
from challenges.values import Picture
from educities.accounts.models import User
from educities.activity.actions.records import record
from educities.kit.errors import DomainError
from stakeholders.actions import keep_person
from stakeholders.models import Profile


def find_same_form(challenge: Challenge, *, text: str, author: Profile) -> Contribution | None:
    """The idea of this very text that stands under this author's name already: the form was typed off before."""
    same = Contribution.objects.filter(challenge=challenge, author=author, text=text.strip())
    return same.exclude(state=Contribution.State.WITHDRAWN).first()


class PaperPerson(NamedTuple):
    """Who wrote the form, as it says."""

    display_name: str
    phone: str = ""
    neighbourhood: str = ""


@transaction.atomic
def enter_idea(
    challenge: Challenge,
    *,
    actor: User,
    text: str,
    language: str,
    channel: str,
    person: PaperPerson,
    author: Profile | None = None,
    scan: Picture | None = None,
) -> Contribution:
    """The idea stands under its author's name, with who entered it and from where; the scan of the paper lies beside it.

    `author`: somebody of the city whom the form is of. Without one the actor keeps a profile for the `person` from now on.
    Who has an account is told. A child's paper is refused: who answers for the child agrees first, and is asked by mail.
    """
    if channel == Contribution.Channel.WEB:
        raise DomainError(
            _("Say how the idea came: on paper, by phone or at a counter."), code="challenges.entered_how"
        )
    if author is not None and author.is_minor:
        raise DomainError(_("Only ideas of adults are entered here."), code="challenges.entered_minor")
    about = person._asdict()
    author = author or keep_person(actor=actor, language=language, **about)
    entered: dict[str, Any] = {"channel": channel, "entered_by": actor}
    idea = write_idea(challenge, author=author, actor=actor, text=text, language=language, **entered)
    if scan is not None:
        values = {"data": scan.data, "width": scan.width, "height": scan.height}
        PaperScan.objects.get_or_create(contribution=idea, defaults=values)
    told = [author.user] if author.user != actor else []
    once = f"entered:{idea.pk}"
    record(
        verbs.IDEA_ENTERED, idea, actor=actor, notify=told, once=once, title=challenge.question, channel=str(channel)
    )
    return idea


def refuse_entered_idea(profile: Profile, number: int, actor: User) -> None:
    """The idea that somebody entered for the person is withdrawn, by the person's own word; the scan goes with it."""
    idea = Contribution.objects.select_related("challenge", "author").get(author=profile, pk=number)
    withdraw_idea(idea, actor=actor)
