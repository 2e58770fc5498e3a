from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cities.models import Membership
from educities.accounts.models import User
from educities.activity.models import AuditEntry, Event, Notice
from educities.kit.errors import DomainError, Moved
from educities.tenancy.scope import city_scope
from stakeholders import actions
from stakeholders.models import Organisation, Profile, Representation
from stakeholders.queries import keyset_page, same_name
from stakeholders.queries.sector_counts import sector_counts
from tests.factories import ChildFactory, MembershipFactory, OrganisationFactory, RepresentationFactory
from tests.support import queries_of, say_adult

pytestmark = pytest.mark.django_db
State = Organisation.State


@pytest.fixture
def proposed(scope):
    return OrganisationFactory(state=State.PROPOSED, sector=4, name={"he": "מאפיית השכונה"})


def test_propose_tells_the_directors(scope, director, resident):
    made = actions.propose_organisation(actor=resident, name={"he": "גן הצבעים"}, sector=3)
    assert (made.state, made.search) == ("proposed", "גנ הצבעימ")
    assert Notice.objects.get().user == director
    entry = AuditEntry.objects.get(verb="stakeholders.organisation_proposed")
    assert (entry.actor, entry.data) == (resident, {"title": {"he": "גן הצבעים"}, "sector": 3})


def test_propose_with_a_taken_registry_number_is_refused(scope, director):
    OrganisationFactory(registry_no="580")
    with pytest.raises(DomainError) as refused:
        actions.propose_organisation(actor=director, name={"en": "Other"}, sector=1, registry_no="580")
    assert refused.value.code == "stakeholders.registry_no_taken"
    assert Organisation.objects.count() == 1


def test_verify_names_who_and_when(proposed, director):
    actions.verify_organisation(proposed, actor=director)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.verified_by) == ("verified", director)
    assert proposed.verified_at
    assert list(Event.objects.values_list("name", flat=True)) == ["organisation.verified"]


def test_verify_twice_is_refused(proposed, director):
    stale = Organisation.objects.get(pk=proposed.pk)
    actions.verify_organisation(proposed, actor=director)
    with pytest.raises(DomainError):
        actions.verify_organisation(proposed, actor=director)
    with pytest.raises(Moved):
        actions.reject_organisation(stale, actor=director, reason="no")


def test_verify_wakes_an_organisation_that_has_a_voice(proposed, director):
    RepresentationFactory(organisation=proposed)
    actions.verify_organisation(proposed, actor=director)
    assert Organisation.objects.get().state == "active"


def test_reject_keeps_the_reason(proposed, director):
    actions.reject_organisation(proposed, actor=director, reason="It is not in this city")
    assert Organisation.objects.get().state == "rejected"
    assert AuditEntry.objects.get(verb="stakeholders.organisation_rejected").reason == "It is not in this city"


def test_archive_ends_its_representations(scope, director):
    one = RepresentationFactory()
    actions.archive_organisation(one.organisation, actor=director, reason="closed")
    one.refresh_from_db()
    assert (Organisation.objects.get().state, one.ends_on) == ("archived", scope.today())


def test_archive_is_refused_while_work_depends_on_it(scope, director, monkeypatch):
    organisation = OrganisationFactory()
    answer = lambda _organisation: "Two initiatives are open."  # noqa: E731
    monkeypatch.setitem(actions.ARCHIVE_BLOCKERS.answers, answer, answer)
    with pytest.raises(DomainError) as refused:
        actions.archive_organisation(organisation, actor=director, reason="closed")
    assert refused.value.code == "stakeholders.organisation_in_use"


def test_sector_is_frozen_once_verified(proposed, director):
    actions.change_organisation(proposed, actor=director, sector=2)
    actions.verify_organisation(proposed, actor=director)
    with pytest.raises(DomainError) as refused:
        actions.change_organisation(proposed, actor=director, sector=1)
    assert refused.value.code == "stakeholders.sector_frozen"


def test_change_records_the_lines_and_finds_by_the_new_name(proposed, director):
    actions.change_organisation(proposed, actor=director, name={"ar": "مخبز الحي"}, address="")
    assert AuditEntry.objects.get(verb="stakeholders.organisation_changed").data["changed"] == ["name"]
    assert Organisation.objects.named("مخبز").get() == proposed


def test_database_refuses_a_fifth_sector(scope):
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationFactory(sector=5)


@pytest.mark.parametrize("said", ["إحياء المدينة", "احياء مدينه", "الْمَدِينَة", "42 احيا"])
def test_search_finds_other_spellings(scope, said):
    wanted = OrganisationFactory(name={"ar": "جمعية إحياء المدينة"}, registry_no="42")
    OrganisationFactory(name={"ar": "جمعية الشاطئ"})
    assert list(Organisation.objects.named(said)) == [wanted]


def test_search_takes_signs_literally(scope):
    OrganisationFactory(name={"en": "Plain"})
    assert list(Organisation.objects.named("%")) == list(Organisation.objects.all())


