"""What waits is decided on Today itself, is told there, and can be undone for a while by whoever did it."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from educities.activity.actions import undo
from educities.activity.models import AuditEntry, Notice
from educities.kit.context import audit_context
from educities.kit.day_words import format_day
from labs.models import Override
from labs.queries.gates import gate_of
from programs.actions import Figure, enter_values, submit_values
from programs.models import IndicatorValue
from reports.queries import load_overview
from stakeholders import actions as organisations
from stakeholders.models import Profile
from tests.examples import make_partner_client
from tests.factories import (
    CohortFactory,
    ExpeditionFactory,
    IndicatorFactory,
    LabFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    UserFactory,
    in_days,
)
from tests.labs.ways import ask_override
from tests.support import fresh, verbs_of

pytestmark = pytest.mark.django_db
TODAY = "/c/bat-galim/today/"
IN_PLACE = {"HTTP_HX_REQUEST": "true"}


@dataclass
class Case:
    """One thing that waits: its row, the states before and after, the record of the undo, and of the other answer."""

    row: Any
    waiting: str
    decided: str
    undone: str
    sent_back: str = ""

    def state(self) -> str:
        """Where it stands now; of an indicator its one figure."""
        if self.row._meta.label == "programs.Indicator":
            return IndicatorValue.objects.get().state
        return type(self.row).objects.get(pk=self.row.pk).state


def make_organisation(facilitator: Any) -> Case:
    row = OrganisationFactory(state="proposed", name={"en": "Café"})
    return Case(row, "proposed", "verified", "stakeholders.verification_undone")


def make_override(facilitator: Any) -> Case:
    row = ask_override(CohortFactory(stage=2, name={"en": "Bridges"}), "G23", facilitator)
    return Case(row, "requested", "granted", "labs.override_grant_undone", "refused")


def make_figures(facilitator: Any) -> Case:
    row = IndicatorFactory(lag_years=10, name={"en": "Diplomas"})
    enter_values(row, [Figure("actual", 2024, Decimal("61.5"))], actor=facilitator)
    submit_values(row, actor=facilitator)
    return Case(row, "submitted", "confirmed", "programs.confirmation_undone", "draft")


def make_expedition(facilitator: Any) -> Case:
    row = ExpeditionFactory(state="planned", question={"en": "How?"})
    return Case(row, "planned", "approved", "journeys.approval_undone", "idea")


MAKERS = [make_organisation, make_override, make_figures, make_expedition]


@pytest.fixture(params=MAKERS, ids=lambda make: make.__name__)
def case(request: Any, scope: Any, facilitator: Any) -> Case:
    return request.param(facilitator)


@pytest.fixture
def as_director(client: Any, sign_in: Any, director: Any) -> Any:
    return sign_in(client, director)


def waiting_line(scope: Any, director: Any) -> Any:
    (line,) = load_overview(scope, fresh(director)).waiting.lines
    return line


def plain(text: str) -> str:
    """The text without the signs that keep a name's direction."""
    return text.replace("\u2068", "").replace("\u2069", "")


def press(client: Any, line: Any) -> Any:
    return client.post(line.post_url, {**line.values, "next": TODAY}, **IN_PLACE)


def undo_button(client: Any) -> str:
    return client.session["undo"]["url"]


def test_one_tap_decides_and_today_says_what_came_of_it(
    as_director: Any, scope: Any, director: Any, case: Case
) -> None:
    answer = press(as_director, waiting_line(scope, director))
    assert answer.url == TODAY
    assert case.state() == case.decided
    html = as_director.get(TODAY, **IN_PLACE).content.decode()
    assert undo_button(as_director) in html
    assert "You have" not in html.replace("You have been signed out.", "")  # kept for later, hidden
    assert "Nothing waits for you." in html


def test_what_came_of_it_takes_the_place_of_the_messages_of_before(
    as_director: Any, scope: Any, director: Any, case: Case
) -> None:
    """The message of the act stands in its own part alone, and the empty one of the page is laid over the old one."""
    line = waiting_line(scope, director)
    assert 'hx-select-oob="#sentence,#bell,#messages"' in as_director.get(TODAY).content.decode()
    press(as_director, line)
    html = as_director.get(TODAY, **IN_PLACE).content.decode()
    assert html.count("<b>Done</b>") == 1
    assert 'id="messages"></div>' in html


