"""An account is erased: afterwards no column of any table names its person, whatever its class."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connections
from django.test import Client
from django.utils import timezone

from challenges.models import OpeningAlert, PaperScan, PendingAct
from cities.models import City, Invitation, Membership
from consents.actions.erasure import erase_person, leave_city, repeat_erasures
from consents.models import GuardianLink, SignedForm
from educities.accounts.actions import offer_change_undo, offer_link
from educities.accounts.models import Erasure, User
from educities.activity.actions.delivery import deliver_due
from educities.activity.actions.outbox import build_message
from educities.activity.actions.records import record
from educities.activity.models import AuditEntry, DigestMark, MailStop
from educities.kit.data_classes import data_classes, our_models
from educities.tenancy.scope import city_scope
from journeys.models import Learning, Traveller, TripConsent
from labs.models import CohortMember
from programs.models import CalendarLink
from stakeholders import verbs as stakeholder_verbs
from stakeholders.actions import claim_area
from stakeholders.actions.managed import make_code
from stakeholders.actions.merging import agree_to_merge, propose_merge
from stakeholders.models import ClaimCode, Commitment, ImportRun, Profile, ProfileMerge, Representation
from tests.challenges.people import published
from tests.consents.people import YES, answered, asked, child_of
from tests.factories import (
    AreaFactory,
    ChallengeFactory,
    CityFactory,
    CohortMemberFactory,
    CommitmentFactory,
    ExpeditionFactory,
    MembershipFactory,
    OrganisationFactory,
    ProfileFactory,
    RepresentationFactory,
    UserFactory,
)
from tests.support import record_proof, refused, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
# Nothing else in the tables holds these words.
MAIL, FURTHER = "tamar.zrubavel@example.org", "tz-further@example.org"
NAME, SHORT, LEGAL, PHONE = "Tamar Zrubavel", "Tamari", "Tamar bat Zrubavel", "052-9876541"
TEXT = "A quincunx of almond trees behind the station"
# How the name was written by those who kept profiles of the same person.
KEPT_NAME, OLDER_NAME = "Tamara Zrubavel-Katz", "Mrs. Zrubavelova"
# What stood in the profile before a file changed it.
FORMER_NAME, FORMER_PHONE = "Tamar Quincannon", "03-7654399"
SCAN = b"a picture of zrubavel-paper"
LINES = {"story": {"en": TEXT}, "wish": {"en": f"{TEXT}, twice"}, "offer": {"en": f"Shade of {TEXT}"}}
SHOWN = dict.fromkeys(LINES, "city")
CANARIES = (MAIL, FURTHER, NAME, SHORT, LEGAL, PHONE, "quincunx", "203.0.113.77", "zrubavel", SCAN.hex())
CANARIES = (*CANARIES, "Quincannon", FORMER_PHONE, PHONE.replace("-", ""))

# Columns that the world of the walk holds something in, beside what is in its other rows.
HELD = {
    *(f"stakeholders.Profile.{one}" for one in ("search", "search_lines", "wish", "offer")),
    *(f"consents.SignedForm.{one}" for one in ("scan", "vouched_by")),
    *(f"journeys.TripConsent.{one}" for one in ("signed_by", "phone")),
    *(f"stakeholders.ImportRun.{one}" for one in ("rows", "problems", "touched")),
    "challenges.PaperScan.data",
}


@pytest.fixture
def tamar(scope: City) -> Profile:
    user = UserFactory(email=MAIL, language="en")
    MembershipFactory(user=user, city=scope)
    return ProfileFactory(
        user=user, display_name=NAME, short_name=SHORT, legal_name=LEGAL, phone=PHONE, visibilities=SHOWN, **LINES
    )


def fill_of_others(tamar: Profile) -> None:
    """What others entered for the person, and what the person did for others."""
    enterer = UserFactory()
    PaperScan.objects.create(contribution=published(tamar, text=TEXT), data=SCAN, width=8, height=8)
    link = answered(child_of(tamar.city), YES, f"first-{uuid4().hex}@example.org")
    GuardianLink.objects.filter(pk=link.pk).update(guardian=tamar, state="ended")
    form = {"link": link, "signed_on": tamar.city.today(), "entered_by": enterer, "answers": dict(YES)}
    SignedForm.objects.create(proof="paper", scan=SCAN, scan_type="image/webp", **form)
    school = OrganisationFactory()
    other_link = answered(child_of(tamar.city), YES, f"other-{uuid4().hex}@example.org")
    SignedForm.objects.create(proof="school", school=school, vouched_by=NAME, **{**form, "link": other_link})
    CommitmentFactory(organisation=school, promised_by=tamar)


def merge_of_others(tamar: Profile) -> None:
    """Two kept profiles of the same person, merged into the person's own."""
    enterer = UserFactory()
    kept = ProfileFactory(user=None, display_name=KEPT_NAME, phone=PHONE, visibilities=SHOWN, **LINES)
    older = ProfileFactory(user=None, display_name=OLDER_NAME, managed_by=ProfileFactory(), visibilities=SHOWN, **LINES)
    ImportRun.objects.create(made_by=enterer, file_name="y", rows=[[KEPT_NAME, OLDER_NAME]], problems=[])
    make_code(older, actor=enterer)
    for gone, stays in ((older, kept), (kept, tamar)):
        merge = propose_merge(Profile.objects.get(pk=stays.pk), Profile.objects.get(pk=gone.pk), actor=enterer)
        agree_to_merge(merge, actor=UserFactory())
    propose_merge(tamar, ProfileFactory(user=None), actor=enterer)


