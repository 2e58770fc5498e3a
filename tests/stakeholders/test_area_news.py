"""What a city hears when a word of the vocabulary becomes another, or is no longer offered."""

from typing import Any

import pytest
from django.urls import reverse

from educities.activity.models import AuditEntry, Notice
from stakeholders.actions.area_merges import merge_areas, split_area
from stakeholders.actions.areas import retire_area
from stakeholders.models import Area
from tests.factories import OwnAreaFactory, ProfileFactory, StrengthClaimFactory, UserFactory
from tests.stakeholders.test_areas import skill

pytestmark = pytest.mark.django_db
WHY = "Nobody knows what it means"


class TestCitiesHear:
    """Whoever named a word of the network, and the directors of the city, hear that it is another one now."""

    def claimed(self, area: Area) -> Any:
        person = ProfileFactory(user=UserFactory())
        StrengthClaimFactory(profile=person, area=area)
        return person

    def told(self, verb: str) -> dict[Any, str]:
        return {row.user: row.url for row in Notice.objects.filter(verb=f"stakeholders.{verb}")}

    def test_a_merge_and_a_split_stand_in_the_city_and_are_told(self, scope: Any, director: Any, steward: Any) -> None:
        old, into = skill("old-word"), skill("new-word")
        person = self.claimed(old)
        merge_areas(old, into, actor=steward, reason="Both mean the same")
        pages = {person.user: person.get_absolute_url(), director: reverse("city_areas", args=[scope.slug])}
        assert self.told("area_merged") == pages
        (line,) = AuditEntry.objects.filter(verb="stakeholders.area_merged")
        assert (line.actor_id, line.reason) == (steward.pk, "Both mean the same")
        split_area(Area.objects.get(pk=old.pk), actor=steward)
        assert self.told("area_split") == pages

    def test_a_retired_word_is_told_where_it_was_chosen(self, scope: Any, director: Any, steward: Any) -> None:
        used, unused = skill("old-word"), skill("new-word")
        person = self.claimed(used)
        for area in (used, unused):
            retire_area(area, actor=steward, reason=WHY)
        assert set(self.told("area_retired")) == {director}
        (line,) = AuditEntry.objects.filter(verb="stakeholders.area_retired")
        assert (line.target_id, line.reason) == (str(used.pk), WHY)
        assert person.claims.get().area == used

    def test_who_named_a_word_of_the_city_hears_that_it_is_another_one(self, scope: Any, director: Any) -> None:
        group = skill("group-word").parent
        own, into = OwnAreaFactory(parent=group), OwnAreaFactory(parent=group)
        person = self.claimed(own)
        merge_areas(own, into, actor=director)
        assert self.told("area_merged") == {person.user: person.get_absolute_url()}
        assert AuditEntry.objects.filter(verb="stakeholders.area_merged").count() == 1