def test_the_page_offers_each_tap_with_and_without_script(
    as_director: Any, scope: Any, director: Any, case: Case
) -> None:
    line = waiting_line(scope, director)
    html = as_director.get(TODAY).content.decode()
    assert f'hx-post="{line.post_url}"' in html
    assert f'action="{line.post_url}"' in html


def test_undo_puts_it_back_and_is_recorded(as_director: Any, scope: Any, director: Any, case: Case) -> None:
    press(as_director, waiting_line(scope, director))
    answer = as_director.post(undo_button(as_director), {"next": TODAY}, follow=True)
    assert case.state() == case.waiting
    assert verbs_of(case.row)[-1] == case.undone
    assert "Undone." in answer.content.decode()
    assert "undo" not in as_director.session
    assert waiting_line(scope, director).post_url


def test_what_was_undone_is_not_told_as_done(as_director: Any, scope: Any, director: Any, case: Case) -> None:
    press(as_director, waiting_line(scope, director))
    assert "Done</b>" in as_director.get(TODAY, **IN_PLACE).content.decode()
    as_director.post(undo_button(as_director), {"next": TODAY}, **IN_PLACE)
    html = as_director.get(TODAY, **IN_PLACE).content.decode()
    assert "Undone." in html
    assert "Done</b>" not in html


def test_undo_is_offered_until_its_time_is_over(
    as_director: Any, scope: Any, director: Any, case: Case, monkeypatch: Any
) -> None:
    press(as_director, waiting_line(scope, director))
    monkeypatch.setattr(undo, "UNDO_FOR", timedelta(0))
    as_director.post(undo_button(as_director), {"next": TODAY})
    assert case.state() == case.decided


def test_nobody_else_undoes_it(as_director: Any, scope: Any, director: Any, case: Case) -> None:
    press(as_director, waiting_line(scope, director))
    url = undo_button(as_director)
    # The act as another person's: the log is only added to, so the entry is written again under no name.
    last = AuditEntry.objects.filter(target_id=str(case.row.pk), target_type=case.row._meta.label_lower).first()
    assert last is not None
    last.pk = last.actor_id = None
    last.save(force_insert=True)
    as_director.post(url, {"next": TODAY})
    assert case.state() == case.decided


def test_the_other_answer_is_given_on_today_with_words(
    as_director: Any, scope: Any, director: Any, facilitator: Any, case: Case
) -> None:
    other = waiting_line(scope, director).answer
    if not case.sent_back:
        assert other is None
        return
    Notice.objects.all().delete()
    sent = {**other.values, other.name: "The sums do not agree yet", "next": TODAY}
    assert as_director.post(other.url, sent, **IN_PLACE).url == TODAY
    assert case.state() == case.sent_back


def test_an_answer_without_words_shows_its_page_in_the_place_of_today(
    as_director: Any, scope: Any, director: Any, facilitator: Any
) -> None:
    make_figures(facilitator)
    other = waiting_line(scope, director).answer
    answer = as_director.post(other.url, {"next": TODAY}, **IN_PLACE)
    assert answer.status_code == 422
    assert (answer["HX-Retarget"], answer["HX-Push-Url"]) == ("#main", other.url)


def test_whoever_entered_figures_reads_why_they_came_back(
    as_director: Any, scope: Any, director: Any, facilitator: Any
) -> None:
    make_figures(facilitator)
    other = waiting_line(scope, director).answer
    as_director.post(other.url, {other.name: "The sums do not agree", "next": TODAY})
    notice = Notice.objects.get(verb="programs.values_returned")
    assert (notice.user, notice.data["reason"]) == (facilitator, "The sums do not agree")


def test_a_line_tells_what_one_has_to_know(scope: Any, director: Any, facilitator: Any) -> None:
    make_figures(facilitator)
    day = format_day(scope.today())
    ((term, text),) = waiting_line(scope, director).facts
    assert (term, plain(text)) == ("2024/25 · measured", f"61.5%\nentered by Samir on {day}")


def test_a_figure_of_an_app_is_told_as_the_apps(scope: Any, director: Any, facilitator: Any) -> None:
    with audit_context("api") as act:
        act.client = make_partner_client(scope).pk
        make_figures(facilitator)
    ((_term, text),) = waiting_line(scope, director).facts
    assert "entered by Partner app p on" in plain(text)
    assert "Samir" not in text


