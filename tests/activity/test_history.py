"""Who did what, what changed from what to what, and why: for a row and for the whole city."""

import csv
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from consents.actions import change_consents
from educities.activity.actions.records import record
from educities.activity.forms import HistoryFilter
from educities.activity.models import AuditEntry, Event
from educities.activity.texts.history_rows import history_entries, history_lines, name_kind
from educities.activity.values import VERBS
from educities.kit.context import audit_context, current_audit_context
from educities.kit.data_classes import data_classes, our_models
from educities.tenancy.models import CityModel
from labs.actions import labs as actions
from stakeholders.actions import change_organisation, change_profile
from stakeholders.models import Profile
from tests.consents.people import YES, answered, child_of
from tests.factories import LabFactory, OrganisationFactory, ProfileFactory, in_days
from tests.support import assert_same_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth(director: Any, scope: Any) -> Any:
    Profile.objects.filter(user=director).delete()
    ProfileFactory(user=director, display_name="Ruth Cohen")
    return director


def newest() -> Any:
    return history_lines(history_entries()[:1])[0]


def test_it_names_the_person_and_both_values(ruth: Any) -> None:
    organisation = OrganisationFactory(name={"en": "Bakery"}, address="Old street 1")
    change_organisation(organisation, actor=ruth, address="New street 2", field="culture")
    line = newest()
    assert line.who == "Ruth Cohen"
    assert "Postal address: from “Old street 1” to “New street 2”" in line.changes
    assert any("culture and art" in change for change in line.changes)


def test_values_stay_out_of_the_event_log(ruth: Any) -> None:
    change_organisation(OrganisationFactory(address="Old street 1"), actor=ruth, address="New street 2")
    assert "street" not in str(Event.objects.latest("pk").data)


def test_values_about_a_person_are_kept_nowhere(ruth: Any) -> None:
    profile = ProfileFactory(display_name="Amal")
    change_profile(profile, actor=ruth, display_name="Amal Khoury", phone="050-1234567")
    entry = AuditEntry.objects.latest("pk")
    assert entry.data["changed"]
    assert "values" not in entry.data
    assert "Khoury" not in str(entry.data)


def test_only_values_of_open_classes_are_kept() -> None:
    kept = {
        f"{model._meta.label}.{name}"
        for model in our_models()
        for name, kind in data_classes(model).items()
        if kind in {"personal", "child", "secret", "staff"}
    }
    from educities.activity.actions.records import OPEN_CLASSES

    assert kept
    assert {"public", "internal"} == OPEN_CLASSES


def test_it_says_whom_a_seat_was_given_to(ruth: Any) -> None:
    lab = LabFactory()
    amal = ProfileFactory(display_name="Amal")
    actions.seat_representative(lab, actor=ruth, profile=amal, organisation=OrganisationFactory(state="active"))
    assert newest().about == "Amal"
    assert "Amal" not in str(AuditEntry.objects.latest("pk").data)


def test_an_erased_person_is_a_former_participant(ruth: Any) -> None:
    change_organisation(OrganisationFactory(), actor=ruth, address="New street 2")
    ruth.is_active = False
    ruth.save()
    assert newest().who == "former participant"


def test_a_partners_program_is_named(ruth: Any, scope: Any) -> None:
    from reports.actions.partners import make_partner

    partner = make_partner(
        scope, name="City dashboard", scopes=["indicators:write"], expires_on=in_days(30), actor=ruth
    )[0]
    with audit_context("api"):
        current_audit_context().client = partner.pk
        change_organisation(OrganisationFactory(), actor=ruth, address="New street 2")
    assert newest().who == "Partner app City dashboard"


def test_what_nobody_did_happened_by_itself(scope: Any) -> None:
    record(VERBS["labs.lab_rested"], LabFactory(), actor=None, title={"en": "Lab"})
    assert newest().who == "Automatically"


def test_a_guardian_is_named_to_nobody(ruth: Any, scope: Any) -> None:
    link = answered(child_of(scope, display_name="Lior"), YES)
    change_consents(link, guardian=link.guardian, consents={**YES, "lab": False})
    lines = history_lines(history_entries()[:20])
    assert {line.who for line in lines if "consent" in line.sentence} <= {"a participant", "Automatically"}


def test_who_acted_openly_too_stays_unnamed_in_what_is_private(ruth: Any, scope: Any) -> None:
    link = answered(child_of(scope, display_name="Lior"), YES)
    record(VERBS["labs.lab_rested"], LabFactory(), actor=link.guardian.user, reason="Why", title={"en": "Lab"})
    change_consents(link, guardian=link.guardian, consents={**YES, "lab": False})
    lines = history_lines(history_entries()[:20])
    assert {line.who for line in lines if "consent" in line.sentence} <= {"a participant", "Automatically"}


