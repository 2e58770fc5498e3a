"""The forum on a person's page “My activity”: the seat, what they are asked to do, what the forum answered."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents.values import Things, WaitingLine
from educities.kit.day_words import format_day
from educities.kit.multilingual import translate_plain
from forum.models import AgendaItem, Charter, Decision, Seat
from forum.queries.ballots import count_questions, list_here, was_marked_gone
from forum.queries.beginnings import find_beginning
from forum.queries.sessions import find_held_meeting, find_next_meeting
from forum.queries.waiting import PREPARED_DAYS
from forum.texts import describe_own_part
from meetings.models import Session
from stakeholders.models import Profile, Representation


def _is_to_be_done(profile: Profile) -> Q:
    speaking = Representation.objects.current().filter(profile=profile, accepted_at__isnull=False)
    own = Q(acts_profile=profile) | Q(acts_organisation__in=speaking.values("organisation"))
    return own & Q(state__in=Decision.IN_FORCE, done_on=None, act_by__isnull=False)


def find_my_forum(profile: Profile) -> Things | None:
    """The person's seat, the matters that they sent up, and a line for each decision on which they are to act.

    None without any. Three queries; with a seat one more, for the meeting to prepare or the one that is held; while
    it is held up to four.
    """
    seats = list(Seat.objects.active().with_names().select_related("charter__body__program").filter(profile=profile))
    matters = list(AgendaItem.objects.with_words().filter(sent_by=profile).order_by("-pk")[:5])
    acts = list(Decision.objects.with_words().filter(_is_to_be_done(profile)).order_by("act_by")[:20])
    if not (seats or matters or acts):
        return None
    lines = [line for line in map(_build_seat_line, seats) if line is not None]
    lines += _build_invitation_lines(profile, seats)
    return Things({"forum_seats": seats, "matters": matters}, lines + [_build_line(row) for row in acts])


def _build_seat_line(seat: Seat) -> WaitingLine | None:
    """The meeting for whoever has this seat: the chair prepares it, the others answer there while it is held."""
    if seat.role == Seat.Role.CHAIR:
        return _build_meeting_line(seat.charter)
    meeting = find_held_meeting(seat.charter_id)
    if meeting is None:
        return None
    began = find_beginning(meeting.session)
    questions, waiting = count_questions(meeting, seat)
    text = describe_own_part(
        has_vote=seat.votes,
        counts=began is None or seat.pk in began.seats,
        is_here=list_here(meeting.session).filter(pk=seat.pk).exists(),
        is_gone=was_marked_gone(meeting.session, seat),
        has_answered=questions > waiting,
        questions=questions,
        waiting=waiting,
    )
    return WaitingLine(text, meeting.get_absolute_url(), order=15, label=_("Go to the meeting"))


def _build_invitation_lines(profile: Profile, seats: list[Seat]) -> list[WaitingLine]:
    """How many meetings ask whether the person comes; one of today stands first on the page. With a seat one query."""
    if not seats:
        return []
    groups = [seat.charter.group_id for seat in seats]
    asking = Session.objects.to_come().filter(group__in=groups).exclude(replies__profile=profile).order_by("starts_at")
    found = list(asking.values_list("starts_at", flat=True))
    if not found:
        return []
    n, zone = len(found), profile.city.zone
    text = ngettext("%(n)s session asks whether you come", "%(n)s sessions ask whether you come", n) % {"n": n}
    is_today = found[0].astimezone(zone).date() == profile.city.today()
    text = (
        _("%(asked)s: today at %(time)s") % {"asked": text, "time": f"{found[0].astimezone(zone):%H:%M}"}
        if is_today
        else text
    )
    return [WaitingLine(text, reverse("my_sessions", args=[profile.city.slug]), order=5 if is_today else 20)]


def _build_meeting_line(charter: Charter) -> WaitingLine | None:
    """The next meeting of whoever leads the forum, once it is near."""
    meeting = find_next_meeting(charter)
    if (
        meeting is None
        or not (meeting.is_on or charter.body.program.is_signed)
        or meeting.session.starts_at > timezone.now() + timedelta(days=PREPARED_DAYS)
    ):
        return None
    day = format_day(meeting.session.starts_at.astimezone(charter.city.zone).date())
    text = _("You lead the forum’s meeting on %(day)s") % {"day": day}
    label = _("Go to the meeting") if meeting.is_on else _("Prepare the meeting")
    return WaitingLine(text, meeting.get_absolute_url(), order=15, label=label)


def _build_line(row: Decision) -> WaitingLine:
    text = _("The forum asks you to act until %(day)s: “%(name)s”") % {
        "day": format_day(row.act_by) if row.act_by else "",
        "name": translate_plain(row.item.title),
    }
    return WaitingLine(text, row.get_absolute_url(), order=16, label=_("See the decision"))


def has_forum() -> Q:
    """Does the person of the profile sit in the forum, has sent something up, or acts on a decision?"""
    own = Seat.objects.active().filter(profile=OuterRef("pk"))
    sent = AgendaItem.objects.filter(sent_by=OuterRef("pk"))
    acts = Decision.objects.filter(acts_profile=OuterRef("pk"), done_on=None)
    return Q(Exists(own)) | Q(Exists(sent)) | Q(Exists(acts))