def fill_files(tamar: Profile, speaks: Representation) -> None:
    """What imported files keep of the person: how they were called and reached before, and as a teacher of a school."""
    files = (
        ("people", tamar.pk, {"display_name": [FORMER_NAME, NAME], "phone": [FORMER_PHONE, PHONE]}),
        ("representatives", speaks.pk, {"title": [f"{FORMER_NAME}, head", "Head"]}),
    )
    for kind, pk, cells in files:
        rows, touched = [["Name"], [FORMER_NAME]], [{"row": 2, "pk": pk, "is_new": False, "cells": cells}]
        ImportRun.objects.create(
            made_by=UserFactory(),
            file_name=kind,
            kind=kind,
            rows=rows,
            numbers=[1, 2],
            touched=touched,
            problems=[{"row": 2, "name": FORMER_NAME, "pk": pk}],
            state="done",
        )
    teacher = {"school": 1, "name": FORMER_NAME, "email": MAIL, "others": [f"{FORMER_NAME} 2"]}
    ImportRun.objects.create(
        made_by=UserFactory(),
        file_name="roster",
        kind="roster",
        rows=[{"number": "1", "teachers": [[FORMER_NAME, MAIL]]}],
        touched=[teacher],
        problems=[],
        state="done",
    )


def fill_tables(tamar: Profile) -> None:
    """One row at least in each table that may hold something of a person."""
    user, city = tamar.user, tamar.city
    fill_of_others(tamar)
    user.emailaddress_set.create(email=FURTHER, verified=True)
    offer_link(user, MAIL)
    offer_change_undo(user, [MAIL, FURTHER])
    sign_in(Client(), user)
    challenge = ChallengeFactory()
    published(tamar, challenge, text=TEXT)
    seat = CohortMemberFactory(profile=tamar)
    CohortMember.objects.filter(pk=seat.pk).update(typed_name=NAME)
    speaks = RepresentationFactory(profile=tamar, title=TEXT)
    claim_area(tamar, actor=user, area=AreaFactory(), kind="strength", words=TEXT)
    trip = ExpeditionFactory(cohort=seat.cohort)
    Learning.objects.create(expedition=trip, by=tamar, observation=TEXT)
    link = GuardianLink.objects.filter(guardian=tamar).first()
    on_list = Traveller.objects.create(expedition=trip, profile=link.minor)
    TripConsent.objects.create(traveller=on_list, link=link, phone=PHONE)
    TripConsent.objects.create(traveller=on_list, link=None, signed_by=NAME.upper(), phone=PHONE.replace("-", ""))
    fill_files(tamar, speaks)
    soon = timezone.now() + timedelta(days=3)
    given = {"email": MAIL, "language": "en", "expires_at": soon}
    PendingAct.objects.create(challenge=challenge, kind="idea", token_hash="p", payload={"text": TEXT}, **given)
    OpeningAlert.objects.create(token_hash="o", **given)
    Invitation.objects.create(display_name=NAME, role="teacher", invited_by=UserFactory(), token_hash="i", **given)
    asked(child_of(city), MAIL)
    MailStop.objects.create(user=user, topic="ideas")
    DigestMark.objects.create(user=user)
    CalendarLink.objects.create(user=user, token_hash="z", made_at=timezone.now())
    ImportRun.objects.create(made_by=UserFactory(), file_name="x", rows=[["Almonds", MAIL, NAME]], problems=[])
    told = UserFactory()
    record(
        stakeholder_verbs.PERSON_CHANGED,
        tamar,
        actor=user,
        notify=[user, told],
        note={"name": NAME, "title": TEXT[:60]},
        reason="zrubavel-reason",
    )
    for state in ("pending", "dead", "held", "sent"):
        build_message(
            "mail",
            MAIL.upper(),
            dedupe_key=f"{state}-{uuid4().hex}",
            payload={"subject": NAME, "text": TEXT, "language": "en"},
        ).save()
    with city_scope(None):
        build_message("mail", FURTHER, dedupe_key=f"code-{uuid4().hex}", payload={"subject": "s", "text": NAME}).save()


