"""The page “My activity”: what each app has of a person in a city, and what waits for the person."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.models import City
from consents.actions import ANSWERING, ENDED_EARLY, find_wrong_address, guardian_status_message
from consents.forms import AskGuardianForm
from consents.models import Consent, GuardianLink
from consents.queries import ANSWERED_NO, has_consent, wards_of
from consents.texts import TEXTS, Words
from consents.values import ACCOUNT, ASKED_OF_GUARDIANS, MY_PARTS, START_LINKS, Things, WaitingLine
from consents.values.parts import Part
from educities.kit.views import Page
from stakeholders.models import Profile, Representation
from stakeholders.queries.schools import find_schools

State = Consent.State


class Question(NamedTuple):
    """One purpose that is asked or agreed to, in the words for children. `answers`: what the grown-ups said of it.

    `may_take_part`: taking part is agreed to; no idea is published without.
    """

    consent: Consent
    words: Words
    answers: str
    may_take_part: bool

    @property
    def may_publish_already(self) -> bool:
        """A grown-up's yes is enough: what the child sent itself is published before it has answered for itself."""
        is_publication = self.consent.purpose == Consent.Purpose.PUBLICATION and self.may_take_part
        return is_publication and self.consent.state == State.GIVEN and self.consent.assent_of_child is None


class Mine(Page):
    """What waits for me, and what I have here: each app shows its own part."""

    signed_in = True
    template_name = "consents/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        profile = _find_own_profile(self.request.user)
        if profile is None:
            return super().get_context_data(profile=None, start_links=list(START_LINKS), **kwargs)
        found = _find_parts(profile)
        return super().get_context_data(
            profile=profile,
            parts=[{"template": template, **things.context} for template, things in found if things],
            waiting=_sort_waiting(things for _template, things in found),
            **kwargs,
        )


def list_own_waiting(city: City, user: Any) -> list[tuple[str, str]]:
    """What “My activity” says that waits for the person, with the address of each; of nobody without a profile there."""
    profile = _find_own_profile(user)
    if profile is None:
        return []
    return [(line.text, line.url) for line in _sort_waiting(things for _template, things in _find_parts(profile))]


def _sort_waiting(found: Iterable[Things | None]) -> list[WaitingLine]:
    lines = [line for things in found if things for line in things.waiting]
    return sorted(lines, key=attrgetter("order"))


def _find_own_profile(user: Any) -> Profile | None:
    """The person's profile, with what each part asks of it, so that few are asked more."""
    asked = {_name_flag(part): ExpressionWrapper(part.is_there(), BooleanField()) for part in MY_PARTS if part.is_there}
    return Profile.objects.filter(user=user).annotate(**asked).first()


def _find_parts(profile: Profile) -> list[tuple[str, Things | None]]:
    there = [part for part in MY_PARTS if getattr(profile, _name_flag(part), True)]
    return [(part.template, part.find_things(profile)) for part in there]


def _name_flag(part: Part) -> str:
    return "has" + "".join(filter(str.isalnum, part.template))


def speaks_for_some() -> Q:
    """Has the profile any organisation to speak for?"""
    return Q(Exists(Representation.objects.standing().filter(profile=OuterRef("pk"))))


def find_my_organisations(profile: Profile) -> Things | None:
    """The organisations a person speaks for, and those that wait for a yes; None when there are neither."""
    rows = Representation.objects.standing().filter(profile=profile).select_related("organisation")
    rows = rows.annotate(is_of_school=Exists(find_schools().filter(pk=OuterRef("organisation_id"))))
    found = list(rows.defer("organisation__about"))
    if not found:
        return None
    asked = [one for one in found if one.accepted_at is None]
    spoken = [one for one in found if one.accepted_at and one.starts_on <= profile.city.today()]
    waiting = [
        WaitingLine(
            _("%(name)s asks you to speak for it.") % {"name": one.organisation},
            one.get_absolute_url(),
            order=10,
            label=_("Answer"),
        )
        for one in asked
    ]
    return Things({"spoken": spoken}, waiting)


def find_my_wards(profile: Profile) -> Things | None:
    """The children a person answers for, or said no for; None when there are none."""
    wards = wards_of(profile)
    return Things({"wards": wards}) if wards else None


def find_my_guardians(profile: Profile) -> Things | None:
    """Who answers for a child under the city's age, and what they and the child itself said; None for everybody else."""
    if not profile.needs_guardian:
        return None
    guardians = list(profile.guardians.order_by("pk"))
    waiting = []
    if profile.is_erased_child and has_consent(profile, ACCOUNT):
        url = reverse("change_profile", args=[profile.city.slug, profile.pk])
        waiting.append(WaitingLine(_("Your name was deleted: say how you want to be called"), url, order=5))
    if not {link.state for link in guardians} & ANSWERING:
        text, url = _("A parent or guardian must agree: ask one"), reverse("ask_guardian", args=[profile.city.slug])
        waiting.append(WaitingLine(text, url, order=30))
    answers = _answers_for(profile, guardians)
    if any(one.consent.assent_of_child is None for one in answers["questions"]):
        text, url = _("Read what we ask, and answer"), reverse("mine", args=[profile.city.slug])
        waiting.append(WaitingLine(text, f"{url}#agree", order=25, label=_("Read and answer")))
    # Who was not asked after all has no part in it.
    shown = [link for link in guardians if link.state not in ENDED_EARLY]
    asks_again = AskGuardianForm() if find_wrong_address(guardians) else None
    return Things({"guardians": shown, "ask_form": asks_again, "leads": True, **answers}, waiting)


def _answers_for(profile: Profile, guardians: Sequence[GuardianLink]) -> dict[str, Any]:
    """What grown-ups and the child itself said about it, and what that means for the child."""
    last = {consent.purpose: consent for consent in profile.consents.order_by("pk")}
    given = {purpose for purpose, row in last.items() if row.state == State.GIVEN}
    account = last.get(ACCOUNT)
    open_still = account is not None and account.state in {State.GIVEN, State.REQUESTED}
    asked = [last[purpose] for purpose in ASKED_OF_GUARDIANS if purpose in last]
    return {
        "questions": [
            Question(row, TEXTS[row.purpose], _describe_answers(row, guardians), Consent.Purpose.LAB in given)
            for row in asked
            if row.state in {State.GIVEN, State.REQUESTED}
        ],
        "declined": [row for row in last.values() if row.state in ANSWERED_NO and row.assent_of_child is False],
        "refused": [row for row in last.values() if row.state in ANSWERED_NO and row.assent_of_child is not False],
        "account_consent": account if open_still else None,
        "may_only_wait": "" if ACCOUNT in given else guardian_status_message(profile),
    }


def _describe_answers(consent: Consent, guardians: Sequence[GuardianLink]) -> str:
    """Who has said yes or no to this question, and whether somebody is still to answer."""
    if consent.state == State.GIVEN:
        return _("Your parent or guardian said yes.")
    if not any(link.says_no_to(consent.purpose) for link in guardians):
        return _("Your parent or guardian has not answered yet.")
    if any(link.state == GuardianLink.State.INVITED for link in guardians):
        return _("One adult said no, so it is not allowed for now. Not everyone has answered yet.")
    return _("Your parent or guardian said no.")
