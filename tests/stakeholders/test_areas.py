"""The vocabulary: the network's words as its file says, a city's own beside them, merged, split, and kept by whom."""

import csv
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from educities.activity.models import AuditEntry, Event
from educities.kit.errors import DomainError
from educities.tenancy.scope import city_scope
from stakeholders import verbs
from stakeholders.actions import claim_area
from stakeholders.actions.area_merges import merge_areas, split_area
from stakeholders.actions.areas import add_area, change_area, offer_area, retire_area
from stakeholders.management.commands.load_areas import SOURCE
from stakeholders.models import Area, AreaMerge, StrengthClaim
from stakeholders.queries.area_uses import count_moves, count_returns
from stakeholders.values import normalise_text
from tests.factories import (
    ActivityAreaFactory,
    AreaFactory,
    ChallengeFactory,
    OrganisationFactory,
    OwnAreaFactory,
    ProfileFactory,
    StrengthClaimFactory,
)
from tests.support import assert_same_queries, sign_in

pytestmark = pytest.mark.django_db

WHY = "Nobody knows what it means"


def group(**more: Any) -> Area:
    return AreaFactory(**more)


def skill(code: str, **more: Any) -> Area:
    return AreaFactory(code=code, parent=AreaFactory(code="a-group"), label={"en": code.title()}, **more)


def claim(area: Area, **more: Any) -> StrengthClaim:
    return StrengthClaimFactory(area=area, kind="strength", **more)


class TestTheFile:
    def test_it_is_whole_and_no_word_stands_twice(self) -> None:
        with SOURCE.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
        codes = [row["code"] for row in rows]
        assert len(set(codes)) == len(codes) == 268
        assert sum(not row["parent"] for row in rows) == 12
        for lang in ("en", "he", "ar"):
            labels = [normalise_text(row[lang]) for row in rows]
            assert len(set(labels)) == len(labels)
            assert all(labels)
            further = {row["code"]: set(map(normalise_text, row[f"syn_{lang}"].split(";"))) for row in rows}
            names = {row["code"]: normalise_text(row[lang]) for row in rows}
            # Whoever typed it would find two.
            assert [
                (one, other) for one in codes for other in codes if one != other and names[other] in further[one]
            ] == []
            # Every area has words that people say instead of it.
            assert [row["code"] for row in rows if not row[f"syn_{lang}"]] == []

    def test_it_loads_twice_alike_and_writes_nothing_then(self, django_assert_num_queries: Any) -> None:
        call_command("load_areas", verbosity=0)
        first = set(Area.objects.values_list("pk", "code", "search"))
        with django_assert_num_queries(3):
            call_command("load_areas", verbosity=0)
        assert set(Area.objects.values_list("pk", "code", "search")) == first
        assert len(first) == 268

    def test_it_leaves_alone_what_the_steward_changed_and_what_people_claimed(self, scope: Any, director: Any) -> None:
        old = AreaFactory(code="chess", label={"en": "The game of kings"})
        line = claim(old)
        call_command("load_areas", verbosity=0)
        line.refresh_from_db()
        assert (line.area.label["en"], line.area.parent.code) == ("Chess", "science")
        playing = {"en": "Playing chess", "he": "משחק שחמט", "ar": "لعب الشطرنج"}
        change_area(line.area, actor=director, label=playing)
        retire_area(Area.objects.get(code="yoga"), actor=director, reason=WHY)
        call_command("load_areas", verbosity=0)
        assert Area.objects.get(code="chess").label == playing
        assert not Area.objects.get(code="yoga").is_offered


