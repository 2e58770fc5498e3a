"""The proofs of the wall, each on the real database as the role that serves people."""

import re
import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction

from educities.activity.models import Notice
from educities.tenancy.inspect import find_isolation_problems, tenant_models
from educities.tenancy.scope import NoCity, city_scope, current_city_id
from stakeholders.models import Organisation, Representation
from tests.factories import IndicatorFactory, OrganisationFactory, ProfileFactory, RepresentationFactory, UserFactory
from tests.support import queries_of

pytestmark = pytest.mark.django_db
REFUSED = "42501"
INSERT = (
    "INSERT INTO stakeholders_profile (city_id, display_name, legal_name, age_band, needs_guardian, neighbourhood, "
    "pronoun, phone, language, story, visibilities, is_placeholder, created_at) "
    "VALUES (%s, 'x', '', 'adult', false, '', '', '', 'he', '{}', '{}', false, now())"
)


def strip_tokens(page: bytes) -> bytes:
    """The page without its form tokens, which differ at each answer."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


def count(table: str = "stakeholders_organisation") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.fixture
def two_cities(city: Any, other_city: Any) -> tuple[Any, Any]:
    """Two organisations here, one there."""
    with city_scope(city.pk):
        OrganisationFactory.create_batch(2)
    with city_scope(other_city.pk):
        OrganisationFactory()
    return city, other_city


def test_without_a_scope_the_manager_raises(two_cities: Any) -> None:
    with pytest.raises(NoCity):
        Organisation.objects.count()
    with pytest.raises(NoCity):
        Organisation(name={"en": "x"}, sector=1).save()


def test_without_a_scope_raw_sql_sees_nothing(two_cities: Any) -> None:
    assert count() == 0


def test_in_a_scope_raw_sql_sees_one_city(two_cities: Any) -> None:
    here, there = two_cities
    with city_scope(here.pk):
        assert (count(), Organisation.objects.count()) == (2, 2)
    with city_scope(there.pk):
        assert (count(), Organisation.objects.count()) == (1, 1)


@pytest.mark.parametrize("statement", ["insert", "update"])
def test_raw_sql_cannot_write_into_another_city(two_cities: Any, statement: str) -> None:
    here, there = two_cities
    sql = INSERT if statement == "insert" else "UPDATE stakeholders_organisation SET city_id = %s"
    raises = pytest.raises(ProgrammingError)
    with city_scope(here.pk), raises as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [there.pk])
    assert refused.value.__cause__.pgcode == REFUSED


def test_a_row_cannot_point_into_another_city(two_cities: Any) -> None:
    here, there = two_cities
    with city_scope(there.pk):
        foreign = OrganisationFactory()
    with city_scope(here.pk):
        profile = ProfileFactory()
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            RepresentationFactory(profile=profile, organisation=foreign)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert "same_city" in str(refused.value)


def test_a_row_of_another_city_is_refused_before_the_database(two_cities: Any) -> None:
    here, there = two_cities
    with city_scope(there.pk):
        foreign = OrganisationFactory()
    with city_scope(here.pk), pytest.raises(ValueError, match="in the scope of city"):
        foreign.save()


def test_a_platform_row_is_refused_in_a_scope_before_the_database(scope: Any) -> None:
    with city_scope(None):
        platform_row = Notice(user=UserFactory(), verb="cities.role_granted")
        platform_row.save()
    platform_row.city_id = scope.pk + 1
    with pytest.raises(ValueError, match="in the scope of"):
        platform_row.save()


def test_tables_with_platform_rows_are_asked_for_the_scopes_alone(scope: Any) -> None:
    """The policy would keep the others away too; a statement of the owner, who has none, must not see them either."""
    assert f'"city_id" = {scope.pk}' in str(Notice.objects.all().query)
    with city_scope(None):
        assert '"city_id" IS NULL' in str(Notice.objects.all().query)


def test_rows_made_in_bulk_belong_to_the_scope(scope: Any) -> None:
    made = Organisation.objects.bulk_create([Organisation(name={"en": "x"}, sector=1)])
    assert made[0].city_id == scope.pk


def test_nested_scopes_come_back(two_cities: Any) -> None:
    here, there = two_cities
    with transaction.atomic():
        with city_scope(here.pk):
            assert count() == 2
            with city_scope(there.pk):
                assert count() == 1
            assert count() == 2
        assert count() == 0


def test_a_rolled_back_savepoint_does_not_bring_the_earlier_city_back(two_cities: Any) -> None:
    here, there = two_cities
    with transaction.atomic(), city_scope(here.pk):
        assert count() == 2
        with pytest.raises(RuntimeError), transaction.atomic(), city_scope(there.pk):
            assert count() == 1
            raise RuntimeError
        assert count() == 2


@pytest.mark.django_db(transaction=True)
def test_nothing_stays_on_the_connection(two_cities: Any) -> None:
    here, _there = two_cities
    with city_scope(here.pk):
        assert count() == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.city_id', true), '')")
        assert cursor.fetchone() == ("",)


def test_an_iterator_reads_its_own_city(two_cities: Any) -> None:
    here, _there = two_cities
    with city_scope(here.pk):
        assert len(list(Organisation.objects.iterator(chunk_size=1))) == 2


def test_a_thread_starts_without_a_city(two_cities: Any) -> None:
    here, _there = two_cities
    seen: list[int | None] = []
    with city_scope(here.pk):
        thread = threading.Thread(target=lambda: seen.append(current_city_id()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_one_query_is_one_message(two_cities: Any) -> None:
    here, _there = two_cities
    with city_scope(here.pk):
        sent = queries_of(lambda: list(Organisation.objects.all()))
    assert len(sent) == 1
    assert sent[0].startswith(f"SET LOCAL app.city_id = '{here.pk}'; SELECT")


def test_the_policy_is_active_on_every_tenant_table(db: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("app_rw",)
        for model in tenant_models():
            cursor.execute("SELECT row_security_active(%s::regclass)", [model._meta.db_table])
            assert cursor.fetchone() == (True,), model


@pytest.mark.django_db(databases=["default", "network"])
def test_the_wall_stands() -> None:
    assert find_isolation_problems() == []


@pytest.mark.django_db(databases=["default", "network"])
def test_the_network_role_reads_and_never_writes(two_cities: Any) -> None:
    from django.db import connections

    with connections["network"].cursor() as cursor, pytest.raises(ProgrammingError) as refused:
        cursor.execute("DELETE FROM stakeholders_organisation")
    assert refused.value.__cause__.pgcode == REFUSED


@pytest.mark.django_db(databases=["default", "network"])
@pytest.mark.parametrize("table", ["mfa_authenticator", "accounts_user", "stakeholders_profile", "accounts_signinlink"])
def test_the_network_role_reads_no_secret_and_no_person(table: str) -> None:
    from django.db import connections

    with connections["network"].cursor() as cursor, pytest.raises(ProgrammingError) as refused:
        cursor.execute(f"SELECT * FROM {table}")
    assert refused.value.__cause__.pgcode == REFUSED


def test_one_city_cannot_refer_by_number(two_cities: Any, client: Any, director: Any, sign_in: Any) -> None:
    """A foreign id and a random id answer alike."""
    _here, there = two_cities
    with city_scope(there.pk):
        foreign = Organisation.objects.first()
    sign_in(client, director)
    answers = [client.get(f"/c/bat-galim/organisations/{number}/") for number in (foreign.pk, 987654321)]
    assert [a.status_code for a in answers] == [404, 404]
    numbers = (foreign.pk, 987654321)
    pages = {a.content.replace(f"s/{n}/".encode(), b"s/N/") for a, n in zip(answers, numbers, strict=True)}
    assert len({strip_tokens(page) for page in pages}) == 1


def test_rows_know_the_city_at_hand_without_asking(two_cities: Any) -> None:
    here, there = two_cities
    with city_scope(here.pk, here):
        assert queries_of(lambda: [row.city.slug for row in Organisation.objects.all()])[1:] == []
        with city_scope(there.pk):
            assert {row.city.slug for row in Organisation.objects.all()} == {there.slug}


def test_the_city_at_hand_is_not_joined(two_cities: Any) -> None:
    """Four joins of one city beside five others were planned for longer than the page took."""
    here, _ = two_cities
    with city_scope(here.pk):
        RepresentationFactory()
        rows = Representation.objects.all()
        assert str(rows.select_related("city", "organisation__city").query).count(" JOIN ") == 3
    with city_scope(here.pk, here):
        rows = Representation.objects.all()
        assert " JOIN " not in str(rows.select_related("city").query)
        near = rows.select_related("city", "organisation__city")
        assert str(near.query).count(" JOIN ") == 1
        assert len(queries_of(lambda: [(row.city.slug, row.organisation.city.slug) for row in near])) == 1


def test_a_form_sees_what_is_unique_in_the_city(scope: Any) -> None:
    """The city is in no form, and Django asks no constraint of which a field is left out."""
    IndicatorFactory(code="bagrut")
    row = IndicatorFactory.build(code="bagrut", city=None)
    with pytest.raises(ValidationError) as refused:
        row.validate_constraints(exclude={"city"})
    assert refused.value.messages == ["The city has an indicator of this code."]
