"""A child under the city's age may only wait until a grown-up agrees to its account. What it is told meanwhile."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consents.models import GuardianLink
from consents.queries import ANSWERED_NO, declined_by, has_begun, has_consent, last_consent, may_start_before_consent
from consents.values import ACCOUNT
from educities.kit.day_words import format_day
from educities.kit.errors import DomainError
from educities.kit.multilingual import isolate_ltr, join_localised
from stakeholders.models import Profile

State = GuardianLink.State
# Whoever is asked or has answered: nothing is left for the child to do.
ANSWERING = {State.INVITED, State.CONFIRMED, State.REFUSED}


def check_account(profile: Profile) -> None:
    """Raises DomainError, with what happens next, while no grown-up has agreed to this person's account, if they have one."""
    if profile.user_id is not None and not has_consent(profile, ACCOUNT):
        raise DomainError(guardian_status_message(profile), code="consents.account_waits")


def check_minor_limit(profile: Profile) -> None:
    """Raises DomainError, with what happens next, for a child that has begun already and has no yes yet."""
    if has_consent(profile, ACCOUNT) or (may_start_before_consent(profile) and not has_begun(profile)):
        return
    check_account(profile)


def guardian_status_message(minor: Profile) -> str:
    """One or two sentences for the child: who was asked, and what happens next."""
    links = list(GuardianLink.objects.filter(minor=minor).order_by("pk"))
    if ACCOUNT in declined_by(minor):
        return _(
            "You closed your account here. If a parent or guardian says yes with the link in their email, you can start "
            "again."
        )
    if any(link.state == State.REFUSED for link in links) or _has_refused(minor):
        return _("An adult said no. They can change their answer with the link in their email.")
    if wrong := find_wrong_address(links):
        text = _("The person who reads %(who)s does not know you. Give the address of an adult who looks after you.")
        return text % {"who": isolate_ltr(wrong)}
    if any(link.state == State.INVITED for link in links):
        return f"{_describe_question(links)} {_describe_time(minor, links)}".strip()
    return _describe_question(links)


def _describe_time(minor: Profile, links: Sequence[GuardianLink]) -> str:
    """Until when somebody may answer, and what happens without; nothing where the account stands already."""
    if has_consent(minor, ACCOUNT):
        return ""
    last = max(link.expires_at for link in links if link.state == State.INVITED)
    day = format_day(last.astimezone(minor.city.zone))
    return _("If nobody answers by %(day)s, we delete your name and what you wrote.") % {"day": day}


def find_wrong_address(links: Sequence[GuardianLink]) -> str:
    """The address asked last, where its reader does not know the child and nobody else is asked; else nothing."""
    if any(link.state in ANSWERING for link in links):
        return ""
    mistaken = [link.guardian_email for link in links if link.state == State.MISTAKEN and link.has_address]
    return mistaken[-1] if mistaken else ""


def _describe_question(links: Sequence[GuardianLink]) -> str:
    asked = [link.guardian_email for link in links if link.state == State.INVITED]
    if asked:
        text = ngettext(
            "We emailed %(who)s. As soon as the answer is yes, you can continue.",
            "We emailed %(who)s. As soon as one of them agrees, you can continue.",
            len(asked),
        )
        return text % {"who": join_localised(isolate_ltr(one) for one in asked)}
    if any(link.state == State.CONFIRMED for link in links):
        return _("We have told your parent or guardian. As soon as the answer is yes, you can continue.")
    return _("A parent or guardian must agree first. Ask one from “My activity”.")


def _has_refused(minor: Profile) -> bool:
    last = last_consent(minor, ACCOUNT)
    return last is not None and last.state in ANSWERED_NO