class TestTheWall:
    """A city's own word is seen by nobody else, and what all share is written in no city's scope."""

    def test_another_city_sees_it_by_no_way(self, scope: Any, other_city: Any) -> None:
        own = OwnAreaFactory()
        with city_scope(other_city.pk):
            assert not Area.objects.filter(pk=own.pk).exists()
            assert not Area._base_manager.filter(pk=own.pk).exists()
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM stakeholders_area WHERE id = %s", [own.pk])
                assert cursor.fetchone() == (0,)
        with city_scope(None):
            assert not Area.objects.filter(pk=own.pk).exists()

    @pytest.mark.parametrize(
        "make", [claim, lambda area: ActivityAreaFactory(area=area), lambda a: ChallengeFactory(area=a)]
    )
    def test_nothing_points_to_another_citys_word(self, scope: Any, other_city: Any, make: Any) -> None:
        with city_scope(other_city.pk):
            foreign = OwnAreaFactory()
        with pytest.raises(IntegrityError, match="another city"), transaction.atomic():
            make(foreign)
        own = OwnAreaFactory()
        with pytest.raises(IntegrityError, match="another city"), transaction.atomic():
            Area.objects.filter(pk=own.pk).update(parent=foreign)

    def test_the_networks_words_are_not_written_in_a_city(self, scope: Any) -> None:
        area = skill("chess")
        with pytest.raises(ValueError, match="in the scope of"):
            area.save()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Area.objects.filter(pk=area.pk).update(use="quality")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Area.objects.filter(pk=area.pk).delete()

    def test_two_cities_may_have_the_same_word(self, scope: Any, other_city: Any, director: Any) -> None:
        codes = []
        for city in (scope, other_city):
            with city_scope(city.pk):
                codes.append(add_area(actor=director, label={"en": "Lanterns"}, parent=group(code="g")).code)
        assert codes == ["own-lanterns", "own-lanterns"]


class TestOwnWords:
    def test_a_director_adds_one_that_people_claim(self, client: Any, scope: Any, director: Any) -> None:
        parent = group()
        sign_in(client, director)
        url = reverse("add_area", args=[scope.slug])
        given = {"label_he": "מצעד פנסים", "also_he": "פנסים, תהלוכה ,", "parent": parent.pk}
        assert client.post(url, given).status_code == 302
        area = Area.objects.citys_own().get()
        assert (area.code, area.label, area.synonyms) == ("own-word", {"he": "מצעד פנסים"}, {"he": ["פנסים", "תהלוכה"]})
        assert AuditEntry.objects.get(verb=verbs.AREA_ADDED.code).data["area"] == "own-word"
        assert Event.objects.filter(name="area.added").exists()
        claim_area(None, actor=director, area=area, kind="growth")
        page = client.get(reverse("area_words", args=[scope.slug])).content.decode()
        assert "מצעד פנסים" in page
        assert "used 1 time" in page

    def test_the_same_word_twice_is_refused_in_any_spelling(self, client: Any, scope: Any, director: Any) -> None:
        skill("chess", synonyms={})
        sign_in(client, director)
        answer = client.post(reverse("add_area", args=[scope.slug]), {"label_en": " CHESS ", "parent": group().pk})
        assert (answer.status_code, "This area is already there" in answer.content.decode()) == (409, True)
        link = {"label_en": "Rev http://evil.example", "also_en": "www.evil.example", "parent": group().pk}
        wrong = client.post(reverse("add_area", args=[scope.slug]), link).context["form"].errors
        assert list(wrong) == ["label", "also"]

    def test_a_further_name_is_no_other_areas_name(self, client: Any, scope: Any, director: Any) -> None:
        own = OwnAreaFactory(label={"en": "Lanterns"}, synonyms={"en": ["chess"]})
        skill("chess", synonyms={})
        sign_in(client, director)
        given = {"label_en": "Fires", "also_en": "bonfire, \u200fCHESS", "parent": group().pk}
        answer = client.post(reverse("add_area", args=[scope.slug]), given)
        assert (answer.status_code, list(answer.context["form"].errors)) == (409, ["also"])
        kept = {"label_en": "Lanterns", "also_en": "chess, lamps", "parent": own.parent_id}
        assert client.post(reverse("change_area", args=[scope.slug, own.pk]), kept).status_code == 302

    def test_it_is_changed_retired_and_offered_again(self, client: Any, scope: Any, director: Any) -> None:
        own = OwnAreaFactory(label={"en": "Lanterns"})
        line = claim(own)
        sign_in(client, director)
        url = reverse("change_area", args=[scope.slug, own.pk])
        client.post(url, {"label_en": "Lantern parade", "also_en": "lamps", "parent": own.parent_id})
        own.refresh_from_db()
        assert (own.label["en"], own.synonyms, own.code) == ("Lantern parade", {"en": ["lamps"]}, own.code)
        page = reverse("retire_area", args=[scope.slug, own.pk])
        assert "Stays as it is: 1 strength or growth area." in client.get(page).content.decode()
        assert client.post(page).status_code == 422
        client.post(page, {"reason": WHY})
        assert AuditEntry.objects.get(verb=verbs.AREA_RETIRED.code).reason == WHY
        assert own not in Area.objects.choosable()
        with pytest.raises(DomainError, match="no longer offered"):
            claim_area(line.profile, actor=director, area=Area.objects.get(pk=own.pk), kind="growth")
        assert StrengthClaim.objects.get().area == own
        client.post(reverse("offer_area", args=[scope.slug, own.pk]))
        assert own in Area.objects.choosable()
        assert Event.objects.filter(name__in=["area.changed", "area.retired", "area.offered"]).count() == 3

    def test_a_director_keeps_no_word_of_the_network_and_a_steward_no_citys(
        self, client: Any, scope: Any, director: Any, steward: Any
    ) -> None:
        own, networks = OwnAreaFactory(), skill("chess")
        for who, kept, other in ((director, own, networks), (steward, networks, own)):
            sign_in(client, who)
            assert client.get(reverse("change_area", args=[scope.slug, kept.pk])).status_code == 200
            assert client.get(reverse("change_area", args=[scope.slug, other.pk])).status_code == 403

    def test_the_page_asks_as_often_for_one_word_as_for_three(self, client: Any, scope: Any, director: Any) -> None:
        sign_in(client, director)

        def add(count: int) -> None:
            for _n in range(count):
                claim(OwnAreaFactory())

        assert_same_queries(lambda: client.get(reverse("area_words", args=[scope.slug])), add, most=12)