def test_same_name_meets_spellings(scope):
    one = OrganisationFactory(name={"ar": "مؤسسة الأمل"})
    assert same_name({"he": "אחר", "ar": "موسسة الامل"}) == one
    assert same_name({"ar": "مؤسسة الأمل"}, but=one.pk) is None
    assert same_name({"ar": "الأمل"}) is None


def test_keyset_walks_forth_and_back(scope):
    names = ["b", "a", "c", "a", "e", "d", "c"]
    for name in names:
        OrganisationFactory(name={"en": name})
    rows, seen, after = Organisation.objects.all(), [], None
    pages = []
    while True:
        page = keyset_page(rows, "search", after=after, size=3)
        pages.append([row.pk for row in page.rows])
        seen += [row.search for row in page.rows]
        after = page.after
        if after is None:
            break
    assert seen == sorted(names)
    back = keyset_page(rows, "search", before=page.before, size=3)
    assert [row.pk for row in back.rows] == pages[1]
    assert [row.pk for row in keyset_page(rows, "search", after=10**9, size=3).rows] == pages[0]


def test_sector_counts_name_all_four(scope, proposed):
    OrganisationFactory(sector=1)
    assert sector_counts() == {1: 1, 2: 0, 3: 0, 4: 0}


def test_sectors_are_counted_once_until_an_action_changes_them(
    scope, proposed, director, other_city, django_capture_on_commit_callbacks
):
    organisation = OrganisationFactory(sector=2, state="verified")
    assert sector_counts()[2] == 1
    assert queries_of(sector_counts) == []
    with city_scope(other_city.pk):
        assert sector_counts() == {1: 0, 2: 0, 3: 0, 4: 0}
    for act, expected in (
        (lambda: actions.verify_organisation(proposed, actor=director), {proposed.sector: 1, 2: 1}),
        (lambda: actions.archive_organisation(organisation, actor=director, reason="closed"), {proposed.sector: 1}),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            act()
        assert {sector: n for sector, n in sector_counts().items() if n} == expected


def test_appoint_asks_a_person_without_account(proposed, director):
    one = actions.appoint_representative(
        proposed, actor=director, email="New@Example.org", display_name="Amal", title="Owner", language="ar"
    )
    user = User.objects.get(email="new@example.org")
    assert (one.profile.user, one.profile.display_name, user.language) == (user, "Amal", "ar")
    assert one.accepted_at is None
    notice = Notice.objects.get(user=user)
    assert (notice.verb, notice.url) == ("stakeholders.representative_appointed", one.get_absolute_url())
    assert "Amal" not in str(AuditEntry.objects.get(verb="stakeholders.representative_appointed").data)


def test_appoint_twice_leaves_one_line(proposed, director, resident):
    for title in ("Baker", "Head baker"):
        actions.appoint_representative(proposed, actor=director, email=resident.email, display_name="Noa", title=title)
    assert Representation.objects.get().title == "Head baker"


def test_appoint_a_minor_is_refused(proposed, director, stranger):
    ChildFactory(user=stranger)
    with pytest.raises(DomainError) as refused:
        actions.appoint_representative(proposed, actor=director, email=stranger.email, display_name="x")
    assert refused.value.code == "stakeholders.joins_alone"
    assert "18" not in str(refused.value)


def test_appoint_for_a_rejected_one_is_refused(proposed, director):
    proposed.move("rejected")
    with pytest.raises(DomainError) as refused:
        actions.appoint_representative(proposed, actor=director, email="a@example.org", display_name="x")
    assert refused.value.code == "stakeholders.organisation_gone"


def test_accept_wakes_a_verified_organisation_and_grants_the_page(proposed, director, stranger):
    actions.verify_organisation(proposed, actor=director)
    one = actions.appoint_representative(
        proposed, actor=director, email=stranger.email, display_name="S", may_manage=True
    )
    say_adult(one.profile)
    actions.accept_representation(one, actor=stranger)
    proposed.refresh_from_db()
    assert proposed.state == "active"
    roles = set(Membership.objects.filter(user=stranger).values_list("role", "scope_type", "scope_id"))
    assert roles == {("resident", "city", None), ("organisation", "organisation", proposed.pk)}
    assert stranger.has_perm("stakeholders.change_organisation", proposed)
    actions.accept_representation(one, actor=stranger)
    assert AuditEntry.objects.filter(verb="stakeholders.representative_accepted").count() == 1


def test_end_takes_the_role_away(proposed, director, stranger):
    one = actions.appoint_representative(
        proposed, actor=director, email=stranger.email, display_name="S", may_manage=True
    )
    say_adult(one.profile)
    actions.accept_representation(one, actor=stranger)
    actions.end_representation(one, actor=director, reason="A new head")
    membership = Membership.objects.get(user=stranger, role="organisation")
    assert one.ends_on == proposed.city.today()
    assert membership.ends_on == one.ends_on - timedelta(days=1)
    assert not stranger.has_perm("stakeholders.change_organisation", proposed)
    # At once, as its page says, and not from tomorrow on.
    assert (one.has_ended, Representation.objects.current().count()) == (True, 0)


def test_ended_representation_can_not_be_accepted(proposed, director, resident):
    one = actions.appoint_representative(proposed, actor=director, email=resident.email, display_name="Noa")
    Representation.objects.update(
        starts_on=timezone.now().date() - timedelta(days=9), ends_on=timezone.now().date() - timedelta(days=2)
    )
    one.refresh_from_db()
    with pytest.raises(DomainError) as refused:
        actions.accept_representation(one, actor=resident)
    assert refused.value.code == "stakeholders.ended"


def test_who_spoke_for_it_once_is_nobody_now(client, sign_in, scope, resident):
    past = timezone.now().date() - timedelta(days=400)
    noa = Profile.objects.get(user=resident)
    gone = RepresentationFactory(profile=noa, starts_on=past - timedelta(days=9), ends_on=past).organisation
    speaks = RepresentationFactory(profile=noa).organisation
    sign_in(client, resident)
    assert client.get(gone.get_absolute_url()).status_code == 403
    assert client.get(f"/c/{scope.slug}/organisations/{gone.pk}/strengths/").status_code == 403
    assert client.get(speaks.get_absolute_url()).status_code == 200


def test_whose_time_was_over_accepts_anew(proposed, director, resident):
    past = timezone.now().date() - timedelta(days=400)
    noa = Profile.objects.get(user=resident)
    RepresentationFactory(profile=noa, organisation=proposed, starts_on=past - timedelta(days=9), ends_on=past)
    one = actions.appoint_representative(proposed, actor=director, email=resident.email, display_name="Noa")
    today = proposed.city.today()
    assert (one.accepted_at, one.starts_on, one.ends_on) == (None, today, None)
    assert not Representation.objects.current().exists()
    actions.accept_representation(one, actor=resident)
    assert Representation.objects.current().get() == one
    actions.end_representation(one, actor=resident)
    again = actions.appoint_representative(proposed, actor=director, email=resident.email, display_name="Noa")
    assert (again.accepted_at, again.ends_on) == (None, None)


def test_asking_anew_gives_and_takes_the_page(proposed, director, stranger):
    common = {"actor": director, "email": stranger.email, "display_name": "S"}
    one = actions.appoint_representative(proposed, may_manage=True, **common)
    say_adult(one.profile)
    actions.accept_representation(one, actor=stranger)
    for may in (False, True, False):
        actions.appoint_representative(proposed, may_manage=may, **common)
        person = User.objects.get(pk=stranger.pk)
        assert person.has_perm("stakeholders.change_organisation", proposed) is may
        assert person.has_perm("stakeholders.view_organisation", proposed)


def test_archive_ends_the_managers_role(proposed, director, stranger):
    actions.verify_organisation(proposed, actor=director)
    one = actions.appoint_representative(
        proposed, actor=director, email=stranger.email, display_name="S", may_manage=True
    )
    say_adult(one.profile)
    actions.accept_representation(one, actor=stranger)
    proposed.refresh_from_db()
    actions.archive_organisation(proposed, actor=director, reason="It closed")
    role = Membership.objects.get(user=stranger, role="organisation")
    # As where a representation ends by itself: a role's last day is one on which it still holds.
    assert role.ends_on == proposed.city.today() - timedelta(days=1)
    assert not Membership.objects.current().filter(pk=role.pk).exists()
    actions.restore_organisation(proposed, actor=director)
    assert Membership.objects.current().filter(pk=role.pk).exists()


def test_profile_stays_as_the_person_wrote_it(proposed, director, resident):
    actions.appoint_representative(proposed, actor=director, email=resident.email, display_name="Somebody else")
    assert Profile.objects.get(user=resident).display_name == "Noa"


def test_a_manager_changes_their_own_organisation_and_no_other(scope: Any) -> None:
    own, other = OrganisationFactory(), OrganisationFactory()
    user = MembershipFactory(city=scope, role="organisation", scope_type="organisation", scope_id=own.pk).user
    assert user.has_perm("stakeholders.change_organisation", own)
    assert not user.has_perm("stakeholders.change_organisation", other)


def test_each_sector_of_the_balance_leads_to_all_of_its_rows(
    client: Any, sign_in: Any, scope: Any, director: Any
) -> None:
    for state in ("verified", "active", "dormant", "proposed", "archived"):
        OrganisationFactory(sector=2, state=state)
    OrganisationFactory(sector=3, state="active")
    sign_in(client, director)
    page = client.get("/c/bat-galim/organisations/").content.decode()
    assert 'href="/c/bat-galim/organisations/?state=at_work&amp;sector=2"' in page
    assert "sector=1" not in page, "nothing to look at"
    assert "Verified organisations, active or not, by sector:" in page
    found = client.get("/c/bat-galim/organisations/?state=at_work&sector=2").context["rows"]
    assert {row.state for row in found} == {"verified", "active", "dormant"}
