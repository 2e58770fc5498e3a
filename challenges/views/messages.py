"""What a resident reads after an act, by what really came of it, and where they read on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from challenges.models import Contribution, Participation, Support
from challenges.texts import PUBLIC_NEEDS, describe_missing_consent, describe_place, may_be_public
from consents.actions import guardian_status_message
from consents.queries import find_refusal, has_consent, latest_consents
from consents.values import ACCOUNT
from educities.kit.ended_links import describe_ended_link
from stakeholders.models import Profile

State = Contribution.State


def render_ended_link(request: HttpRequest) -> HttpResponse:
    """The page of a link in a mail that opens nothing."""
    text = describe_ended_link(_("Open the newest email from us and copy its whole link."))
    return render(request, "challenges/link_ended.html", {"text": text}, status=410)


def _describe_wait(minor: Profile) -> str:
    """Who is asked and what follows; nothing where the account waits itself: the page read next says it then."""
    return guardian_status_message(minor) if has_consent(minor, ACCOUNT) else ""


def flash_idea_result(request: HttpRequest, idea: Contribution) -> str:
    """Published, waiting for a reader or for a grown-up, or not shown and why."""
    if idea.state == State.VISIBLE:
        messages.success(request, _("Your idea is published."))
    elif idea.state == State.HIDDEN:
        messages.warning(request, _("This idea is not shown: %(rule)s.") % {"rule": idea.get_hidden_rule_display()})
    elif idea.state != State.PENDING:
        messages.info(request, _("You have sent this idea before: %(state)s.") % {"state": idea.get_state_display()})
    elif may_be_public(idea.author):
        messages.success(request, _("Thank you. Someone from the team reads it before other residents can see it."))
    elif find_refusal(latest := latest_consents(idea.author), PUBLIC_NEEDS):
        kept = _("Thank you, we have saved your idea. Only you and your parent or guardian can read it.")
        messages.success(request, f"{kept} ({describe_missing_consent(idea.author, latest)})")
    else:
        kept = _("Thank you, we have saved your idea. A parent or guardian must agree before others can read it.")
        messages.success(request, f"{kept} {_describe_wait(idea.author)}".strip())
    return idea.get_absolute_url()


def flash_support_result(request: HttpRequest, idea: Contribution, profile: Profile, *, new: bool = True) -> str:
    """It counts, it counted before, or it waits for a grown-up."""
    if Support.objects.filter(contribution=idea, profile=profile, waits=True).exists():
        messages.success(request, _describe_kept_support(profile))
    else:
        messages.success(request, _("You support this idea.") if new else _("You support this idea already."))
    return idea.get_absolute_url()


def _describe_kept_support(profile: Profile) -> str:
    if find_refusal(latest := latest_consents(profile), ("lab",)):
        kept = _("We have saved your support. It does not count for now.")
        return f"{kept} ({describe_missing_consent(profile, latest, ('lab',))})"
    kept = _("We have saved your support. It counts as soon as a parent or guardian agrees.")
    return f"{kept} {_describe_wait(profile)}".strip()


def flash_joining_result(request: HttpRequest, done: Participation) -> str:
    """Taking part, on the waiting list, or waiting for a grown-up."""
    if done.state == Participation.State.AWAITING_CONSENT:
        messages.success(request, _describe_kept_place(done))
    elif done.state == Participation.State.WAITLISTED:
        messages.success(
            request, _("All places are taken. You are on the waiting list and will get a place when one is free.")
        )
    else:
        messages.success(request, _("You are taking part. See you there."))
    return done.challenge.get_absolute_url()


def _describe_kept_place(place: Participation) -> str:
    if find_refusal(latest_consents(place.profile), ("lab",)):
        return f"{_('We have saved your request to take part.')} ({describe_place(place)})"
    kept = _("We have saved your request to take part. An adult must agree first.")
    return f"{kept} {_describe_wait(place.profile)}".strip()


def flash_result(request: HttpRequest, kind: str, done: Contribution | Participation, profile: Profile) -> str:
    """What an act that was confirmed by mail has come to."""
    if isinstance(done, Participation):
        return flash_joining_result(request, done)
    return flash_support_result(request, done, profile) if kind == "support" else flash_idea_result(request, done)
