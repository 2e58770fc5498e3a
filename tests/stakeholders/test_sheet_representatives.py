"""What a file says of representatives: whom it asks, whom it changes, what they read of it, and how it is undone."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from cities.models import City, Membership
from educities.accounts.models import User
from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.outbox import URGENT
from educities.activity.models import AuditEntry, Message
from stakeholders.actions.representatives import accept_representation, appoint_representative
from stakeholders.actions.sheet_kinds import SHEETS
from stakeholders.actions.sheet_undo import undo_sheet
from stakeholders.actions.sheets import apply_sheet, check_sheet
from stakeholders.models import ImportRun, Organisation, Representation
from tests.factories import OrganisationFactory
from tests.stakeholders.test_pages import url
from tests.stakeholders.test_sheets import export, make_csv
from tests.support import say_adult

pytestmark = pytest.mark.django_db
ASKED, CHANGED = "stakeholders.representative_appointed", "stakeholders.representative_changed"


@pytest.fixture
def school(scope: City) -> Organisation:
    return OrganisationFactory(name={"en": "Sea School"}, state="verified")


def name_person(school: Organisation, actor: User, *, accepts: bool = True, **about: Any) -> Representation:
    about = {"title": "Head", "may_commit": True, "may_manage": True, **about}
    row = appoint_representative(school, actor=actor, email="dov@example.org", display_name="Dov", **about)
    if accepts:
        say_adult(row.profile)
        accept_representation(row, actor=row.profile.user)
    row.refresh_from_db()
    Message.objects.all().delete()
    return row


def check_line(actor: User, **cells: str) -> ImportRun:
    """The preview of a file with one new line."""
    names = [one.name for one in SHEETS["representatives"].lines]
    line = [(dict.fromkeys(names, "") | cells)[name] for name in names]
    return check_sheet(make_csv([names, line]), "new.csv", kind="representatives", actor=actor)


def change_cells(actor: User, **cells: str) -> ImportRun:
    """The downloaded line with other cells, imported."""
    table = export("representatives", actor)
    names = [one.name for one in SHEETS["representatives"].lines]
    for name, text in cells.items():
        table[1][names.index(name)] = text
    run = check_sheet(make_csv(table), "back.csv", kind="representatives", actor=actor)
    apply_sheet(run, actor=actor)
    return ImportRun.objects.get(pk=run.pk)


@pytest.mark.parametrize("accepts", [True, False])
@pytest.mark.parametrize("email", ["dov@example.org", "DOV@example.org"])
def test_a_new_line_overwrites_nobody_who_represents_or_was_asked(
    school: Organisation, director: User, accepts: bool, email: str
) -> None:
    row = name_person(school, director, accepts=accepts)
    run = check_line(director, organisation_id=str(school.pk), display_name="Dov", email=email)
    assert (run.counts["new"], run.counts["refused"]) == (0, 1)
    assert "use the reference" in str(run.problems[0]["text"]["en"])
    again = Representation.objects.get()
    assert (again.pk, again.title, again.may_manage, again.has_ended) == (row.pk, "Head", True, False)
    assert Membership.objects.current().filter(role="organisation").exists() is accepts


def test_whose_time_was_over_is_asked_anew_by_a_new_line(school: Organisation, director: User, scope: City) -> None:
    name_person(school, director)
    day = scope.today()
    Representation.objects.update(starts_on=day - timedelta(days=9), ends_on=day)
    run = check_line(director, organisation_id=str(school.pk), display_name="Dov", email="dov@example.org")
    assert (run.counts["new"], run.problems) == (1, [])


def test_a_last_day_is_told_as_that_and_no_invitation(
    school: Organisation, director: User, scope: City, settings: Any
) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    row = name_person(school, director)
    day = scope.today() + timedelta(days=20)
    change_cells(director, ends_on=day.isoformat())
    row.refresh_from_db()
    assert (row.last_day, row.accepted_at is not None) == (day, True)
    assert list(Message.objects.values_list("kind", flat=True)) == [CHANGED]
    assert AuditEntry.objects.get(verb=CHANGED).data["changed"] == ["ends_on"]
    # At whatever hour the test runs.
    Message.objects.update(available_at=timezone.now(), priority=URGENT)
    deliver_due()
    (letter,) = mail.outbox
    assert "last day" in letter.subject
    assert "Will you" not in letter.body
    assert "You need not accept anything" in letter.body


def test_who_has_not_answered_is_asked_with_what_changed(school: Organisation, director: User) -> None:
    name_person(school, director, accepts=False)
    change_cells(director, title="Deputy")
    assert list(Message.objects.values_list("kind", flat=True)) == [ASKED]


def test_the_same_once_more_tells_nobody(school: Organisation, director: User) -> None:
    row = name_person(school, director)
    about = {"title": row.title, "may_commit": row.may_commit, "may_manage": row.may_manage}
    appoint_representative(school, actor=director, email="dov@example.org", display_name="Dov", **about)
    assert not Message.objects.exists()


def test_undo_gives_back_what_stood_before_and_says_who_is_told(
    school: Organisation, director: User, scope: City, client: Any, sign_in: Any
) -> None:
    row = name_person(school, director)
    run = change_cells(
        director, title="Deputy", may_manage="no", ends_on=(scope.today() + timedelta(days=9)).isoformat()
    )
    assert not Membership.objects.current().filter(role="organisation").exists()
    page = sign_in(client, director).get(url(scope, "undo_sheet", run.pk)).content.decode()
    assert "1 changed line is as it was before the file." in page
    assert "are told of it by email" in page
    assert undo_sheet(run, actor=director, reason="The wrong file") == 1
    row.refresh_from_db()
    assert (row.title, row.may_manage, row.ends_on, row.has_ended) == ("Head", True, None, False)
    assert Membership.objects.current().filter(role="organisation").exists()
    # One mail, of how it is now.
    assert list(Message.objects.filter(state="pending").values_list("kind", flat=True)) == [CHANGED]


def test_a_name_that_only_stood_in_a_file_has_no_confirmed_address(
    school: Organisation, director: User, client: Any, sign_in: Any
) -> None:
    run = check_line(director, organisation_id=str(school.pk), display_name="Dov", email="dov@example.org")
    apply_sheet(run, actor=director)
    person = Representation.objects.get().profile
    page = sign_in(client, director).get(person.get_absolute_url()).content.decode()
    assert "Email confirmed" not in page
    assert "nobody has confirmed it yet" in page
    person.user.emailaddress_set.update(verified=True)
    assert "Email confirmed" in client.get(person.get_absolute_url()).content.decode()