class TestTheNetworksWords:
    def test_an_area_of_all_cities_has_its_name_in_each_language(self, client: Any, scope: Any, steward: Any) -> None:
        sign_in(client, steward)
        page, given = reverse("add_network_area", args=[scope.slug]), {"label_he": "זכוכית", "parent": group().pk}
        answer = client.post(page, given)
        assert answer.status_code == 409
        assert "Missing: English, Arabic." in answer.content.decode()
        assert client.post(page, {**given, "label_en": "Glass", "label_ar": "زجاج"}).status_code == 302
        area = Area.objects.networks().get(label__en="Glass")
        answer = client.post(reverse("change_area", args=[scope.slug, area.pk]), {**given, "label_en": "Glass"})
        assert (answer.status_code, "Missing: Arabic." in answer.content.decode()) == (409, True)

    def test_who_retires_one_reads_how_many_chose_it_and_where(
        self, client: Any, scope: Any, other_city: Any, steward: Any
    ) -> None:
        old = skill("old")
        claim(old)
        with city_scope(other_city.pk):
            claim(old)
            claim(old)
        sign_in(client, steward)
        page = client.get(reverse("retire_area", args=[scope.slug, old.pk])).content.decode()
        assert "Stays as it is: 3 strengths or growth areas." in page
        assert "It was chosen in 2 cities." in page
        unused = client.get(reverse("retire_area", args=[scope.slug, skill("unused").pk])).content.decode()
        assert "Nobody uses this area." in unused


