"""A whole import is undone: what nobody touched is removed, the rest is named and stays."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cities.models import Membership, Scope
from educities.activity.models import AuditEntry, Event, Notice
from educities.kit.data_classes import our_models
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from stakeholders import actions
from stakeholders.models import ImportRun, Organisation, Profile
from stakeholders.queries.imports import changed_since_import, relations_to_organisations
from tests.examples import make_milestone
from tests.factories import (
    AreaFactory,
    MembershipFactory,
    OrganisationFactory,
    RepresentationFactory,
    UserFactory,
)
from tests.stakeholders.test_pages import url
from tests.support import assert_same_queries

WHY = "All of them were given the wrong sector."


@pytest.fixture
def as_director(client: Any, sign_in: Any, director: Any) -> Any:
    return sign_in(client, director)


def imported(director: Any, *names: str) -> ImportRun:
    data = "name\n" + "".join(f"{name}\n" for name in names)
    run = actions.check_file(data.encode(), "register.csv", sector=2, actor=director)
    actions.apply_import(run, actor=director)
    return run


def one(name: str) -> Organisation:
    return Organisation.objects.get(search__startswith=name)


def left() -> set[str]:
    return set(map(str, Organisation.objects.all()))


@pytest.mark.django_db
def test_an_import_is_undone_with_all_its_records(scope: Any, director: Any) -> None:
    run = imported(director, "Bakery", "Mill")
    other = OrganisationFactory(name={"en": "Of before"})
    actions.verify_organisations(run.organisations.waiting(), actor=director)
    ids = {str(row.pk) for row in run.organisations.all()}
    assert actions.undo_import(run, actor=director, reason=WHY) == 2
    run.refresh_from_db()
    assert (run.state, run.counts["gone"], run.counts["kept"]) == ("undone", 2, 0)
    assert list(Organisation.objects.all()) == [other]
    events = Event.objects.filter(name="organisation.removed", target_type="stakeholders.organisation")
    assert set(events.values_list("target_id", flat=True)) == ids
    assert AuditEntry.objects.filter(verb="stakeholders.organisation_removed", actor=director).count() == 2
    entry = AuditEntry.objects.get(verb="stakeholders.import_undone")
    assert (entry.reason, entry.data["count"], entry.data["stayed"]) == (WHY, 2, 0)


@pytest.mark.django_db
def test_whom_it_concerns_reads_why(scope: Any, director: Any) -> None:
    run, other, facilitator = imported(director, "Bakery"), UserFactory(), UserFactory()
    MembershipFactory(user=other, city=scope, role="director")
    MembershipFactory(user=facilitator, city=scope, role="facilitator")
    Notice.objects.all().delete()
    actions.undo_import(run, actor=other, reason=WHY)
    assert {notice.user for notice in Notice.objects.all()} == {director}
    assert Notice.objects.get().data["reason"] == WHY


@pytest.mark.django_db
def test_what_was_changed_since_is_kept(scope: Any, director: Any) -> None:
    run = imported(director, "Changed", "Archived", "Rejected", "Untouched", "Verified")
    actions.change_organisation(one("changed"), actor=director, address="Sea Road 1")
    for name in ("archived", "verified"):
        actions.verify_organisation(one(name), actor=director)
    actions.archive_organisation(one("archived"), actor=director, reason="It closed")
    actions.reject_organisation(one("rejected"), actor=director, reason="Not of here")
    assert actions.undo_import(run, actor=director, reason=WHY) == 2
    assert left() == {"Changed", "Archived", "Rejected"}


@pytest.mark.django_db
def test_what_others_rely_on_is_kept(scope: Any, director: Any, resident: Any) -> None:
    run = imported(director, "Represented", "Strong", "Owning", "Managed", "Untouched")
    RepresentationFactory(organisation=one("represented"), profile=Profile.objects.get(user=resident))
    actions.claim_area(one("strong"), actor=director, area=AreaFactory(), kind="strength", level=2)
    milestone = make_milestone()
    milestone.owner, milestone.owner_role = one("owning"), ""
    milestone.save()
    MembershipFactory(
        user=resident, city=scope, role="organisation", scope_type=Scope.ORGANISATION, scope_id=one("managed").pk
    )
    assert len(changed_since_import(run)) == 4
    actions.undo_import(run, actor=director, reason=WHY)
    assert left() == {"Represented", "Strong", "Owning", "Managed"}
    assert Membership.objects.filter(scope_type=Scope.ORGANISATION).count() == 1


def test_every_relation_to_an_organisation_is_asked() -> None:
    """What refers to it by a number alone is asked by name: roles and invitations. A relation is found by itself."""
    related = {relation.related_model._meta.label for relation in relations_to_organisations()}
    pointing = {
        model._meta.label
        for model in our_models()
        if any(field.related_model is Organisation for field in model._meta.concrete_fields)
    }
    assert related == pointing


@pytest.mark.django_db
def test_where_all_were_changed_nothing_is_undone(scope: Any, director: Any) -> None:
    run = imported(director, "Changed")
    actions.change_organisation(one("changed"), actor=director, address="Sea Road 1")
    with pytest.raises(DomainError) as refused:
        actions.undo_import(run, actor=director, reason=WHY)
    assert refused.value.code == "stakeholders.import_all_changed"


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "is_open"), [(29, True), (31, False)])
def test_an_import_can_be_undone_for_thirty_days(scope: Any, director: Any, days: int, is_open: bool) -> None:
    run = imported(director, "Bakery")
    ImportRun.objects.update(done_at=timezone.now() - timedelta(days=days))
    run.refresh_from_db()
    assert run.can_be_undone == is_open
    if not is_open:
        with pytest.raises(DomainError) as refused:
            actions.undo_import(run, actor=director, reason=WHY)
        assert refused.value.code == "stakeholders.import_not_undone"


@pytest.mark.django_db
def test_an_import_is_undone_once(scope: Any, director: Any) -> None:
    run = imported(director, "Bakery")
    actions.undo_import(run, actor=director, reason=WHY)
    with pytest.raises(DomainError):
        actions.undo_import(run, actor=director, reason=WHY)


@pytest.mark.django_db
def test_the_file_can_be_imported_again(scope: Any, director: Any) -> None:
    actions.undo_import(imported(director, "Bakery"), actor=director, reason=WHY)
    imported(director, "Bakery")
    assert left() == {"Bakery"}


@pytest.mark.django_db
def test_a_register_of_five_thousand_is_undone_in_few_statements(
    scope: Any, director: Any, django_assert_max_num_queries: Any
) -> None:
    lines = "\n".join(f"ארגון {n},{n}" for n in range(5_000))
    run = actions.check_file(f"name_he,registry_no\n{lines}".encode(), "many.csv", sector=1, actor=director)
    # 5 batches of 1,000 rows in each of the two logs, and about ten statements more.
    with django_assert_max_num_queries(30):
        assert actions.apply_import(run, actor=director) == 5_000
    with django_assert_max_num_queries(30):
        assert actions.undo_import(run, actor=director, reason=WHY) == 5_000
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_it_is_asked_before_with_what_stays(as_director: Any, city: Any, scope: Any, director: Any) -> None:
    run = imported(director, "Changed", "Bakery", "Mill")
    actions.change_organisation(one("changed"), actor=director, address="Sea Road 1")
    page = url(city, "undo_import", run.pk)
    html = as_director.get(page).content.decode()
    assert "<strong>2 organisations</strong> of this file will be removed" in html
    assert "1 organisation stays" in html
    assert "Changed" in html
    assert as_director.post(page, {"reason": ""}).status_code == 422
    assert as_director.post(page, {"reason": WHY}).url == url(city, "import_run", run.pk)
    html = as_director.get(url(city, "import_run", run.pk)).content.decode()
    assert "Organisations that stayed" in html
    assert url(city, "undo_import", run.pk) not in html


@pytest.mark.django_db
def test_the_runs_say_until_when_they_can_be_undone(as_director: Any, city: Any, scope: Any, director: Any) -> None:
    run = imported(director, "Bakery")
    assert "can be undone until" in as_director.get(url(city, "import_organisations")).content.decode()
    assert url(city, "undo_import", run.pk) in as_director.get(url(city, "import_run", run.pk)).content.decode()
    actions.undo_import(run, actor=director, reason=WHY)
    assert "Undone on" in as_director.get(url(city, "import_organisations")).content.decode()


def test_the_runs_cost_the_same_for_one_and_three(as_director: Any, city: Any, director: Any) -> None:
    def add(count: int) -> None:
        with city_scope(city.pk):
            for number in range(count):
                imported(director, f"Bakery {ImportRun.objects.count()}{number}")

    assert_same_queries(lambda: as_director.get(url(city, "import_organisations")), add, most=8)
