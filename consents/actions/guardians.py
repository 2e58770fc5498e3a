"""Grown-ups who answer for a minor: asked by mail, found by a link, told of what concerns them."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from consents import verbs
from consents.actions.consents import ask_consent
from consents.actions.reminders import read_token, schedule_guardian_reminders
from consents.models import Consent, GuardianLink
from consents.queries import (
    confirmed_guardian_links,
    declined_by,
    describe_invitation,
    has_mailbox,
    is_agreed_by_another,
    last_consent,
)
from consents.values import ACCOUNT, ASKED_OF_GUARDIANS, mailbox_of, replaces_mailbox
from educities.accounts.models import User
from educities.activity.actions.outbox import build_message, cancel_messages
from educities.activity.actions.records import record
from educities.activity.models import Message
from educities.kit.day_words import format_day
from educities.kit.ended_links import describe_ended_link
from educities.kit.errors import DomainError
from educities.kit.multilingual import in_all_languages, isolate_ltr
from educities.kit.tokens import new_token
from stakeholders.models import Organisation, Profile

State = GuardianLink.State
VALID_DAYS, MOST_GUARDIANS, MOST_ADDRESSES = 14, 4, 12
# How long the link of who said no still answers anew; after that the grown-up signs in to do so.
CHANGE_DAYS = 30
# In these a link in a mail still answers, while its time lasts.
MOST_MAILS_KNOWN = 20
ANSWERABLE = (State.INVITED, State.REFUSED)
# Questions that ended without an answer before their time: so long the child may ask somebody else.
ENDED_EARLY = (State.MISTAKEN, State.WITHDRAWN)
EARLY_ENDS = {
    State.MISTAKEN: gettext_lazy("You told us that you do not know this child. You need not do anything more."),
    State.WITHDRAWN: gettext_lazy("The child has withdrawn this question. You need not do anything."),
}
# What the reader of a mailbox has said, the weightiest first: who answers for the child is told that it asks again.
SAID = (State.CONFIRMED, State.REFUSED, State.MISTAKEN)
LINK_ENDED = "consents.guardian_link_ended"


@transaction.atomic
def invite_guardian(
    minor: Profile, email: str, *, actor: User | None, language: str = "", school: Organisation | None = None
) -> GuardianLink:
    """A link waits in the grown-up's mail for two weeks; asking again sends a new link and ends the old one.

    `school`: which has named the adult, where it was not the child itself.
    Who answers for the child already is told that it asks again. Raises DomainError for one who said no, and for an
    address whose reader does not know the child.
    """
    email = email.lower()
    if has_mailbox(minor.user, email):
        raise DomainError(
            _("This is your own address. Enter your parent’s or guardian’s address."), code="consents.own_guardian"
        )
    _limit_addresses(minor, email)
    link = find_link_of_address(minor, email)
    if link:
        _check_not_refused(link, email)
    if link and link.state == State.CONFIRMED:
        _ask_again(link, actor)
        return link
    return _create_link(minor, email, actor=actor, language=language or (get_language() or "en")[:2], school=school)


def _limit_addresses(minor: Profile, email: str) -> None:
    """A child fills no stranger's mailbox: four adults at a time, and a dozen addresses in all."""
    others = GuardianLink.objects.filter(minor=minor).exclude(guardian_email=email)
    if others.exclude(state__in=ENDED_EARLY).count() >= MOST_GUARDIANS:
        raise DomainError(
            _("You have already asked four adults. Wait for one of them to answer."), code="consents.too_many_guardians"
        )
    if others.count() >= MOST_ADDRESSES:
        text = _("You have given too many addresses. Ask the city’s education office for help.")
        raise DomainError(text, code="consents.too_many_guardians")


def _check_not_refused(link: GuardianLink, email: str) -> None:
    if link.state == State.REFUSED:
        text = _("This adult said no on %(day)s. Only they can change that, with the link in their email.")
        raise DomainError(text % {"day": answered_on(link)}, code="consents.guardian_said_no")
    if link.state == State.MISTAKEN:
        text = _("The person who reads %(who)s does not know you. Check the address, or ask another adult.")
        raise DomainError(text % {"who": isolate_ltr(email)}, code="consents.guardian_unknown")