class TestMerging:
    def test_what_moves_is_shown_then_asked_then_done_and_can_be_split(
        self, client: Any, scope: Any, director: Any
    ) -> None:
        own, into = OwnAreaFactory(label={"en": "Lanterns"}), skill("crafts")
        moved, organisations = claim(own), claim(own, profile=None, organisation=OrganisationFactory())
        both = ProfileFactory()
        stays, there = claim(own, profile=both), claim(into, profile=both)
        chosen, challenge = ActivityAreaFactory(area=own), ChallengeFactory(area=own)
        sign_in(client, director)
        url = reverse("merge_area", args=[scope.slug, own.pk])
        asked = client.post(url, {"into": into.pk}).content.decode()
        for text in (
            "Moves to the other area: 2 strengths or growth areas.",
            "both areas are named there already: 1 strength or growth area.",
            "1 activity area of a cohort",
            "1 challenge",
        ):
            assert text in asked
        assert not AreaMerge.objects.exists()
        assert client.post(url, {"into": into.pk, "seen": into.pk}).status_code == 302
        for row, area in (
            (moved, into),
            (organisations, into),
            (stays, own),
            (there, into),
            (chosen, into),
            (challenge, into),
        ):
            row.refresh_from_db()
            assert row.area == area
        assert AuditEntry.objects.get(verb=verbs.AREA_MERGED.code).data["into"]["en"] == "Crafts"
        organisations.delete()
        text = client.get(reverse("split_area", args=[scope.slug, own.pk])).content.decode()
        assert "Comes back: 1 strength or growth area." in text
        client.post(reverse("split_area", args=[scope.slug, own.pk]))
        for row, area in ((moved, own), (stays, own), (there, into), (chosen, own), (challenge, own)):
            row.refresh_from_db()
            assert row.area == area
        own.refresh_from_db()
        assert (own.merged_into, own.is_offered) == (None, True)

    def test_a_word_of_the_network_is_merged_in_every_city(
        self, client: Any, scope: Any, other_city: Any, steward: Any
    ) -> None:
        old, new = skill("old"), skill("new")
        lines = [claim(old)]
        with city_scope(other_city.pk):
            lines.append(claim(old))
        assert next(counted.moves for counted in count_moves(old, new)) == 2
        sign_in(client, steward)
        url = reverse("merge_area", args=[scope.slug, old.pk])
        client.post(url, {"into": new.pk, "seen": new.pk})
        for city, line in zip((scope, other_city), lines, strict=True):
            with city_scope(city.pk):
                line.refresh_from_db()
                assert line.area == new
        old.refresh_from_db()
        assert next(counted.moves for counted in count_returns(old)) == 2
        split_area(old, actor=steward)
        with city_scope(other_city.pk):
            lines[1].refresh_from_db()
            assert lines[1].area == old

    @pytest.mark.parametrize("wrong", ["itself", "retired", "group", "quality", "own for all", "twice", "chained"])
    def test_what_cannot_be_merged(self, scope: Any, director: Any, wrong: str) -> None:
        area, into = skill("one"), skill("two")
        if wrong == "itself":
            into = area
        elif wrong == "retired":
            retire_area(into, actor=director, reason=WHY)
        elif wrong == "group":
            into = group()
        elif wrong == "quality":
            into = skill("patience", use="quality")
        elif wrong == "own for all":
            into = OwnAreaFactory()
        elif wrong == "twice":
            merge_areas(area, skill("three"), actor=director)
        else:
            merge_areas(skill("three"), area, actor=director)
        with pytest.raises(DomainError):
            merge_areas(area, into, actor=director)

    def test_what_was_merged_is_split_and_not_offered(self, scope: Any, director: Any) -> None:
        area = merge_areas(skill("one"), skill("two"), actor=director)
        with pytest.raises(DomainError, match="Split them"):
            offer_area(area, actor=director)
        split_area(area, actor=director)
        with pytest.raises(DomainError, match="by itself already"):
            split_area(area, actor=director)


def test_a_quality_is_a_strength_of_the_city_and_never_where_it_wants_to_grow(scope: Any, director: Any) -> None:
    patience = skill("patience", use="quality")
    claim_area(None, actor=director, area=patience, kind="strength")
    claim_area(ProfileFactory(), actor=director, area=patience, kind="growth")
    with pytest.raises(DomainError, match="way of being"):
        claim_area(None, actor=director, area=patience, kind="growth")


def test_the_networks_words_stand_in_the_order_of_the_readers_language(client: Any, scope: Any, steward: Any) -> None:
    parent = AreaFactory(code="a-group")
    first = AreaFactory(code="zebra", parent=parent, label={"en": "Zebra", "he": "אבן"})
    second = AreaFactory(code="apple", parent=parent, label={"en": "Apple", "he": "תפוח"})
    sign_in(client, steward)
    for language, expected in (("en", [second, first]), ("he", [first, second])):
        client.cookies["language"] = language
        page = client.get(reverse("network_areas", args=[scope.slug]), HTTP_ACCEPT_LANGUAGE=language)
        shown = [one.pk for one in page.context["object_list"] if one.pk in {first.pk, second.pk}]
        assert shown == [one.pk for one in expected], language