def find_names() -> set[str]:
    """Each column that holds one of the canaries, asked of all tables there are as their owner, above every wall."""
    found = set()
    labels = {model._meta.db_table: model for model in apps.get_models()}
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        for (table,) in cursor.fetchall():
            for word in CANARIES:
                cursor.execute(f'SELECT to_jsonb(one) FROM "{table}" AS one WHERE one::text ILIKE %s', [f"%{word}%"])
                for (row,) in cursor.fetchall():
                    columns = {name for name, value in json.loads(row).items() if word.lower() in str(value).lower()}
                    found |= {
                        f"{labels[table]._meta.label if table in labels else table}.{one}: {word}" for one in columns
                    }
    return found


@pytest.mark.django_db(transaction=True, databases=["default", "owner", "network"])
def test_no_column_of_any_table_names_an_erased_person() -> None:
    city, other = CityFactory(slug="one"), CityFactory(slug="two")
    user = UserFactory(email=MAIL, language="en")
    for place in (city, other):
        MembershipFactory(user=user, city=place)
        with city_scope(place.pk, place):
            mine = ProfileFactory(
                user=user,
                display_name=NAME,
                short_name=SHORT,
                legal_name=LEGAL,
                phone=PHONE,
                visibilities=SHOWN,
                **LINES,
            )
            published(mine, text=TEXT)
            if place == city:
                fill_tables(mine)
                merge_of_others(mine)
    held = {one.partition(":")[0] for one in find_names()}
    assert len(held) > 20, "the walk would prove nothing"
    assert held >= HELD, sorted(HELD - held)
    erase_person(user, actor=user, keep_texts=False)
    deliver_due()
    assert find_names() == set()
    with city_scope(city.pk, city):
        assert not Commitment.objects.exclude(promised_by=None).exists()
        assert not ClaimCode.objects.exists()
        assert set(ProfileMerge.objects.values_list("state", flat=True)) == {"final", "declined"}
        assert not ProfileMerge.objects.exclude(moved={}).exists()
    bring_back(user, city)
    assert find_names(), "the second walk would prove nothing"
    repeat_erasures(list(Erasure.objects.all()))
    deliver_due()
    assert find_names() == set()


def bring_back(user: User, city: City) -> None:
    """As an older backup brings it back: the account, its person in the city, and a row in each table about them."""
    User.objects.filter(pk=user.pk).update(email=MAIL, is_active=True)
    Membership.objects.filter(user=user).update(ends_on=None)
    old = {"display_name": NAME, "short_name": SHORT, "legal_name": LEGAL, "phone": PHONE, **LINES}
    with city_scope(city.pk, city):
        row = Profile.objects.get(city=city, merged_into=None, left_at__isnull=False)
        Profile.objects.filter(pk=row.pk).update(user=user, left_at=None, visibilities=SHOWN, **old)
        fill_tables(Profile.objects.select_related("user", "city").get(pk=row.pk))


def test_every_column_of_a_person_is_in_the_walk(tamar: Profile) -> None:
    """The walk reads whole rows of all tables: no class of data is left out of it, and no model has no table."""
    assert {model._meta.db_table for model in our_models()} <= set(connections["owner"].introspection.table_names())
    assert any("personal" in data_classes(model).values() for model in our_models())