def find_link_of_address(minor: Profile, email: str) -> GuardianLink | None:
    """The question to this address. What the reader of its mailbox has said is found by any spelling.

    A no is not asked around, and who does not know the child is not written to again, as `mum+1@` no more than as `mum@`.
    """
    links = GuardianLink.objects.filter(minor=minor).order_by("pk")
    own = [link for link in links if _leads_to(link.guardian_email, email)]
    own.sort(key=lambda link: link.guardian_email != email)
    said = [next((link for link in own if link.state == state), None) for state in SAID]
    exact = next((link for link in own if link.guardian_email == email), None)
    return next((link for link in said if link), exact)


def _leads_to(kept: str, email: str) -> bool:
    """Is it the same mailbox, also where the address itself is not kept any more?"""
    return mailbox_of(kept) == mailbox_of(email) or replaces_mailbox(kept, email)


def _create_link(
    minor: Profile, email: str, *, actor: User | None, language: str, school: Organisation | None
) -> GuardianLink:
    token, token_hash = new_token()
    now = timezone.now()
    fresh = {
        "token_hash": token_hash,
        "language": language,
        "invited_at": now,
        "expires_at": now + timedelta(days=VALID_DAYS),
    }
    link, made = GuardianLink.objects.get_or_create(minor=minor, guardian_email=email, defaults=fresh)
    if not made:
        fresh["earlier_hashes"] = " ".join([*link.earlier_hashes.split(), link.token_hash][-MOST_MAILS_KNOWN:])
    if link.state == State.INVITED:
        GuardianLink.objects.filter(pk=link.pk).update(**fresh)
    else:
        link.move(State.INVITED, **fresh)
    if not made:
        link.refresh_from_db()
    for purpose in sorted(set(ASKED_OF_GUARDIANS) - declined_by(minor), key=ASKED_OF_GUARDIANS.index):
        ask_consent(minor, purpose, actor=actor)
    entry = record(verbs.GUARDIAN_INVITED, link, actor=actor)
    _send_question(link, token, entry.pk if entry else 0, language, school)
    schedule_guardian_reminders(link)
    return link


def _send_question(link: GuardianLink, token: str, entry: int, language: str, school: Organisation | None) -> None:
    """One mail, to an address that may have no account. The subject names no child."""
    message = build_message(
        verbs.GUARDIAN_INVITED.code,
        link.guardian_email,
        dedupe_key=f"guardian:{link.pk}:{entry}:mail",
        expires_at=link.expires_at,
        payload={
            "verb": verbs.GUARDIAN_INVITED.code,
            "url": reverse("guardian", args=[link.city.slug, token]),
            "language": language,
            "data": {
                "city": link.city.name,
                "name": in_all_languages(pgettext_lazy("sender", "A child")),
                "is_agreed": is_agreed_by_another(link),
                **describe_invitation(link.minor),
                **({"school": school.name} if school else {}),
                "until": link.expires_at.astimezone(link.city.zone).date().isoformat(),
            },
        },
    )
    message.save(force_insert=True)


def _ask_again(link: GuardianLink, actor: User | None) -> None:
    """Once a day at most."""
    key = f"asked-again:{link.pk}:{link.city.today()}"
    record(verbs.CHILD_ASKS, link, actor=actor, notify=[link.account], once=key)


def ask_confirmed(minor: Profile, purpose: str, *, actor: User | None) -> None:
    """Who answers for the child and has not agreed to this purpose hears once that the child asks for it."""
    question = last_consent(minor, purpose)
    if question is None or question.state == Consent.State.GIVEN or purpose in declined_by(minor):
        return
    for link in confirmed_guardian_links(minor):
        key = f"child-asks:{link.pk}:{question.pk}"
        record(verbs.CHILD_ASKS, link, actor=actor, notify=[link.account], once=key)


def answered_on(link: GuardianLink) -> str:
    """The day of the answer, by the city's clock."""
    day = (link.answered_at or link.invited_at).astimezone(link.city.zone)
    return format_day(day)


def find_guardian_link(token: str) -> GuardianLink:
    """The question with this secret, in the scope's city. Raises DomainError when it is used up or past.

    A yes leads to the grown-up's page whatever its date, because that page asks to sign in. The link of a no answers anew
    for `CHANGE_DAYS`; after that signing in does, at the page of `find_refused`.
    """
    hashed = read_token(token)
    rows = GuardianLink.objects.select_related("minor", "guardian")
    link = rows.filter(token_hash=hashed).first()
    if link is None:
        raise DomainError(_describe_lost(rows.filter(earlier_hashes__contains=hashed).first()), code=LINK_ENDED)
    past = (link.state in ANSWERABLE or link.was_entered) and link.expires_at < timezone.now()
    if past or link.state not in {*ANSWERABLE, State.CONFIRMED}:
        raise DomainError(_describe_end(link), code=LINK_ENDED)
    return link


