"""Lay the practice city out, by the same actions as everybody's; only what lies in the past is written by its dates."""

from datetime import timedelta
from typing import Any

from allauth.idp.oidc.models import Client
from django.apps import apps
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from cities.actions import Term, change_notice, create_city, grant_role, move_city, publish_city
from cities.models import City, Membership, Role
from educities.accounts.models import PartnerClient, User
from educities.kit.context import audit_context
from educities.tenancy.inspect import tenant_models
from educities.tenancy.scope import OWNER_ALIAS, city_scope
from library.actions import publish_city as publish_to_network
from library.models import CityOutline, PublishedFigures
from reports.management.practice import (
    accelerators,
    challenges,
    collaborations,
    commitments,
    consents,
    dates,
    exchanges,
    forum,
    growth,
    labs,
    people,
    programs,
    sheets,
    suggestions,
)
from reports.management.practice.cast import Cast
from reports.management.practice.notice import NOTICE
from reports.management.practice.words import STORY, in_three

SLUG = "practice"
NAME = in_three("Harbour City", "נווה נמל", "مرفأ الخير")


def create_account(name: str, language: str, password: str, **more: Any) -> User:
    """An account of the practice city, its address verified."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415 (models are ready only now)

    email = f"{name}@practice.example"
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, language=language, **more)
    user.set_password(password)
    user.save(update_fields=["password"])
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


def create_cast(password: str) -> Cast:
    """The accounts of those who run the practice city, and of its residents."""
    return Cast(
        create_account("operator", "en", password, is_operator=True),
        create_account("ruth", "he", password),
        create_account("samir", "ar", password),
        create_account("stella", "en", password),
        create_account("noa", "he", password),
        create_account("lior", "he", password),
        create_account("dana", "he", password),
        create_account("yasmin", "ar", password),
    )


@transaction.atomic
@audit_context("web")
def build_practice_city(password: str) -> City:
    """The practice city stands whole: four sectors, people, a lab in each stage, a challenge, year 3, indicators.

    Its history says of each act that it was done on the website, as people there do it.
    """
    cast = create_cast(password)
    fields = {
        "slug": SLUG,
        "name": NAME,
        "story": STORY,
        "language": "he",
        "population": 130000,
        "contact_email": "office@practice.example",
    }
    city = create_city(actor=cast.operator, is_practice=True, **fields)
    publish_city(city, actor=cast.operator)
    for user, role in (
        (cast.director, Role.DIRECTOR),
        (cast.facilitator, Role.FACILITATOR),
        (cast.steward, Role.STEWARD),
        (cast.mayor, Role.READER),
    ):
        grant_role(city, user, role, actor=cast.operator, quietly=True)
    # While the director is away for three weeks.
    away = Term(ends_on=city.today() + timedelta(weeks=3), acting_for=cast.director)
    grant_role(city, cast.deputy, Role.DIRECTOR, actor=cast.director, term=away, quietly=True)
    move_city(city, City.State.ACTIVE, actor=cast.operator)
    with city_scope(city.pk):
        change_notice(actor=cast.director, **NOTICE)
        town = people.create_people(city, cast)
        programs.lay_out(city, cast)
        commitments.create_commitments(city, cast, town)
        _create_collaborations(city, cast, town)
        _create_learning(city, cast, town, password)
        programs.reach_milestones(city, cast)
        _write_past(city, cast, town)
        publish_to_network(city)
    return city


def _create_learning(city: City, cast: Cast, town: people.PracticePeople, password: str) -> None:
    """Labs with their cohorts, a challenge, and teachers in three intakes."""
    labs.create_labs(city, cast, town)
    consents.create_consents(city, cast, town)
    challenges.create_challenges(city, cast, town)
    accelerators.create_accelerators(city, cast, town, password)


def _create_collaborations(city: City, cast: Cast, town: people.PracticePeople) -> None:
    """What people do together, whom they could meet, an exchange on which they looked for more, and the forum."""
    collaborations.create_collaborations(city, cast, town)
    suggestions.create_suggestions(city, town)
    exchanges.create_exchange(city, cast, town)
    forum.open_forum(city, cast, town)


def _write_past(city: City, cast: Cast, town: people.PracticePeople) -> None:
    """What lies in the past lies there, and nobody hears of it."""
    forum.plan_next(city, cast)
    growth.create_engines(city, cast, town)
    dates.set_true_dates(city)
    programs.close_first_year(city, cast)
    sheets.bring_in_sheets(cast)
    commitments.let_some_go_quiet(city, town)
    _nothing_to_send()


def _nothing_to_send() -> None:
    """What building the city wrote to its invented people is not news to anybody."""
    from educities.activity.models import Message, Notice  # noqa: PLC0415

    Message.objects.filter(state=Message.State.PENDING).delete()
    Notice.objects.update(read_at=timezone.now())
    # Whoever deleted an account is written to by the platform, not by a city.
    with city_scope(None):
        Message.objects.filter(state=Message.State.PENDING, recipient__endswith="@practice.example").delete()


def remove_practice_city() -> None:
    """The practice city and all in it are gone; by the tables' owner, since nobody else may touch the audit log."""
    city = City.objects.filter(slug=SLUG, is_practice=True).first()
    if city is None:
        return
    tables = [model._meta.db_table for model in tenant_models()]
    with connections[OWNER_ALIAS].cursor() as cursor:
        _switch_triggers(cursor, tables, "DISABLE")
        try:
            with transaction.atomic(using=OWNER_ALIAS):
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
                for table in tables:
                    cursor.execute(f'DELETE FROM "{table}" WHERE city_id = %s', [city.pk])
        finally:
            _switch_triggers(cursor, tables, "ENABLE")
    for model in (Membership, CityOutline, PublishedFigures):
        model._default_manager.filter(city=city).delete()
    # With its tokens and its answers; the client's own row goes too.
    Client.objects.filter(pk__in=PartnerClient.objects.filter(city=city).values("client_id")).delete()
    apps.get_model("cities", "CityDomain").objects.filter(city=city).delete()
    with connections[OWNER_ALIAS].cursor() as cursor:
        cursor.execute("DELETE FROM cities_city WHERE id = %s", [city.pk])


def _switch_triggers(cursor: CursorWrapper, tables: list[str], what: str) -> None:
    """What is frozen for everybody (audit, recorded rolls, adopted words) is let go for the practice city alone."""
    for table in tables:
        cursor.execute(f'ALTER TABLE "{table}" {what} TRIGGER USER')