def test_each_figure_has_its_own_writer(scope: Any, director: Any, facilitator: Any) -> None:
    row = IndicatorFactory(lag_years=10)
    other = ProfileFactory(display_name="Omer", user=UserFactory()).user
    enter_values(row, [Figure("actual", 2023, Decimal(60))], actor=other)
    enter_values(row, [Figure("actual", 2024, Decimal(61))], actor=facilitator)
    submit_values(row, actor=facilitator)
    texts = [plain(text) for _term, text in waiting_line(scope, director).facts]
    assert ["Omer" in texts[0], "Samir" in texts[1]] == [True, True]


def test_a_writer_who_is_gone_is_a_former_participant(scope: Any, director: Any, facilitator: Any) -> None:
    make_figures(facilitator)
    type(facilitator).objects.filter(pk=facilitator.pk).update(is_active=False)
    ((_term, text),) = waiting_line(scope, director).facts
    assert "entered by former participant on" in plain(text)


@pytest.mark.parametrize(("lang", "text"), [("he", "הוזן על ידי Samir"), ("ar", "الإدخال: Samir")])
def test_the_writer_is_told_in_the_readers_language(
    scope: Any, director: Any, facilitator: Any, lang: str, text: str
) -> None:
    make_figures(facilitator)
    with translation.override(lang):
        assert text in plain(waiting_line(scope, director).facts[0][1])


def test_an_override_says_who_asks_and_until_when(scope: Any, director: Any, facilitator: Any) -> None:
    Profile.objects.filter(user=facilitator).update(display_name="Samir")
    make_override(facilitator)
    line = waiting_line(scope, director)
    assert line.label.startswith("Grant until")
    assert ("Asked by", "Samir") in line.facts


def test_a_wish_whose_day_has_passed_is_answered_on_its_page(scope: Any, director: Any, facilitator: Any) -> None:
    case = make_override(facilitator)
    Override.objects.update(wanted_until=in_days(-1))
    line = waiting_line(scope, director)
    assert (line.post_url, line.url) == ("", case.row.get_absolute_url())


def test_a_plan_that_lacks_something_is_not_approved_by_a_tap(scope: Any, director: Any) -> None:
    ExpeditionFactory(state="planned", budget=500)
    line = waiting_line(scope, director)
    assert line.post_url == ""
    assert dict(line.facts)["What is missing"] == "The expedition has a budget. Add where the money comes from."


def test_an_undone_grant_no_longer_lets_pass(scope: Any, director: Any, facilitator: Any, as_director: Any) -> None:
    cohort = make_override(facilitator).row.cohort
    press(as_director, waiting_line(scope, director))
    as_director.post(undo_button(as_director))
    assert {line.rule.code: line.passes for line in gate_of(cohort)}["G23"] is False


def test_a_grant_that_was_used_stays(scope: Any, director: Any, facilitator: Any, as_director: Any) -> None:
    case = make_override(facilitator)
    press(as_director, waiting_line(scope, director))
    case.row.cohort.stage = 3
    case.row.cohort.save()
    answer = as_director.post(undo_button(as_director), {"next": TODAY}, follow=True)
    assert case.state() == "granted"
    assert "the next step was taken because of it" in answer.content.decode()


def test_an_organisation_that_hosts_a_lab_by_now_stays_verified(
    scope: Any, director: Any, facilitator: Any, as_director: Any
) -> None:
    case = make_organisation(facilitator)
    press(as_director, waiting_line(scope, director))
    LabFactory(host=case.row)
    as_director.post(undo_button(as_director))
    assert case.state() == "verified"


def test_one_that_became_active_at_once_is_undone_too(
    scope: Any, director: Any, facilitator: Any, as_director: Any
) -> None:
    case = make_organisation(facilitator)
    speaker = organisations.appoint_representative(
        case.row, actor=director, email=facilitator.email, display_name="Samir"
    )
    organisations.accept_representation(speaker, actor=facilitator)
    press(as_director, waiting_line(scope, director))
    assert case.state() == "active"
    as_director.post(undo_button(as_director))
    assert case.state() == "proposed"


def test_the_planner_finds_what_was_sent_back_on_their_own_day(client: Any, scope: Any, sign_in: Any) -> None:
    cohort = CohortFactory(state="running")
    guide = UserFactory()
    MembershipFactory(user=guide, city=scope, role="facilitator")
    row = ExpeditionFactory(cohort=cohort, state="idea", question={"en": "How?"})
    html = sign_in(client, guide).get(TODAY).content.decode()
    assert "was sent back: revise the plan" in html
    assert reverse("expedition", args=[scope.slug, row.pk]) in html
