"""Two people end a contract in force: one asks with a reason, a second one agrees or declines."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cities.actions import end_role, grant_role
from cities.models import City, Membership
from educities.accounts.models import User
from educities.activity.models import AuditEntry, Event, Message, Notice
from educities.activity.texts.mails import render_mail
from programs import actions
from programs.actions import milestone_overrides as overrides
from programs.models import Milestone, Program
from programs.queries.endings import ALONE, find_end_seconds, stamp_end_request
from reports.queries import load_overview
from stakeholders.models import Profile
from tests.factories import MembershipFactory, ProgramFactory
from tests.support import fresh, refused

pytestmark = pytest.mark.django_db
WHY = "The city council has left the network"


@pytest.fixture
def program(scope: City, director: User) -> Program:
    return ProgramFactory(signed=True, actor=director)


def ask_end(program: Program, director: User) -> Program:
    return actions.withdraw_program(program, actor=director, reason=WHY)


def readers_of(verb: str) -> set[int]:
    return set(Notice.objects.filter(verb=f"programs.{verb}").values_list("user", flat=True))


def lines_about_end(city: City, user: User) -> list[Any]:
    return [one for one in load_overview(city, fresh(user)).waiting.lines if "/end/agree/" in one.url]


def test_one_director_asks_and_the_steward_ends_it(
    program: Program, director: User, steward: User, facilitator: User
) -> None:
    second = MembershipFactory(city=program.city, role="director").user
    ask_end(program, director)
    asked = fresh(program)
    assert (asked.state, asked.is_end_requested, asked.end_reason) == ("active", True, WHY)
    assert readers_of("end_requested") == {steward.pk}
    assert [bool(lines_about_end(program.city, one)) for one in (steward, director, second, facilitator)] == [
        True,
        False,
        False,
        False,
    ]
    for other in (director, second, facilitator):
        assert refused(lambda other=other: actions.agree_to_end(program, actor=other)) == "programs.end_not_agreed"
    actions.agree_to_end(program, actor=steward)
    ended = fresh(program)
    assert (ended.state, ended.was_ended_alone, ended.end_requested_by) == ("terminated", False, director)
    acts = AuditEntry.objects.filter(target_type="programs.program", verb__contains="end").order_by("pk")
    assert [(one.verb, one.actor_id, one.reason) for one in acts] == [
        ("programs.end_requested", director.pk, WHY),
    ]
    last = AuditEntry.objects.get(verb="programs.program_terminated")
    assert (last.actor_id, last.reason) == (steward.pk, WHY)
    assert readers_of("program_terminated") == {director.pk, second.pk}
    assert Event.objects.filter(name="program.terminated").count() == 1


def test_what_is_not_in_force_is_discarded_by_one(scope: City, director: User, steward: User) -> None:
    program = ProgramFactory(actor=director)
    ask_end(program, director)
    assert (program.state, fresh(program).end_requested_at) == ("terminated", None)


def test_without_a_steward_another_director_agrees_then_a_facilitator(
    program: Program, director: User, facilitator: User
) -> None:
    assert find_end_seconds(program, director.pk, None) == {facilitator.pk: 3}
    second = MembershipFactory(city=program.city, role="director").user
    assert find_end_seconds(program, director.pk, None) == {second.pk: 2}
    ask_end(program, director)
    assert refused(lambda: actions.agree_to_end(program, actor=facilitator)) == "programs.end_not_agreed"
    actions.agree_to_end(program, actor=second)
    assert fresh(program).state == "terminated"


def test_a_deputy_of_who_asks_is_no_second_person(program: Program, director: User) -> None:
    until = program.city.today() + timedelta(days=20)
    deputy = MembershipFactory(city=program.city, role="director", acting_for=director, ends_on=until).user
    facilitator = MembershipFactory(city=program.city, role="facilitator").user
    actions.withdraw_program(program, actor=deputy, reason=WHY)
    assert fresh(program).end_requested_for == director
    assert readers_of("end_requested") == {facilitator.pk}
    assert refused(lambda: actions.agree_to_end(program, actor=director)) == "programs.end_not_agreed"


def test_a_director_ends_it_alone_where_nobody_else_is_nor_was(
    client: Client, sign_in: Any, program: Program, director: User, facilitator: User
) -> None:
    today = program.city.today()
    days = {"starts_on": today - timedelta(days=99), "ends_on": today - timedelta(days=1)}
    Membership.objects.filter(user=facilitator).update(**days)
    page = sign_in(client, director).get(reverse("withdraw_program", args=[program.city.slug, program.pk]))
    assert "Invite a second person." in page.content.decode()
    ask_end(program, director)
    assert fresh(program).is_end_requested
    assert refused(lambda: actions.agree_to_end(program, actor=director)) == "programs.end_not_agreed"
    Membership.objects.filter(user=facilitator).update(ends_on=today - timedelta(days=31))
    assert find_end_seconds(program, director.pk, None) == {director.pk: ALONE}
    assert refused(lambda: actions.decline_end(program, actor=director, reason="No")) == "programs.end_not_declined"
    actions.agree_to_end(program, actor=director)
    assert fresh(program).was_ended_alone
    page = client.get(reverse("program", args=[program.city.slug]))
    assert "alone: nobody else in the city could agree." in " ".join(page.content.decode().split())


def test_where_nobody_else_was_it_ends_at_once(client: Client, sign_in: Any, program: Program, director: User) -> None:
    where = reverse("withdraw_program", args=[program.city.slug, program.pk])
    page = sign_in(client, director).get(where).content.decode()
    assert "Nobody else in the city can agree, so the program ends at once." in page
    sent = client.post(where, {"reason": WHY}, follow=True).content.decode()
    assert "The program was ended." in sent
    ended = fresh(program)
    assert (ended.state, ended.was_ended_alone) == ("terminated", True)


def test_from_the_request_to_the_end_on_the_pages(
    client: Client, sign_in: Any, program: Program, director: User, steward: User
) -> None:
    Profile.objects.filter(user=steward).update(display_name="Stella")
    Profile.objects.filter(user=director).update(display_name="Ruth")
    slug, page = program.city.slug, reverse("program", args=[program.city.slug])
    where = reverse("withdraw_program", args=[slug, program.pk])
    assert "It waits for \u2068Stella\u2069." in sign_in(client, director).get(where).content.decode()
    sent = client.post(where, {"reason": WHY}, follow=True).content.decode()
    for text in ("The request waits for a second person.", "It waits for \u2068Stella\u2069.", WHY):
        assert text in sent
    agree, withdraw = (reverse(name, args=[slug, program.pk]) for name in ("agree_to_end", "withdraw_end_request"))
    assert (agree in sent, withdraw in sent) == (False, True)
    assert "Someone has already asked to end this program." in client.get(where).content.decode()
    client.logout()
    sign_in(client, steward)
    (line,) = lines_about_end(program.city, steward)
    assert WHY in str(line.facts)
    assert (agree in client.get(page).content.decode(), line.url) == (True, agree)
    question = client.get(agree).content.decode()
    assert "\u2068Ruth\u2069 asks, because:" in question
    assert client.post(agree, {"seen": "of before"}).status_code == 409
    assert client.post(agree, {"seen": stamp_end_request(fresh(program))}).status_code == 302
    text = " ".join(client.get(page).content.decode().split())
    assert "Ruth asked, Stella agreed." in text
    assert WHY in text


def test_a_reader_learns_nothing_of_a_request_that_waits(
    client: Client, sign_in: Any, program: Program, director: User, steward: User
) -> None:
    ask_end(program, director)
    reader = MembershipFactory(city=program.city, role="reader").user
    page = sign_in(client, reader).get(reverse("program", args=[program.city.slug])).content.decode()
    assert WHY not in page
    for name in ("agree_to_end", "decline_end"):
        assert client.get(reverse(name, args=[program.city.slug, program.pk])).status_code == 403


def test_it_is_declined_with_a_reason_that_whoever_asked_reads(
    client: Client, sign_in: Any, program: Program, director: User, steward: User
) -> None:
    ask_end(program, director)
    where = reverse("decline_end", args=[program.city.slug, program.pk])
    assert sign_in(client, director).post(where, {"reason": "Not now"}).status_code == 409
    client.logout()
    sign_in(client, steward)
    assert client.post(where, {"reason": ""}).status_code == 422
    assert client.post(where, {"reason": "The council decides in May"}).status_code == 302
    now = fresh(program)
    assert (now.state, now.is_end_requested, now.end_reason) == ("active", False, "")
    (notice,) = Notice.objects.filter(verb="programs.end_declined")
    assert (notice.user, "in May" in str(notice.data)) == (director, True)
    assert lines_about_end(program.city, steward) == []
    # And asked again.
    ask_end(program, director)
    assert fresh(program).is_end_requested


def test_a_director_withdraws_the_request_and_whom_it_concerns_read_why(
    program: Program, director: User, steward: User
) -> None:
    ask_end(program, director)
    mail = Message.objects.get(kind="programs.end_requested")
    assert WHY in render_mail(mail).text
    actions.withdraw_end_request(program, actor=director, reason="The council stays")
    assert readers_of("end_request_withdrawn") == {steward.pk}
    assert refused(lambda: actions.agree_to_end(program, actor=steward)) == "programs.end_not_agreed"
    again = {"actor": director, "reason": "Once more"}
    assert refused(lambda: actions.withdraw_end_request(program, **again)) == "programs.end_not_withdrawn"


@pytest.mark.parametrize("how", ["focus", "milestone", "rest", "dropped", "missed", "reopened", "reached", "granted"])
def test_a_request_is_void_once_the_program_changed(program: Program, director: User, steward: User, how: str) -> None:
    milestone = Milestone.objects.select_related("year__program").filter(year__program=program).last()
    assert milestone is not None
    if how == "reopened":
        actions.move_milestone(milestone, "dropped", actor=director, reason="Another way")
    if how == "granted":
        asked = overrides.request_milestone_override(milestone, actor=director, reason="The school shows it every day")
    ask_end(program, director)
    before = stamp_end_request(fresh(program))
    if how == "focus":
        actions.change_focus(milestone.year, actor=director, focus={"en": "Other"})
    elif how == "milestone":
        actions.change_milestone(milestone, actor=director, title={"en": "Other"})
    elif how == "dropped":
        actions.move_milestone(milestone, "dropped", actor=director, reason="Another way")
    elif how == "missed":
        actions.move_milestone(milestone, "missed", actor=director, reason="Nobody came", sure=True)
    elif how == "reopened":
        actions.move_milestone(milestone, "planned", actor=director, reason="It goes on")
    elif how == "reached":
        Milestone.objects.filter(pk=milestone.pk).update(code="")
        link = ("program", program.pk)
        actions.reach_milestone(fresh(milestone), actor=director, link=link)
    elif how == "granted":
        overrides.grant_milestone_override(asked, actor=steward)
    else:
        actions.suspend_program(fresh(program), actor=director, starts_on=program.city.today(), reason="Strike")
    now = fresh(program)
    assert (now.is_end_requested, now.end_reason) == (False, "")
    assert readers_of("end_request_voided") == {director.pk if how == "granted" else steward.pk}
    assert refused(lambda: actions.agree_to_end(now, actor=steward, seen=before)) == "programs.end_not_agreed"
    ask_end(now, director)
    # What was read before is another request than the one that waits now.
    assert refused(lambda: actions.agree_to_end(now, actor=steward, seen=before)) == "programs.end_not_agreed"
    actions.agree_to_end(now, actor=steward, seen=stamp_end_request(fresh(now)))


def test_what_changes_nothing_of_the_contract_leaves_the_request(
    program: Program, director: User, steward: User
) -> None:
    ask_end(program, director)
    milestone = Milestone.objects.select_related("year__program").filter(year__program=program).last()
    assert milestone is not None
    actions.move_milestone(milestone, "at_risk", actor=director, reason="No room yet")
    assert fresh(program).is_end_requested


def test_a_program_never_asks_without_a_reason_nor_once_it_is_over(program: Program, director: User) -> None:
    rows = Program.objects.filter(pk=program.pk)
    for values in (
        {"end_requested_at": program.signed_at},
        {"end_reason": "x"},
        {"was_ended_alone": True},
        {"end_requested_at": program.signed_at, "end_reason": "x", "state": "completed"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


def test_with_the_directors_role_the_request_ends_for_good(program: Program, director: User, steward: User) -> None:
    held = MembershipFactory(city=program.city, role="director")
    ask_end(program, held.user)
    seen = stamp_end_request(fresh(program))
    other = MembershipFactory(city=program.city, role="director")
    end_role(other, actor=director, reason="Enough")
    assert fresh(program).is_end_requested
    end_role(held, actor=director, reason="Enough")
    assert not fresh(program).is_end_requested
    assert readers_of("end_request_voided") >= {held.user.pk, steward.pk}
    grant_role(program.city, held.user, "director", actor=director)
    assert refused(lambda: actions.agree_to_end(program, actor=steward, seen=seen)) == "programs.end_not_agreed"


def test_who_directs_no_more_asks_for_nothing(client: Client, sign_in: Any, program: Program, steward: User) -> None:
    """A role that ended a minute ago ends what was asked with it, until a director of today asks."""
    MembershipFactory(city=program.city, role="director")
    held = MembershipFactory(city=program.city, role="director")
    ask_end(program, held.user)
    assert lines_about_end(program.city, steward)
    Membership.objects.filter(pk=held.pk).update(ends_on=program.city.today() - timedelta(days=1))
    assert lines_about_end(program.city, steward) == []
    assert refused(lambda: actions.agree_to_end(program, actor=steward)) == "programs.end_not_agreed"
    assert refused(lambda: actions.decline_end(program, actor=steward, reason="No")) == "programs.end_not_declined"
    page = sign_in(client, steward).get(reverse("program", args=[program.city.slug])).content.decode()
    assert "The person who asked is no longer a director of the city." in page
    assert reverse("agree_to_end", args=[program.city.slug, program.pk]) not in page
    Membership.objects.filter(pk=held.pk).update(ends_on=None)
    assert lines_about_end(program.city, steward)
    actions.agree_to_end(program, actor=steward)
    assert fresh(program).state == "terminated"
