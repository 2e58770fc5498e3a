"""A role is held between days; who stands in for somebody does so until a day, and the history shows both names."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cities.actions import Term, accept_invitation, change_role_days, end_role, grant_role, invite_person
from cities.models import City, Invitation, Membership
from cities.rules.roles import roles_by_city
from educities.accounts.models import User
from educities.activity.actions.reminders import enqueue_due_reminders
from educities.activity.models import AuditEntry, Message, Notice, Schedule
from educities.activity.texts.history_rows import history_lines
from educities.activity.texts.mails import render_mail
from educities.kit.templatetags.look import as_day
from educities.tenancy.scope import city_scope
from stakeholders.models import Profile
from tests.factories import MembershipFactory, ProfileFactory, UserFactory
from tests.machines import count_runs
from tests.support import assert_same_queries, refused

pytestmark = pytest.mark.django_db
DANA = {"email": "dana@example.org", "display_name": "Dana", "language": "en"}


@pytest.fixture
def today(city: City) -> date:
    return city.today()


def in_days(today: date, days: int) -> date:
    return today + timedelta(days=days)


def test_a_role_gives_nothing_before_its_first_day_and_after_its_last(city: City, today: date) -> None:
    user = UserFactory()
    for first, last, gives in ((1, 5, False), (-5, -1, False), (0, 0, True)):
        Membership.objects.filter(user=user).delete()
        MembershipFactory(
            user=user, city=city, role="reader", starts_on=in_days(today, first), ends_on=in_days(today, last)
        )
        assert bool(roles_by_city(User.objects.get(pk=user.pk))) is gives, (first, last)


@settings(max_examples=count_runs(6), deadline=None, suppress_health_check=list(HealthCheck))
@given(first=st.integers(-3, 3), days=st.none() | st.integers(0, 5), role=st.sampled_from(["director", "teacher"]))
def test_invariant_12_a_role_gives_rights_on_its_own_days_alone(
    city: City, today: date, first: int, days: int | None, role: str
) -> None:
    last = None if days is None else in_days(today, first + days)
    user = MembershipFactory(city=city, role=role, starts_on=in_days(today, first), ends_on=last).user
    is_today = first <= 0 and (days is None or first + days >= 0)
    assert bool(roles_by_city(user)) is is_today
    assert user.has_perm("cities.see_dashboard_city", city) is (is_today and role == "director")


def test_a_director_invites_a_deputy_for_a_while(
    client: Any, city: City, director: User, sign_in: Any, today: date
) -> None:
    sign_in(client, director)
    held = director.memberships.get(role="director")
    form = {**DANA, "role": f"in-place-of-{held.pk}", "ends_on": in_days(today, 20).isoformat()}
    answer = client.post(reverse("invite_to_role", args=[city.slug]), form)
    assert answer.status_code == 302, answer.content.decode()
    with city_scope(city.pk):
        invitation = Invitation.objects.get(email="dana@example.org")
        assert (invitation.acting_for, invitation.role) == (director, "director")


def test_a_deputy_gives_themselves_nothing_that_lasts(client: Any, city: City, deputy: User, sign_in: Any) -> None:
    sign_in(client, deputy)
    page = reverse("invite_to_role", args=[city.slug])
    answer = client.post(page, {"email": deputy.email, "display_name": "D", "role": "facilitator", "language": "en"})
    assert "gives themselves no role" in answer.content.decode()
    with city_scope(city.pk):
        assert not Invitation.objects.filter(email=deputy.email).exists()


def test_a_deputy_needs_a_last_day(client: Any, city: City, director: User, sign_in: Any) -> None:
    sign_in(client, director)
    held = director.memberships.get(role="director")
    form = {**DANA, "role": f"in-place-of-{held.pk}"}
    answer = client.post(reverse("invite_to_role", args=[city.slug]), form)
    assert answer.status_code == 422
    assert "Who stands in for someone does so until a day." in answer.content.decode()


def test_nobody_stands_in_for_themselves_or_for_who_has_not_the_role(city: City, director: User, today: date) -> None:
    last = in_days(today, 9)
    own = lambda: grant_role(city, director, "director", actor=None, term=Term(None, last, director))  # noqa: E731
    assert refused(own) == "cities.own_deputy"
    other, stranger = UserFactory(), UserFactory()
    grant = lambda: grant_role(city, other, "director", actor=None, term=Term(None, last, stranger))  # noqa: E731
    assert refused(grant) == "cities.nobody_to_deputise"


@pytest.fixture
def deputy(city: City, director: User, today: date) -> User:
    with city_scope(city.pk):
        user = UserFactory()
        grant_role(city, user, "director", actor=director, term=Term(None, in_days(today, 20), director))
        Profile.objects.create(user=user, display_name="Dana Deputy", language="en")
    return user


def test_the_history_names_the_deputy_and_for_whom(
    client: Any, city: City, director: User, deputy: User, sign_in: Any
) -> None:
    sign_in(client, deputy)
    page = reverse("city_look", args=[city.slug])
    assert client.post(page, {"colour": "plum", "read": "{}"}).status_code == 302
    with city_scope(city.pk):
        entry = AuditEntry.objects.filter(actor_id=deputy.pk).latest("at")
        assert entry.acting_for == director.pk
        assert history_lines([entry])[0].who == f"Dana Deputy for {_name_in(director)}"


def test_whoever_stands_in_for_somebody_stops_with_them(
    client: Any, city: City, director: User, deputy: User, sign_in: Any
) -> None:
    """The deputy kept the whole office in the name of somebody who had no role any more."""
    with city_scope(city.pk):
        other = UserFactory()
        grant_role(city, other, "director", actor=director)
    own = director.memberships.get(role="director")
    sign_in(client, director)
    page = reverse("end_role", args=[city.slug, own.pk])
    assert "Dana Deputy stands in for this person: that ends too" in client.get(page).content.decode()
    assert client.post(page, {"reason": "I move away"}).status_code == 302
    directors = set(city.memberships.current().filter(role="director").values_list("user", flat=True))
    assert directors == {other.pk}
    with city_scope(city.pk):
        assert Notice.objects.get(user=deputy, verb="cities.role_ended").data["reason"] == "I move away"


def _name_in(user: User) -> str:
    return Profile.objects.get(user=user).display_name


def test_who_has_the_role_too_acts_for_themselves(city: City, director: User, facilitator: User) -> None:
    with city_scope(city.pk):
        end = city.today() + timedelta(days=5)
        other = UserFactory()
        grant_role(city, other, "director", actor=director, term=Term(None, end, director))
        grant_role(city, other, "facilitator", actor=director)
        other.has_perm("cities.see_roles_city", city)
        end_role(facilitator.memberships.get(role="facilitator"), actor=other, reason="Moved away")
        assert AuditEntry.objects.filter(actor_id=other.pk).latest("at").acting_for is None


def test_the_last_lasting_director_stays_though_a_deputy_directs(city: City, director: User, deputy: User) -> None:
    held = director.memberships.get(role="director")
    assert refused(lambda: end_role(held, actor=director, reason="Enough")) == "cities.last_director"


def test_the_last_director_gets_no_last_day(city: City, director: User, today: date) -> None:
    held = director.memberships.get(role="director")
    change = lambda: change_role_days(held, actor=director, starts_on=held.starts_on, ends_on=in_days(today, 5))  # noqa: E731
    assert refused(change) == "cities.last_director"


def test_who_directs_from_a_later_day_on_counts_from_that_day(
    client: Any, city: City, director: User, sign_in: Any, today: date
) -> None:
    held = director.memberships.get(role="director")
    later = MembershipFactory(city=city, role="director", starts_on=in_days(today, 9))

    def end_on(row: Membership, days: int | None) -> None:
        last = None if days is None else in_days(today, days)
        change_role_days(row, actor=director, starts_on=row.starts_on, ends_on=last)

    assert refused(lambda: end_on(held, 7)) == "cities.last_director"
    assert refused(lambda: end_role(held, actor=director, reason="Enough")) == "cities.last_director"
    page = sign_in(client, director).get(reverse("end_role", args=[city.slug, held.pk])).content.decode()
    assert f"The next director begins on {as_day(later.starts_on)}" in page
    roles = " ".join(client.get(reverse("roles", args=[city.slug])).content.decode().split())
    begins = " ".join(as_day(later.starts_on).split())
    assert f"from {begins} on" in roles
    assert f"since {begins}" not in roles
    end_on(held, 8)
    held.refresh_from_db()
    assert held.ends_on == in_days(today, 8)
    # The city rests on the one who comes: no day between the two, and no end before the first day.
    for days, wrong in ((10, "cities.nobody_directs"), (8, "")):
        move = lambda days=days: change_role_days(  # noqa: E731
            later, actor=director, starts_on=in_days(today, days), ends_on=None
        )
        assert not move() if not wrong else refused(move) == wrong
    assert refused(lambda: end_role(later, actor=director, reason="No")) == "cities.last_director"
    assert refused(lambda: end_on(later, 30)) == "cities.last_director"


def test_days_are_changed_and_the_person_reads_which(
    client: Any, city: City, director: User, facilitator: User, sign_in: Any, today: date
) -> None:
    sign_in(client, director)
    held = facilitator.memberships.get(role="facilitator")
    page = reverse("change_role_days", args=[city.slug, held.pk])
    last = in_days(today, 40)
    sent = {"starts_on": held.starts_on.isoformat(), "ends_on": last.isoformat(), "read": "{}"}
    assert client.post(page, sent).status_code == 302
    held.refresh_from_db()
    assert held.ends_on == last
    with city_scope(city.pk):
        assert Notice.objects.get(user=facilitator).data["role_ends"] == last.isoformat()
        assert Message.objects.filter(kind="cities.role_days_changed", user=facilitator).count() == 1


def test_refused_days_say_why(
    client: Any, city: City, director: User, facilitator: User, sign_in: Any, today: date
) -> None:
    sign_in(client, director)
    held = facilitator.memberships.get(role="facilitator")
    page = reverse("change_role_days", args=[city.slug, held.pk])
    sent = {"starts_on": in_days(today, 3).isoformat(), "ends_on": "", "read": "{}"}
    assert "The role has begun: its first day stays." in client.post(page, sent).content.decode()
    sent = {"starts_on": held.starts_on.isoformat(), "ends_on": in_days(today, -3).isoformat(), "read": "{}"}
    assert "The last day has passed already." in client.post(page, sent).content.decode()


def test_a_week_before_its_end_the_person_is_written_to(
    city: City, director: User, facilitator: User, today: date
) -> None:
    held = facilitator.memberships.get(role="facilitator")
    with city_scope(city.pk):
        change_role_days(held, actor=director, starts_on=held.starts_on, ends_on=in_days(today, 30))
        waiting = Schedule.objects.get(rule="cities.role_ends_soon", state="waiting")
        assert in_days(today, 22) <= waiting.local_date <= in_days(today, 23)
        # Longer after all: nobody reads of an end that has moved.
        change_role_days(held, actor=director, starts_on=held.starts_on, ends_on=None)
        assert not Schedule.objects.filter(rule="cities.role_ends_soon", state="waiting").exists()
    assert enqueue_due_reminders() == 0


def test_an_invitation_answered_after_the_last_day_gives_no_role(city: City, director: User, today: date) -> None:
    with city_scope(city.pk):
        term = Term(in_days(today, -9), in_days(today, -1))
        invitation = invite_person(city, actor=director, role="reader", term=Term(None, today), **DANA)
        invitation.ends_on = term.ends_on
        assert refused(lambda: accept_invitation(invitation, is_adult=True)) == "cities.invited_too_late"


def test_an_invitation_hands_its_days_on(city: City, director: User, today: date) -> None:
    with city_scope(city.pk):
        term = Term(in_days(today, 3), in_days(today, 9))
        user = accept_invitation(invite_person(city, actor=director, role="reader", term=term, **DANA), is_adult=True)
    held = user.memberships.get(role="reader")
    assert (held.starts_on, held.ends_on) == (term.starts_on, term.ends_on)


def test_today_and_the_page_of_roles_name_those_that_end(
    client: Any, city: City, director: User, sign_in: Any, today: date, deputy: User
) -> None:
    sign_in(client, director)
    page = client.get(reverse("roles", args=[city.slug])).content.decode()
    assert "End within 30 days" in page
    assert "stands in for" in page
    assert reverse("change_role_days", args=[city.slug, deputy.memberships.get().pk]) in page
    day = client.get(reverse("dashboard", args=[city.slug])).content.decode()
    assert "Dana Deputy" in day


def test_the_page_asks_as_much_for_three_as_for_one(
    client: Any, city: City, director: User, sign_in: Any, today: date
) -> None:
    sign_in(client, director)
    page = reverse("roles", args=[city.slug])

    def add_rows(number: int) -> None:
        for _one in range(number):
            MembershipFactory(city=city, role="director", ends_on=in_days(today, 9), acting_for=director)
            MembershipFactory(city=city, role="reader", starts_on=in_days(today, 2))

    assert_same_queries(lambda: client.get(page), add_rows)


def test_a_reader_reads_the_five_years_and_opens_no_record(client: Any, city: City, sign_in: Any) -> None:
    reader = MembershipFactory(city=city, role="reader").user
    sign_in(client, reader)
    assert client.get(reverse("workplace", args=[city.slug])).url == reverse("program", args=[city.slug])
    assert client.get(reverse("program", args=[city.slug])).status_code == 200
    assert client.get(reverse("indicators", args=[city.slug])).status_code == 200
    # Of people only those who show something to the members of the city.
    with city_scope(city.pk):
        hidden = ProfileFactory(display_name="Hidden Hila")
    people = client.get(reverse("people", args=[city.slug]))
    assert people.status_code == 200
    assert hidden.display_name not in people.content.decode()
    assert client.get(reverse("profile", args=[city.slug, hidden.pk])).status_code == 403
    for name in ("labs", "roles", "dashboard"):
        assert client.get(reverse(name, args=[city.slug])).status_code == 403, name


def test_a_deputy_lengthens_nothing_and_makes_no_director(
    client: Any, city: City, director: User, deputy: User, sign_in: Any
) -> None:
    own, other = deputy.memberships.get(), director.memberships.get(role="director")
    sign_in(client, deputy)
    for name, row in (("change_role_days", own), ("change_role_days", other), ("end_role", other)):
        assert client.get(reverse(name, args=[city.slug, row.pk])).status_code == 403
    assert client.get(reverse("end_role", args=[city.slug, own.pk])).status_code == 200
    page = client.get(reverse("invite_to_role", args=[city.slug]))
    assert "director" not in dict(page.context["form"].fields["role"].choices)
    assert refused(lambda: invite_person(city, actor=deputy, role="director", **DANA)) == (
        "cities.deputy_invites_director"
    )


def test_no_role_ends_on_a_day_that_has_passed(city: City, director: User, today: date) -> None:
    before = Term(in_days(today, -9), in_days(today, -1))
    act = lambda: invite_person(city, actor=director, role="facilitator", term=before, **DANA)  # noqa: E731
    assert refused(act) == "cities.last_day_passed"


def test_nobody_lengthens_their_own_role(city: City, director: User, today: date) -> None:
    second = MembershipFactory(city=city, role="director", ends_on=in_days(today, 9))
    days = {"starts_on": second.starts_on, "ends_on": in_days(today, 10)}
    assert refused(lambda: change_role_days(second, actor=second.user, **days)) == "cities.own_role_longer"
    change_role_days(second, actor=second.user, starts_on=second.starts_on, ends_on=in_days(today, 8))
    change_role_days(second, actor=director, **days)


def test_a_day_without_a_calendar_is_said_at_its_box(client: Any, city: City, director: User, sign_in: Any) -> None:
    row = MembershipFactory(city=city, role="reader")
    sign_in(client, director)
    page = reverse("change_role_days", args=[city.slug, row.pk])
    answer = client.post(page, {"starts_on": str(row.starts_on), "ends_on": "9999-12-31"})
    assert answer.status_code == 422
    assert "ends_on" in answer.context["form"].errors


def test_who_leads_the_city_hears_that_another_one_will(city: City, director: User, operator: User) -> None:
    invite_person(city, actor=operator, role="director", **DANA)
    with city_scope(city.pk):
        notice = Notice.objects.get(verb="cities.director_invited")
        mail = Message.objects.get(kind="cities.director_invited")
    assert (notice.user, mail.user) == (director, director)
    invite_person(city, actor=operator, role="reader", **DANA)
    with city_scope(city.pk):
        assert Notice.objects.filter(verb="cities.director_invited").count() == 1


def test_who_stands_in_for_somebody_is_invited_in_their_own_right(
    city: City, director: User, deputy: User, today: date
) -> None:
    about = {"email": deputy.email, "display_name": "Dana", "role": "director", "language": "en"}
    later = lambda: invite_person(city, actor=director, **about, term=Term(in_days(today, 3)))  # noqa: E731
    assert refused(later) == "cities.deputy_begins_later"
    with city_scope(city.pk):
        accept_invitation(invite_person(city, actor=director, **about), is_adult=True)
    held = Membership.objects.get(user=deputy, role="director")
    assert (held.acting_for, held.ends_on, held.starts_on) == (None, None, today)
    end_role(director.memberships.get(role="director"), actor=director, reason="I retire")
    twice = lambda: invite_person(city, actor=director, **about)  # noqa: E731
    assert refused(twice) == "cities.has_role"


def test_their_own_page_says_in_whose_place_and_until_when(
    client: Any, city: City, director: User, deputy: User, sign_in: Any, today: date
) -> None:
    page = sign_in(client, deputy).get(reverse("account")).content.decode()
    with city_scope(city.pk):
        name = _name_in(director)
    assert f"education director in place of {name}, until {as_day(in_days(today, 20))}" in page


def test_the_steward_reads_of_a_director_to_come_what_they_can_do_about_it(
    city: City, director: User, today: date
) -> None:
    steward = MembershipFactory(city=city, role="steward").user
    colleague = MembershipFactory(city=city, role="director").user
    with city_scope(city.pk, city):
        invite_person(city, actor=director, role="director", term=Term(in_days(today, 9)), **DANA)
        mails = {one.user_id: render_mail(one).text for one in Message.objects.exclude(user=None)}
    assert "you can withdraw it" in mails[colleague.pk]
    assert "you can withdraw it" not in mails[steward.pk]
    assert "You cannot do either" in mails[steward.pk]
    assert all("The role begins on" in text for text in mails.values())
