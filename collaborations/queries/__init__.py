"""Read-only questions about collaborations: whose they are, who is told."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from collaborations.models import Collaboration, Party
from educities.accounts.models import Person, User
from stakeholders.models import Representation
from stakeholders.queries import represented_organisations


def find_parties_of(user: Person) -> QuerySet[Party]:
    """The sides that are this account's to answer for: the person, groups that they lead, and organisations for which
    they speak today.
    """
    organisations = list(represented_organisations(user))
    own = Q(profile__user_id=user.pk) | Q(led_by__user_id=user.pk)
    return Party.objects.filter(own | Q(organisation_id__in=organisations))


def list_own_collaborations(user: Person) -> dict[int, bool]:
    """Those in which the account, or an organisation for which it speaks, is a side: by number, has one of them agreed?

    Two queries.
    """
    found: dict[int, bool] = {}
    for number, state in find_parties_of(user).values_list("collaboration_id", "state"):
        found[number] = found.get(number, False) or state == Party.State.AGREED
    return found


def list_side_users(
    row: Collaboration,
    *,
    but: User | None = None,
    states: Collection[str] = (Party.State.ASKED, Party.State.AGREED),
) -> list[User]:
    """The accounts of all sides that are in one of these states: the people, who leads a group, and who speaks for the
    organisations today.
    """
    sides = row.parties.filter(state__in=states)
    speaking = Representation.objects.current().filter(
        organisation__in=sides.filter(organisation__isnull=False).values("organisation"), accepted_at__isnull=False
    )
    people = sides.filter(profile__user__isnull=False).values("profile__user_id")
    leaders = sides.filter(led_by__user__isnull=False).values("led_by__user_id")
    users = User.objects.filter(Q(pk__in=people) | Q(pk__in=leaders) | Q(pk__in=speaking.values("profile__user_id")))
    return list(users.exclude(pk=but.pk) if but else users)


def list_interested_users(
    row: Collaboration,
    *,
    but: User | None = None,
    states: Collection[str] = (Party.State.ASKED, Party.State.AGREED),
) -> list[User]:
    """Its sides in these states, and whoever brought them together: while they may read it, they hear what comes of it."""
    sides = list_side_users(row, but=but, states=states)
    brought = row.brought_by
    user = User.objects.filter(pk=brought.user_id, is_active=True).first() if brought and brought.user_id else None
    if user is None or user == but or user in sides or not user.has_perm("collaborations.view_collaboration", row):
        return sides
    return [*sides, user]


def shown_sides() -> Q:
    """Of sides: those whom others read as sides (`Collaboration.sides`). A no is not told apart from silence."""
    before = Q(collaboration__state__in=Collaboration.NOT_AGREED)
    return Q(state=Party.State.AGREED) | before & ~Party.HAS_LEFT


def list_owing(row: Collaboration) -> list[User]:
    """Who is asked what became of a completed one: its sides that took part, while nobody has said it within a week."""
    since = timezone.now() - timedelta(days=7)
    if row.state != Collaboration.State.COMPLETED or row.follow_ups.filter(at__gte=since).exists():
        return []
    return list_side_users(row, states=(Party.State.AGREED,))
