"""One mail of each kind, about rows that exist, as the outbox holds it."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from cities.models import City, Role
from consents.models import GuardianLink
from educities.accounts.models import User
from educities.activity.models import Message
from educities.activity.texts.mail_kinds import MAIL_KINDS, Mail, MailKind
from educities.activity.texts.mails import MailRenderer, RenderedMail
from educities.kit.multilingual import in_all_languages
from forum.models import AgendaItem
from labs.models.cohorts import Stage
from labs.values.stages import BY_CODE
from meetings.models import Session
from meetings.queries.reminders import session_note, session_payload
from tests.examples import make_contribution, make_guardian_link, make_override, make_participation, make_trip_consent
from tests.factories import (
    AgendaItemFactory,
    AreaFactory,
    CohortFactory,
    CohortMemberFactory,
    CollaborationFactory,
    CommitmentFactory,
    DecisionFactory,
    EndorsementFactory,
    ExpeditionFactory,
    InviteeFactory,
    LabFactory,
    MatchSuggestionFactory,
    OrganisationFactory,
    PartyFactory,
    ProfileFactory,
    RepresentationFactory,
    RoundFactory,
    SeatFactory,
    SessionFactory,
    StrengthClaimFactory,
    UserFactory,
)

LANGUAGES = ("en", "he", "ar")
FAMILIES = {"en": "Families first", "he": "משפחות תחילה", "ar": "العائلات أولًا"}
STEPS = {"en": "Next steps", "he": "הצעדים הבאים", "ar": "الخطوات التالية"}
READING = {"en": "The learning public space", "he": "מרחב ציבורי לומד", "ar": "الحيّز العام المتعلّم"}
CAFE = {"en": "Café Tikunim", "he": "קפה תיקונים", "ar": "مقهى تيكونيم"}
QUESTION = {"en": "What should the library lend?", "he": "מה הספרייה צריכה להשאיל?", "ar": "ماذا تُعير المكتبة؟"}
CHILD_NAME = "Lior Qadmon"


class Samples:
    """The rows that the mails are about, and each mail. Made in the city's scope."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.writer = ProfileFactory(display_name="Samir", user=UserFactory()).user
        self.lab = LabFactory(name=READING, question={"en": "How do we learn in public?"})
        self.cohort = CohortFactory(lab=self.lab, name=FAMILIES)
        self.session = SessionFactory(
            cohort=self.cohort, title=STEPS, place="The Sea Library, 12 Harbour Street", starts_at=_evening(city, 6)
        )
        self.organisation = OrganisationFactory(name=CAFE)
        self.link: GuardianLink = make_guardian_link()
        answers = {"account": True, "lab": True, "publication": True, "photo": False}
        GuardianLink.objects.filter(pk=self.link.pk).update(answers=answers)
        type(self.link.minor).objects.filter(pk=self.link.minor_id).update(display_name=CHILD_NAME)
        self.idea = make_contribution()
        self.readers: dict[str, User] = {}
        self.meeting: Any = None

    def message(self, kind: MailKind, language: str) -> Message:
        """The waiting mail of this kind for one reader of that language."""
        user = self._find_reader(language)
        row, data, own = self._about(kind.code)
        payload = {
            "verb": kind.code,
            "target_type": row._meta.label_lower,
            "target_id": str(row.pk),
            "url": row.get_absolute_url() if hasattr(row, "get_absolute_url") else f"/c/{self.city.slug}/start/",
            "by": self.writer.pk,
            "data": data,
            "language": language,
            **own,
        }
        return Message(
            pk=hash((kind.code, language)) % 10**9,
            kind=kind.code,
            user=user,
            recipient=user.email,
            city=self.city,
            dedupe_key=f"{kind.code}:{language}",
            payload=payload,
        )

    def _find_reader(self, language: str) -> User:
        """The one reader of that language. One for each mail would be a thousand people of one transaction, whom the
        planner takes for none: it then joins each with each, which once took two minutes."""
        if language not in self.readers:
            self.readers[language] = ProfileFactory(display_name="Noa", user=UserFactory(language=language)).user
        return self.readers[language]

    def render(self, kind: MailKind, language: str) -> RenderedMail:
        """The same as its reader gets it."""
        return MailRenderer(self.city).of(self.message(kind, language))

    def words(self, kind: MailKind, language: str) -> Mail:
        """The words of the same mail, before they are drawn."""
        with override(language):
            return MailRenderer(self.city).words_of(self.message(kind, language))

    def _about(self, code: str) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        app, _dot, verb = code.partition(".")
        makers = {
            "meetings": self._of_session,
            "labs": self._of_lab,
            "challenges": self._of_challenge,
            "consents": self._of_consent,
            "journeys": self._of_journey,
            "collaborations": self._of_collaboration,
            "matching": self._of_suggestion,
            "growth": self._of_engine,
            "forum": self._of_forum,
            "accelerator": self._of_accelerator,
        }
        return makers.get(app, self._of_city)(verb)

    def _of_session(self, verb: str) -> tuple[Session, dict[str, Any], dict[str, Any]]:
        data = {**session_payload(self.session), **session_note(self.session)}
        data["answer_by"] = (self.session.starts_at - timedelta(days=1)).isoformat()
        if verb == "session_moved":
            data["old_starts_at"] = (self.session.starts_at - timedelta(days=3)).isoformat()
            data["reason"] = "הספרייה סגורה ביום ראשון."
        if verb == "session_changed":
            data["changed"] = ["place", "ends_at"]
        answer = {"answer": f"https://cities.example/c/{self.city.slug}/answer/7Qk2"}
        has_answer = verb in {"session_scheduled", "session_moved", "session_reminded"}
        return self.session, data, answer if has_answer else {}

    def _of_lab(self, verb: str) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        if verb.startswith("override"):
            override_row = make_override()
            rule = in_all_languages(BY_CODE[override_row.rule_code].words)
            until = (self.city.today() + timedelta(days=60)).isoformat()
            return override_row, {"title": FAMILIES, "rule": rule, "until": until}, {}
        if verb in {"seat_given", "lab_launched", "seat_taken_back", "lab_rested", "lab_closed"}:
            return self.lab, {"title": READING, "sector": 2}, {}
        if verb.startswith("place_"):
            seat = CohortMemberFactory(
                cohort=self.cohort, profile=ProfileFactory(display_name="Noa", user=UserFactory())
            )
            return self.cohort, {"title": FAMILIES, "name": "Noa", "parts": [seat.pk]}, {}
        stage = {"stage": 2, "stage_name": in_all_languages(Stage(2).label)}
        state = in_all_languages(type(self.cohort).State.SUSPENDED.label)
        reason = (
            "Two of us are ill." if verb.startswith("cohort_") or verb in {"stage_returned", "member_removed"} else ""
        )
        return self.cohort, {"title": FAMILIES, "state": state, "reason": reason, **stage}, {}

    def _of_challenge(self, verb: str) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        if verb in {"joined", "waitlisted"}:
            where = {"en": "In the park", "he": "בפארק", "ar": "في الحديقة"}
            return make_participation(), {"title": QUESTION, "when": {"en": "Sunday at five"}, "where": where}, {}
        label = in_all_languages(type(self.idea).Answer.ACCEPTED.label)
        rule = in_all_languages(type(self.idea).Rule.PEOPLE.label)
        words = {"reason": "We like it, and try it in two streets in spring.", "text": "A bench that tells a story."}
        return self.idea, {"title": QUESTION, "answer": label, "rule": rule, "act": "idea", **words}, {}

    def _of_consent(self, verb: str) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        until = (self.city.today() + timedelta(days=14)).isoformat()
        data = {"city": self.city.name, "until": until, "day": until, "closed": True, "by": "guardian"}
        if verb in {"guardian_vouched", "ward_vouched"}:
            data["school"] = CAFE
        if verb == "adult_part_held":
            return self.link.minor, {}, {}
        if verb == "guardian_reminded":
            data["asked_on"] = self.city.today().isoformat()
        return self.link, data, {}

    def _of_journey(self, verb: str) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        if verb.startswith(("trip", "travel")):
            consent = make_trip_consent()
            trip = consent.traveller.expedition
            data = {"title": trip.question, "count": 2, "reason": "The bus is not paid for."}
            return (consent if verb == "trip_consent_asked" else trip), data, {}
        if verb.startswith("expedition"):
            question = {"en": "How do they use school yards?", "he": "איך משתמשים בחצרות?", "ar": "كيف تُستخدم الساحات؟"}
            reason = "" if verb in {"expedition_planned", "expedition_approved"} else "The bus is not paid for."
            return ExpeditionFactory(cohort=self.cohort, question=question), {"title": question, "reason": reason}, {}
        return self._of_city(verb)

    def _of_suggestion(self, verb: str) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        area = AreaFactory(label=READING)
        seeker = ProfileFactory(display_name="נועה לוי")
        need = StrengthClaimFactory(profile=seeker, area=area, kind="growth")
        row = MatchSuggestionFactory(seeker=seeker, need=need, state="introduced", introduced_on=self.city.today())
        return row, {"area": READING}, {}

    def _of_collaboration(self, verb: str) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        title = {"en": "Bread and arithmetic", "he": "לחם וחשבון", "ar": "خبز وحساب"}
        row = CollaborationFactory(title=title, result=STEPS, ended_on=self.city.today())
        for name in ("Noa", "Omar"):
            PartyFactory(collaboration=row, profile=ProfileFactory(display_name=name))
        if verb == "endorsed":
            together = CollaborationFactory(title=title, state="active")
            return EndorsementFactory(collaboration=together), {"area": "patience"}, {}
        if verb == "endorsements_asked":
            return self.session, session_payload(self.session), {}
        reason = "The plot was sold." if verb == "ended" else ""
        words = {"words": "Shall we meet on Tuesday?", "reply": "noa@example.org"} if verb == "wrote" else {}
        return row, {"title": title, "reason": reason, **words}, {}

    def _of_forum(self, verb: str) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        item = AgendaItemFactory(title=QUESTION, words=STEPS, state="decided")
        decision = DecisionFactory(
            item=item, words=STEPS, acts_organisation=self.organisation, act_by=self.city.today()
        )
        reason = "The bakery has closed." if verb in {"seat_ended", "item_dropped", "words_left_out"} else ""
        data = {"title": QUESTION, "words": STEPS, "reason": reason, "is_advice": verb == "advised"}
        if verb in {"seat_given", "seat_ended", "seat_free", "term_over"}:
            return SeatFactory(organisation=self.organisation), {"reason": reason}, {}
        if verb in {"paused", "continued"}:
            return item.charter, {}, {}
        if verb.startswith("minutes"):
            # One for all of them: each other one would be of another hour.
            self.meeting = self.meeting or decision.meeting
            AgendaItem.objects.filter(pk=item.pk).update(meeting=self.meeting)
            return self.meeting, data, {}
        return (item if verb in {"sent_up", "item_dropped", "item_restored"} else decision), data, {}

    def _of_engine(self, verb: str) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        round_ = RoundFactory(engine__area__label=READING, engine__why=STEPS, sentence=FAMILIES)
        row = InviteeFactory(round=round_)
        return (round_ if verb == "reminded" else row), {"title": READING}, {}

    def _of_accelerator(self, verb: str) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        row, data, own = self._of_city(verb)
        return row, {**data, "name": "נועה לוי"} if verb.startswith("staff_") else data, own

    def _of_city(self, verb: str) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        if verb == "representative_appointed":
            return RepresentationFactory(organisation=self.organisation), {"title": CAFE}, {}
        if verb == "representative_changed":
            row = RepresentationFactory(organisation=self.organisation, ends_on=self.city.today() + timedelta(days=14))
            return row, {"title": CAFE, "changed": ["ends_on"]}, {}
        if verb.startswith("commitment"):
            row = CommitmentFactory(organisation=self.organisation, title=STEPS)
            reason = "We move to another street." if verb == "commitment_withdrawn" else ""
            return row, {"title": STEPS, "organisation": CAFE, "reason": reason}, {}
        if verb == "organisation_asked":
            link = f"https://cities.example/c/{self.city.slug}/still-here/7Qk2/"
            return self.organisation, {"title": CAFE}, {"answer": link}
        if verb.startswith("organisation"):
            reason = "" if verb == "organisation_verified" else "It is in our lists already."
            return self.organisation, {"title": CAFE, "reason": reason}, {}
        role = {"role": in_all_languages(Role.FACILITATOR.label), "role_code": "facilitator", "granted": "facilitator"}
        state = in_all_languages(City.State.ACTIVE.label)
        until = (self.city.today() + timedelta(days=14)).isoformat()
        week = {
            "number": 3,
            "waiting": ["Café Tikunim", "Samir", "Two figures"],
            "happened": ["“Bridges” has reached stage 4"],
            "coming": ["Sun 29 Nov, 17:00: “Next steps”, Families first"],
        }
        title = {"title": READING, "count": 2}
        if verb.startswith("role_"):
            role |= {"role_starts": self.city.today().isoformat(), "role_ends": until}
        if verb == "emergency_opened":
            until = "17:30"
        if verb == "city_restored":
            return self.city, {"as_of": _evening(self.city, -1).isoformat()}, {}
        return self.city, {**title, "city": self.city.name, "state": state, "until": until, **role, **week}, {}


def _evening(city: City, days: int) -> datetime:
    day = timezone.now().astimezone(city.zone) + timedelta(days=days)
    return day.replace(hour=17, minute=0, second=0, microsecond=0)


@cache
def mailed_kinds() -> list[MailKind]:
    """Every kind that is sent by itself."""
    return [kind for kind in MAIL_KINDS if not kind.folded]
