import pytest
from django.urls import reverse

from educities.activity.models import AuditEntry
from educities.kit.errors import DomainError
from journeys.actions import initiatives as actions
from journeys.actions.city_model import start_version
from journeys.models import Initiative
from labs.models import Cohort
from tests.factories import CohortFactory, InitiativeFactory, OrganisationFactory, in_days
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(scope):
    return CohortFactory(stage=4)


def plan(owner, **more):
    return {
        "title": {"en": "Street school"},
        "activity": {},
        "owner": owner,
        "starts_on": in_days(0),
        "due_on": in_days(90),
        **more,
    }


def last_verb():
    return AuditEntry.objects.order_by("-pk").values_list("verb", flat=True).first()


class TestPlan:
    def test_a_plan_has_its_owner_partners_and_blocks(self, cohort, facilitator):
        owner, bakers = OrganisationFactory(sector=1), OrganisationFactory(sector=4)
        block = start_version(cohort, actor=facilitator).blocks.first()
        given = plan(owner, partners=[bakers, owner], blocks=[block])
        initiative = actions.plan_initiative(cohort, actor=facilitator, **given)
        assert list(initiative.partners.values_list("organisation", "sector")) == [(bakers.pk, 4)]
        assert initiative.blocks.get().block == block
        assert actions.plan_initiative(cohort, actor=facilitator, **given) == initiative
        assert AuditEntry.objects.filter(verb="journeys.initiative_planned").count() == 1

    def test_a_completed_cohort_plans_nothing(self, scope, facilitator):
        with pytest.raises(DomainError) as refused:
            actions.plan_initiative(
                CohortFactory(state=Cohort.State.COMPLETED), actor=facilitator, **plan(OrganisationFactory())
            )
        assert refused.value.code == "labs.cohort_not_working"


class TestMove:
    def test_the_pilot_needs_two_sectors(self, cohort, facilitator):
        initiative = InitiativeFactory(cohort=cohort, owner__sector=1)
        actions.add_partner(initiative, actor=facilitator, organisation=OrganisationFactory(sector=1))
        with pytest.raises(DomainError) as refused:
            actions.move_initiative(initiative, actor=facilitator, to="piloting")
        assert refused.value.code == "journeys.one_sector_only"
        actions.add_partner(initiative, actor=facilitator, organisation=OrganisationFactory(sector=2))
        actions.move_initiative(initiative, actor=facilitator, to="piloting")
        assert (initiative.state, last_verb()) == ("piloting", "journeys.initiative_moved")

    def test_a_partners_sector_is_frozen(self, cohort, facilitator):
        initiative, partner = InitiativeFactory(cohort=cohort), OrganisationFactory(sector=3)
        actions.add_partner(initiative, actor=facilitator, organisation=partner)
        partner.sector = 2
        partner.save()
        assert initiative.partners.get().sector == 3

    def test_what_has_ended_stays(self, cohort, facilitator):
        initiative = InitiativeFactory(cohort=cohort, state="stopped")
        for act in (
            lambda: actions.report_progress(initiative, actor=facilitator, progress=5),
            lambda: actions.add_partner(initiative, actor=facilitator, organisation=OrganisationFactory()),
            lambda: actions.change_initiative(initiative, actor=facilitator, due_on=in_days(3)),
        ):
            with pytest.raises(DomainError) as refused:
                act()
            assert refused.value.code == "journeys.initiative_ended"


class TestProgress:
    def test_progress_and_what_holds_it_up(self, cohort, facilitator):
        initiative = InitiativeFactory(cohort=cohort, state="piloting")
        for _n in range(2):
            actions.report_progress(initiative, actor=facilitator, progress=40, blocked_by="A permit")
        initiative.refresh_from_db()
        assert (initiative.progress, initiative.blocked_by) == (40, "A permit")
        assert AuditEntry.objects.filter(verb="journeys.initiative_progressed").count() == 1

    def test_a_plan_has_no_progress(self, cohort, facilitator):
        with pytest.raises(DomainError) as refused:
            actions.report_progress(InitiativeFactory(cohort=cohort), actor=facilitator, progress=10)
        assert refused.value.code == "journeys.initiative_not_begun"


class TestPartners:
    def test_a_partner_comes_once_and_goes(self, cohort, facilitator):
        initiative, partner = InitiativeFactory(cohort=cohort), OrganisationFactory(sector=3)
        for _n in range(2):
            actions.add_partner(initiative, actor=facilitator, organisation=partner)
        assert AuditEntry.objects.filter(verb="journeys.partner_added").count() == 1
        actions.remove_partner(initiative.partners.get(), actor=facilitator, reason="They moved away")
        assert (initiative.partners.count(), last_verb()) == (0, "journeys.partner_removed")

    def test_the_owner_is_no_partner(self, cohort, facilitator):
        initiative = InitiativeFactory(cohort=cohort)
        with pytest.raises(DomainError) as refused:
            actions.add_partner(initiative, actor=facilitator, organisation=initiative.owner)
        assert refused.value.code == "journeys.owner_is_partner"

    def test_a_partner_who_becomes_owner_is_partner_no_more(self, cohort, facilitator):
        initiative, partner = InitiativeFactory(cohort=cohort), OrganisationFactory(sector=3)
        actions.add_partner(initiative, actor=facilitator, organisation=partner)
        actions.change_initiative(initiative, actor=facilitator, owner=partner)
        assert (initiative.partners.count(), last_verb()) == (0, "journeys.initiative_changed")


