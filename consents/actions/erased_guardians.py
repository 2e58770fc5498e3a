"""A grown-up who leaves answers for nobody any more, and no question names their address."""

from collections.abc import Callable, Collection

from django.db.models import F, Q, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from consents import verbs
from consents.models import GuardianLink, SignedForm
from consents.queries import confirmed_guardian_links
from educities.accounts.actions.erasures import ERASED_HOST
from educities.activity.actions.records import record
from educities.kit.hooks import Hook
from stakeholders.models import Profile

GuardianLeft = Callable[[Profile], None]
GUARDIAN_LEFT: Hook[GuardianLeft] = Hook(
    "consents.guardian_left",
    "Called in the same transaction when one who answered for a child does so no more, while the child needs somebody: "
    "(the child's profile). What the one who left said is asked of those who remain.",
)
State = GuardianLink.State
# How a question ends whose adult has gone.
ENDS = {State.CONFIRMED: State.ENDED, State.INVITED: State.EXPIRED}
NO_ADDRESS = {"token_hash": "", "earlier_hashes": ""}


def forget_guardian(profile: Profile, addresses: Collection[str]) -> None:
    """The person answers for no child, and nobody for the person; an adult's no stands on, without an address.

    `addresses`: under which a child may have asked the person, who has not answered; none where the account stays.
    """
    GuardianLink.objects.filter(minor=profile).delete()
    _end_links(Q(guardian=profile))
    # A scan shows the grown-up's name and signature; that a form was signed, and what it answered, stays.
    SignedForm.objects.filter(link__guardian=profile).update(scan=None, scan_type="")
    forget_guardian_addresses(addresses)


def forget_guardian_addresses(addresses: Collection[str]) -> None:
    """No question of the scope's city was asked at one of these addresses."""
    mine = Q()
    for address in addresses:
        mine |= Q(guardian_email__iexact=address)
    if mine:
        _end_links(mine)


def _end_links(mine: Q) -> None:
    left = []
    for link in GuardianLink.objects.filter(mine, state__in=ENDS).select_related("minor__user", "city"):
        was_confirmed = link.state == State.CONFIRMED
        link.move(ENDS[State(link.state)])
        if was_confirmed:
            left.append(link.minor)
            _tell_family(link)
    nowhere = Concat(Cast(F("pk"), CharField()), Value(f"@{ERASED_HOST}"))
    GuardianLink.objects.filter(mine).update(guardian_email=nowhere, **NO_ADDRESS)
    for minor in left:
        for answer in GUARDIAN_LEFT:
            answer(minor)


def _tell_family(link: GuardianLink) -> None:
    """The child and whoever answers for it still read that one does no more, without a name."""
    others = confirmed_guardian_links(link.minor)
    pages = {other.account: other.get_absolute_url() for other in others if other.account}
    if link.minor.user is not None:
        pages[link.minor.user] = f"{reverse('mine', args=[link.city.slug])}#guardians"
    record(verbs.GUARDIAN_GONE, link, actor=None, notify=list(pages), url=pages.__getitem__, city=link.city.name)