def _describe_lost(newer: GuardianLink | None) -> str:
    """A secret that opens nothing: a newer mail has taken its place, or nothing is known of it."""
    if newer is None:
        return describe_ended_link(
            _("Use the link of the newest email. The child can ask you again from the page “My activity”.")
        )
    runs = newer.state in ANSWERABLE and newer.expires_at >= timezone.now()
    if runs or newer.state == State.CONFIRMED:
        day = format_day(newer.invited_at.astimezone(newer.city.zone))
        return _("We sent you a newer email on %(day)s. Use the link in that one.") % {"day": day}
    return _describe_end(newer)


def _describe_end(link: GuardianLink) -> str:
    """Why this question is answered no more, and what can be done."""
    if link.state == State.REFUSED:
        text = _("You said no on %(day)s. To change your answer, sign in with the address that received this email.")
        return text % {"day": answered_on(link)}
    if link.state in ENDED_EARLY:
        return str(EARLY_ENDS[State(link.state)])
    if not link.minor.needs_guardian:
        return _("Your consent is no longer needed: the young person now decides alone. You need not do anything.")
    account = last_consent(link.minor, ACCOUNT)
    if account is not None and account.state == Consent.State.EXPIRED:
        return _(
            "Nobody answered in time, so we deleted what the child wrote. The child may start again from the city’s page."
        )
    return _("This link has expired. The child can ask you again from the page “My activity”.")


def find_refused(token: str) -> GuardianLink | None:
    """The no that was said by the link with this secret, however long ago; its page asks to sign in."""
    return GuardianLink.objects.filter(token_hash=read_token(token), state=State.REFUSED).first()


def find_mistaken(token: str) -> GuardianLink | None:
    """The question whose reader said by the link with this secret not to know the child, while its time lasts."""
    rows = GuardianLink.objects.select_related("minor").filter(state=State.MISTAKEN, expires_at__gte=timezone.now())
    link = rows.filter(token_hash=read_token(token)).first()
    return link if link and link.minor.needs_guardian else None


@transaction.atomic
def return_question(token: str) -> GuardianLink:
    """The reader of the address is the child's guardian after all: the question is open again, and the child is told.

    Raises DomainError where it was not ended by this link, or its time is over.
    """
    link = find_mistaken(token)
    if link is None:
        raise DomainError(
            _("This link has expired. The child can ask you again from the page “My activity”."), code=LINK_ENDED
        )
    link.move(State.INVITED)
    there = f"{reverse('mine', args=[link.city.slug])}#guardians"
    record(verbs.GUARDIAN_FOUND, link, actor=None, notify=[link.minor.user], url=there)
    return link


@transaction.atomic
def end_guardian(link: GuardianLink, *, actor: User | None) -> None:
    """The grown-up answers for this person no more, and reads so."""
    link.move(State.ENDED)
    told = [link.guardian.user] if link.guardian else []
    record(verbs.GUARDIAN_ENDED, link, actor=actor, notify=told, url=reverse("mine", args=[link.city.slug]))


@transaction.atomic
def take_question_back(link: GuardianLink, *, actor: User) -> None:
    """The adult is not asked any more, and a mail that has not left stays here. What the child wrote waits on."""
    link.move(State.WITHDRAWN)
    unsent = Message.objects.filter(state__in=(Message.State.PENDING, Message.State.HELD))
    cancel_messages(unsent.filter(dedupe_key__startswith=f"guardian:{link.pk}:"))
    record(verbs.QUESTION_TAKEN_BACK, link, actor=actor)


def running_questions() -> QuerySet[GuardianLink]:
    """The questions of the scope's city whose time runs still: those asked, and those for which another may be asked."""
    return GuardianLink.objects.filter(state__in=(State.INVITED, *ENDED_EARLY), expires_at__gte=timezone.now())


def tell_guardians_of_keeper(minor: Profile, keeper: Profile, actor: User) -> None:
    """Who answers for the child hears who keeps its profile from now on."""
    for link in confirmed_guardian_links(minor):
        told = [link.account] if link.guardian_id != keeper.pk else []
        record(verbs.WARD_HANDED_OVER, link, actor=actor, notify=told, note={"name": keeper.display_name})