class TestPages:
    def test_an_initiative_is_planned_and_reported_on(self, client, scope, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        owner, partner = OrganisationFactory(sector=1), OrganisationFactory(sector=2)
        url = reverse("new_initiative", args=[scope.slug, cohort.pk])
        assert client.get(url).status_code == 200
        form = {
            "title_en": "Street school",
            "owner": owner.pk,
            "partners": [partner.pk],
            "starts_on": "2026-01-01",
            "sure": "on",
            "due_on": "2027-01-01",
        }
        assert client.post(url, {**form, "due_on": "2025-01-01"}).status_code == 422
        assert client.post(url, form).status_code == 302
        initiative = Initiative.objects.get()
        client.post(reverse("move_initiative", args=[scope.slug, initiative.pk]), {"to": "piloting"})
        report = reverse("report_progress", args=[scope.slug, initiative.pk])
        assert client.post(report, {"progress": "140"}).status_code == 422
        assert client.post(report, {"progress": "35", "blocked_by": ""}).status_code == 302
        initiative.refresh_from_db()
        assert (initiative.state, initiative.progress) == ("piloting", 35)

    @pytest.mark.parametrize("state", Initiative.State.values)
    def test_the_page_opens_in_every_state(self, client, scope, cohort, facilitator, sign_in, state):
        initiative = InitiativeFactory(cohort=cohort, state=state)
        sign_in(client, facilitator)
        assert client.get(initiative.get_absolute_url()).status_code == 200
        assert client.get(reverse("change_initiative", args=[scope.slug, initiative.pk])).status_code == 200

    def test_partners_on_the_page(self, client, scope, cohort, facilitator, sign_in):
        initiative, partner = InitiativeFactory(cohort=cohort), OrganisationFactory()
        sign_in(client, facilitator)
        client.post(reverse("add_partner", args=[scope.slug, initiative.pk]), {"organisation": partner.pk})
        row = initiative.partners.get()
        client.post(reverse("remove_partner", args=[scope.slug, row.pk]), {"reason": "They moved away"})
        assert initiative.partners.count() == 0

    def test_lists_cost_the_same_with_more_rows(self, client, scope, cohort, facilitator, sign_in):
        sign_in(client, facilitator)
        url = reverse("initiatives", args=[scope.slug, cohort.pk])
        assert_same_queries(
            lambda: client.get(url), lambda n: InitiativeFactory.create_batch(n, cohort=cohort), most=12
        )
        initiative = InitiativeFactory(cohort=cohort)

        def add(number):
            for partner in OrganisationFactory.create_batch(number):
                actions.add_partner(initiative, actor=facilitator, organisation=partner)

        assert_same_queries(lambda: client.get(initiative.get_absolute_url()), add, most=14)


class TestBlocks:
    """From which blocks an initiative follows can be said after it is planned."""

    def test_it_is_tied_and_untied_on_its_form(self, client, scope, facilitator, sign_in):
        initiative = InitiativeFactory()
        version = start_version(initiative.cohort, actor=facilitator)
        first, second = version.blocks.all()[:2]
        sign_in(client, facilitator)
        url = reverse("change_initiative", args=[scope.slug, initiative.pk])
        assert f"{url}#id_blocks" in client.get(initiative.get_absolute_url()).content.decode()
        form = client.get(url).context["form"]
        data = {name: form[name].value() for name in ("owner", "starts_on", "due_on", "read")}
        data |= {f"title_{code}": text for code, text in initiative.title.items()}
        assert client.post(url, {**data, "blocks": [first.pk, second.pk]}).status_code == 302
        assert set(initiative.blocks.values_list("block_id", flat=True)) == {first.pk, second.pk}
        # A form that was opened before says nothing new of the blocks, and keeps them.
        assert client.post(url, {**data, "due_on": "2030-01-01"}).status_code == 302
        assert initiative.blocks.count() == 2
        read = client.get(url).context["form"]["read"].value()
        assert client.post(url, {**data, "blocks": [second.pk], "read": read}).status_code == 302
        assert initiative.blocks.get().block == second

    def test_a_block_of_an_older_version_may_stay(self, client, scope, facilitator, sign_in):
        initiative = InitiativeFactory()
        old = start_version(initiative.cohort, actor=facilitator)
        initiative.blocks.create(block=old.blocks.first())
        old.move("withdrawn")
        start_version(initiative.cohort, actor=facilitator)
        sign_in(client, facilitator)
        field = client.get(reverse("change_initiative", args=[scope.slug, initiative.pk])).context["form"]["blocks"]
        assert (field.value(), field.field.queryset.count()) == ([old.blocks.first().pk], 10)

    def test_without_a_model_there_is_nothing_to_tie_it_to(self, client, scope, facilitator, sign_in):
        initiative = InitiativeFactory()
        sign_in(client, facilitator)
        form = client.get(reverse("change_initiative", args=[scope.slug, initiative.pk])).context["form"]
        assert "blocks" not in form.fields


@pytest.mark.parametrize(
    ("old", "to", "verb"),
    [
        ("piloting", "rolling_out", "journeys.initiative_moved"),
        ("piloting", "paused", "journeys.initiative_paused"),
        ("paused", "piloting", "journeys.initiative_resumed"),
    ],
)
def test_each_move_has_its_own_words(scope, facilitator, old, to, verb):
    initiative = InitiativeFactory(state=old)
    actions.move_initiative(initiative, actor=facilitator, to=to)
    assert AuditEntry.objects.latest("pk").verb == verb


def test_the_page_that_removes_a_partner_lies_behind_the_initiatives() -> None:
    assert reverse("remove_partner", args=["haifa", 7]) == "/c/haifa/initiatives/partners/7/remove/"
