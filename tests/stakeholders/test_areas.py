import pytest
from django.core.management import call_command

from stakeholders.forms.people import area_choices
from stakeholders.models import Area

pytestmark = pytest.mark.django_db


def test_vocabulary_loads_twice_alike():
    call_command("load_areas")
    first = set(Area.objects.values_list("pk", "code"))
    call_command("load_areas")
    assert set(Area.objects.values_list("pk", "code")) == first
    assert len(first) == 268
    for area in Area.objects.all():
        assert set(area.label) == {"en", "he", "ar"}
        assert all(area.label.values())


def test_choices_are_grouped_in_one_query(django_assert_num_queries):
    call_command("load_areas")
    with django_assert_num_queries(1):
        choices = area_choices()
    assert len(choices) == 1 + Area.objects.filter(parent=None).count()
    assert sum(len(rows) for _name, rows in choices[1:]) == Area.objects.exclude(parent=None).count()