def test_an_erased_account_opens_nothing_and_its_number_stays(tamar: Profile, client: Any) -> None:
    sign_in(client, tamar.user, second_factor=False)
    erase_person(tamar.user, actor=tamar.user, keep_texts=True)
    assert client.get("/accounts/me/").status_code == 302
    gone = User.objects.get(pk=tamar.user_id)
    assert (gone.is_active, gone.has_usable_password(), gone.last_login) == (False, False, None)
    assert not Membership.objects.current().filter(user=gone).exists()
    assert AuditEntry.objects.filter(actor=gone).exists()
    again = User.objects.create_user(MAIL)
    assert again.pk != gone.pk


def test_nobody_reads_an_erased_person_on_a_page_that_was_open_to_all(tamar: Profile, client: Any) -> None:
    """Kept pages and lists are made again: to whoever is not signed in, and to the director."""
    Profile.objects.filter(pk=tamar.pk).update(visibilities=dict.fromkeys(LINES, "public"))
    city, reader = tamar.city, MembershipFactory(city=tamar.city, role="director").user
    ways = ("", f"people/{tamar.pk}/", "people/", f"people/?q={NAME[:5]}", f"search/?q={NAME[:5]}")
    readers = (client, sign_in(Client(), reader))

    def read() -> list[str]:
        return [one.get(f"/c/{city.slug}/{way}").content.decode() for one in readers for way in ways]

    assert sum(NAME in text for text in read()) >= len(ways) - 1
    erase_person(tamar.user, actor=tamar.user, keep_texts=False)
    assert not [text for text in read() if any(word in text for word in (NAME, SHORT, LEGAL, "quincunx"))]


def test_whoever_has_left_and_is_erased_later_is_named_by_no_file_of_that_city(tamar: Profile) -> None:
    ImportRun.objects.create(made_by=UserFactory(), file_name="x", rows=[["Almonds", MAIL, NAME]], problems=[])
    leave_city(tamar, actor=tamar.user, keep_texts=False)
    erase_person(tamar.user, actor=tamar.user, keep_texts=False)
    assert ImportRun.objects.get().rows == [["Almonds", "former participant", "former participant"]]


def test_who_directs_another_city_alone_is_told_which(tamar: Profile, other_city: City) -> None:
    MembershipFactory(user=tamar.user, city=other_city, role="director")
    assert refused(lambda: erase_person(tamar.user, actor=tamar.user, keep_texts=True)) == "consents.cannot_leave"
    tamar.user.refresh_from_db()
    assert tamar.user.email == MAIL


def test_a_child_may_erase_its_account_and_no_guardian_is_named(scope: City) -> None:
    child = child_of(scope)
    answered(child, YES, FURTHER)
    published(child, text=TEXT)
    erase_person(child.user, actor=child.user, keep_texts=True)
    assert not GuardianLink.objects.filter(minor=child).exists()
    assert not child.contributions.exclude(text="").exists()
    assert Profile.objects.get(pk=child.pk).left_at is not None


def test_the_page_wants_a_fresh_proof_and_a_choice(tamar: Profile, client: Any) -> None:
    sign_in(client, tamar.user, second_factor=False)
    record_proof(client, tamar.user, "code", ago=9000)
    assert client.get("/accounts/me/delete/").status_code == 302
    record_proof(client, tamar.user, "code")
    page = client.get("/accounts/me/delete/")
    assert "Delete your account?" in page.content.decode()
    assert client.post("/accounts/me/delete/", {}).status_code == 422
    answer = client.post("/accounts/me/delete/", {"texts": "keep"})
    assert "Your account is deleted" in answer.content.decode()
    assert client.get("/accounts/me/").status_code == 302


def test_the_ledger_erases_what_a_restore_brought_back_and_nobody_else(tamar: Profile) -> None:
    user, made_at = tamar.user, tamar.created_at
    erase_person(user, actor=user, keep_texts=False)
    lines = list(Erasure.objects.all())
    # The older backup: the same rows as they were; and another account that was given the number of one erased.
    User.objects.filter(pk=user.pk).update(email=MAIL, is_active=True)
    Profile.objects.filter(pk=tamar.pk).update(user=user, left_at=None, display_name=NAME)
    Membership.objects.filter(user=user).update(ends_on=None, role="director")
    newcomer = UserFactory()
    lines.append(Erasure(number=newcomer.pk, row_made_at=made_at))
    assert repeat_erasures(lines) == 1, "the person in the city and the account are one"
    assert Profile.objects.get(pk=tamar.pk).display_name == "former participant"
    user.refresh_from_db()
    newcomer.refresh_from_db()
    assert (user.is_active, newcomer.is_active) == (False, True)
    assert repeat_erasures(lines) == 0