def test_private_acts_are_found_under_no_name(ruth: Any, scope: Any) -> None:
    link = answered(child_of(scope, display_name="Lior"), YES)
    form = HistoryFilter({"person": str(ruth.pk)})
    assert link.guardian.user_id not in dict(form.fields["person"].choices)
    record(VERBS["labs.lab_rested"], LabFactory(), actor=link.guardian.user, reason="Why", title={"en": "Lab"})
    form = HistoryFilter({"person": str(link.guardian.user_id)})
    assert form.is_valid()
    assert [row.verb for row in form.narrow(history_entries())] == ["labs.lab_rested"]


# Rows of these are written by machines or beside another row; nothing is recorded about them.
UNRECORDED = {"group", "area", "initiativeblock", "pendingact", "audit", "event"}


def test_each_kind_of_row_has_a_name_in_hebrew() -> None:
    with translation.override("he"):
        names = {
            model._meta.label_lower: name_kind(model._meta.label_lower)
            for model in our_models()
            if issubclass(model, CityModel) and not model.__module__.startswith("educities.")
        }
    missing = [label for label, name in names.items() if name.isascii() and label.partition(".")[2] not in UNRECORDED]
    assert missing == []


def test_what_was_only_told_again_is_no_history(scope: Any) -> None:
    record(VERBS["labs.override_waits"], LabFactory(), actor=None, title={"en": "Lab"}, rule={"en": "Rule"})
    assert not history_entries().exists()


class TestPage:
    @pytest.fixture
    def where(self, client: Any, scope: Any, ruth: Any, sign_in: Any) -> str:
        sign_in(client, ruth)
        return reverse("history", args=[scope.slug])

    def test_it_is_filtered_by_person_thing_and_time(self, client: Any, ruth: Any, where: str, scope: Any) -> None:
        organisation = OrganisationFactory(name={"en": "Bakery"})
        change_organisation(organisation, actor=ruth, address="New street 2")
        record(VERBS["labs.lab_rested"], LabFactory(), actor=None, title={"en": "Quiet lab"})
        everything = client.get(where).content.decode()
        assert "Quiet lab" in everything
        mine = client.get(where, {"person": ruth.pk}).content.decode()
        assert "Bakery" in mine
        assert "Quiet lab" not in mine
        assert "Bakery" not in client.get(where, {"thing": "labs.lab"}).content.decode()
        assert "Bakery" not in client.get(where, {"since": "2099-01-01"}).content.decode()
        row = {"thing": "stakeholders.organisation", "row": organisation.pk}
        assert "Bakery" in client.get(where, row).content.decode()

    def test_what_has_no_history_shows_none_of_others(self, client: Any, where: str, ruth: Any) -> None:
        change_organisation(OrganisationFactory(name={"en": "Bakery"}), actor=ruth, address="New street 2")
        for asked in ({"thing": "journeys.learning", "row": 1}, {"thing": "nothing"}, {"since": "yesterday"}):
            page = client.get(where, asked)
            assert page.status_code == 200
            assert "Bakery" not in page.content.decode()

    def test_a_time_without_acts_leads_to_all(self, client: Any, where: str) -> None:
        page = client.get(where, {"since": in_days(5).isoformat()}).content.decode()
        assert f'href="{where}">Show all' in page

    def test_a_time_that_ends_before_it_begins_is_said_so(self, client: Any, where: str) -> None:
        asked = {"since": in_days(5).isoformat(), "until": in_days(2).isoformat()}
        assert "The last day lies before the first day." in client.get(where, asked).content.decode()
        assert client.get(where, {"since": "2027-02-30"}).context["wrong"]

    def test_each_things_page_leads_to_its_own(self, client: Any, where: str) -> None:
        organisation = OrganisationFactory()
        page = client.get(organisation.get_absolute_url(), {"part": "history"}).content.decode()
        assert f"{where}?thing=stakeholders.organisation&amp;row={organisation.pk}" in page

    def test_it_costs_the_same_for_one_row_and_three(self, client: Any, where: str, ruth: Any) -> None:
        def add(n: int) -> None:
            for _ in range(n):
                change_organisation(OrganisationFactory(), actor=ruth, address="New street 2")

        assert_same_queries(lambda: client.get(where), add)

    def test_it_is_saved_as_csv(self, client: Any, where: str, ruth: Any) -> None:
        change_organisation(OrganisationFactory(name={"en": "=1+1"}), actor=ruth, address="New street 2")
        answer = client.get(f"{where}history.csv", {"person": ruth.pk})
        rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
        assert rows[0][1] == "Who"
        assert rows[1][1] == "Ruth Cohen"
        assert "to “New street 2”" in rows[1][4]

    def test_a_facilitator_reads_it_not(self, client: Any, scope: Any, facilitator: Any, sign_in: Any) -> None:
        sign_in(client, facilitator)
        assert client.get(reverse("history", args=[scope.slug])).status_code == 403
        page = client.get(LabFactory().get_absolute_url()).content.decode()
        assert "/history/" not in page
