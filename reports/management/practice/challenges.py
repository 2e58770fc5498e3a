"""An open challenge with ideas, some with a photo, one of them a child's that waits to be read; an earlier one with its answer."""

from datetime import date
from typing import Any

from challenges import actions
from challenges.actions.answers import Promised
from challenges.actions.paper import PaperPerson, enter_idea
from challenges.models import Challenge
from cities.models import City
from consents.actions.erasure import erase_person
from educities.accounts.actions import unproven_account
from labs.models import Lab
from reports.management.practice import dates
from reports.management.practice.cast import Cast
from reports.management.practice.people import PracticePeople
from reports.management.practice.photos import add_shown_photo, add_waiting_photo
from reports.management.practice.verification import create_verifications
from reports.management.practice.words import (
    CHALLENGE,
    CHILD_IDEA,
    EARLIER,
    EARLIER_ANSWER,
    EARLIER_IDEA,
    EARLIER_INTRO,
    IDEAS,
    INTRO,
    LEFT_IDEA,
    STEPS,
    WHEN,
    WHERE,
)
from stakeholders.actions import profile_for
from stakeholders.models import Profile
from stakeholders.queries import find_profile


def create_challenges(city: City, cast: Cast, town: PracticePeople) -> None:
    """Two challenges with what residents brought."""
    lab = Lab.objects.filter(state=Lab.State.LAUNCHED).order_by("pk")[2]
    challenge = _open_challenge(
        cast,
        lab=lab,
        question=CHALLENGE,
        intro=INTRO,
        steps=STEPS,
        when=WHEN,
        where=WHERE,
        places=40,
        area=town.areas["public-space"],
    )
    ideas = []
    for (language, text, supports), author in zip(IDEAS, town.speakers, strict=False):
        idea = _write_idea(challenge, author, text, language)
        ideas.append(idea)
        for supporter in town.speakers[3 : 3 + supports]:
            actions.support_idea(idea, profile=supporter, actor=supporter.user)
    add_waiting_photo(ideas[1])
    _write_idea(challenge, town.child, CHILD_IDEA, "he")
    _enter_paper_ideas(challenge, cast)
    for profile in (town.resident, town.child, *town.speakers[:5]):
        actions.join_challenge(challenge, profile=profile, actor=profile.user)
    _leave_a_text(challenge)
    _create_answered_challenge(cast, lab, town, due_on=city.today() + 45 * dates.DAY)
    create_verifications(cast, town)


# What came on paper and by phone from people without mail: the author's name, language, text, the way it came.
PAPER = (
    ("מזל אוחנה", "he", "ספסלים בצל ליד מועדון הוותיקים.", "paper"),
    ("أم كامل", "ar", "ركن للتطريز في الحديقة، كل ثلاثاء.", "phone"),
)


def _enter_paper_ideas(challenge: Challenge, cast: Cast) -> None:
    for name, language, text, channel in PAPER:
        author = Profile.objects.filter(display_name=name).first()
        about: dict[str, Any] = {"text": text, "language": language, "channel": channel, "person": PaperPerson(name)}
        enter_idea(challenge, actor=cast.facilitator, author=author, **about)


def _leave_a_text(challenge: Challenge) -> None:
    """Somebody took part, left the city and deleted the account; the idea stays, under nobody's name."""
    account = unproven_account("former@practice.example", "ar")
    gone = profile_for(account, display_name="هالة ناصر", language="ar")
    _write_idea(challenge, gone, LEFT_IDEA, "ar")
    erase_person(account, actor=account, keep_texts=True)


def _open_challenge(cast: Cast, **fields: Any) -> Challenge:
    challenge = actions.frame_challenge(actor=cast.facilitator, **fields)
    actions.open_challenge(challenge, actor=cast.facilitator)
    return challenge


def _write_idea(challenge: Challenge, author: Profile, text: str, language: str) -> Any:
    return actions.write_idea(challenge, author=author, actor=author.user, text=text, language=language)


def _create_answered_challenge(cast: Cast, lab: Lab, town: PracticePeople, *, due_on: date) -> None:
    earlier = _open_challenge(
        cast, lab=lab, question=EARLIER, intro=EARLIER_INTRO, area=town.areas["community-organising"]
    )
    idea = _write_idea(earlier, town.resident, EARLIER_IDEA, "he")
    actions.move_challenge(earlier, Challenge.State.REVIEWING, actor=cast.facilitator)
    add_shown_photo(idea, cast)
    promise = Promised(find_profile(cast.facilitator), due_on)
    actions.answer_idea(idea, actor=cast.facilitator, answer_state="accepted", answer=EARLIER_ANSWER, promise=promise)
    actions.move_challenge(earlier, Challenge.State.ANSWERED, actor=cast.facilitator)
