"""What meetings ask of the apps whose groups meet. Those apps lie above, so they answer by a hook."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rules import Predicate

from educities.accounts.models import Person
from educities.kit.hooks import Hook
from stakeholders.models import Organisation, Profile


class Owner(Protocol):
    """The row that a group belongs to: a cohort. Its one-to-one key to the group has the kind's key as related name."""

    pk: int
    name: dict[str, str]

    def get_absolute_url(self) -> str:
        """The page to which the pages of its sessions lead back."""


class Seat(Protocol):
    """A person's place in a group; whom the person comes for, if for anybody."""

    group_id: int
    profile: Profile
    profile_id: int
    organisation: Organisation | None
    sector: int | None


class SeatQuerySet(Protocol):
    """Seats of one kind: a Django QuerySet whose rows are as `Seat` says, `group_id` maybe as an annotation."""

    def filter(self, **conditions: Any) -> Any:
        """Those that meet the conditions."""

    def asked(self) -> Any:
        """Of people who may answer an invitation: they have taken their seat, or have been asked to."""

    def active(self) -> Any:
        """Of people who have taken their seat: they are expected, reminded and on the roll."""

    def awaiting_consent(self) -> Any:
        """Of minors whose place is kept, but who come again only when a guardian agrees."""

    def joined_before(self, moment: datetime) -> Any:
        """Seats that were given before the moment."""


# What a mail or a page calls a group, and those who belong to it, whose app says nothing of its own.
NAMELESS = {
    "own_name": _("your group “%(cohort)s”"),
    "membership": _("you belong to the group “%(cohort)s”"),
    "members": _("those who take part"),
    "sessions": _("Sessions"),
}


@dataclass(frozen=True, slots=True)
class GroupKind:
    """What an app says of the groups that it owns. Each predicate is asked with the person and the owner."""

    # The value of `Group.kind`, and the name under which a group finds its owner: `group.cohort`.
    key: str
    # Every seat of this kind in the city, also those given up.
    seats: Callable[[], SeatQuerySet]
    # Plans sessions, holds them, takes attendance.
    leads: Predicate
    # Corrects what was recorded.
    corrects: Predicate
    # Is asked to come: answers invitations and checks in.
    takes_part: Predicate
    # Reads the list of sessions and what became of one's own part in them.
    goes_along: Predicate
    # Reads a single session.
    had_a_seat: Predicate
    # Raises DomainError when nothing can be planned or held with the owner's group now.
    check_working: Callable[[Any], None]
    # The stage in which a session planned now stands, and what each stage is called; None and {} without stages.
    stage: Callable[[Any], int | None]
    stages: Mapping[int, Promise | str]
    # The conditions of stages already passed that the records do not meet now, in words.
    list_unmet: Callable[[Any], list[str]]
    # The day after which nothing of the owner takes place any more, if there is one.
    last_day: Callable[[Any], date | None]
    # The names of the owner's addresses for the group's sessions and for a new one, with the owner's number in them.
    sessions_url: str
    new_session_url: str
    # The name of the address at which an invited person takes a seat, with the seat's number in it.
    join_url: str
    # The tabs of the owner's pages for this person, as they stand above a session, and what they are called together.
    list_tabs: Callable[[Any, Person], list[dict[str, Any]]]
    tabs_label: Promise | str
    # What a mail calls it for those who belong to it, and how it says that they do, with `%(cohort)s` for its name.
    own_name: Promise | str = NAMELESS["own_name"]
    membership: Promise | str = NAMELESS["membership"]
    # What stands on the agenda of the session with this number, a line each: the invitation lists it.
    list_matters: Callable[[str], Sequence[str]] = lambda _session_id: ()
    # Those who belong to it, as a sentence says it: their case, their number and what stands before it change nothing.
    members: Promise | str = NAMELESS["members"]
    # What becomes of a session that is planned while nothing can be held; "" where only why stands there.
    while_paused: Promise | str = ""
    # What its sessions are called together.
    sessions_label: Promise | str = NAMELESS["sessions"]
    # Four sectors belong together in it, so that one that nobody came from is said to be missing.
    counts_sectors: bool = True


GROUP_KINDS: Hook[GroupKind] = Hook(
    "meetings.group_kinds",
    "What kinds of groups meet. Asked for who is expected, who leads, and what the pages of a session show.",
    key=lambda kind: kind.key,
)
