"""Migrations only add, so that the code of before goes on serving while the tables grow (docs/operations.md, "An upgrade")."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from educities.kit.migration_states import keep_model_classes
from educities.kit.operations import ChangeWords, Together, apply_together, change_words
from tests.support import APPS

# What code of before still asks for may not go, and may not change its name.
TAKING_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
CHANGES = (
    migrations.AddField,
    migrations.AlterField,
    migrations.AddConstraint,
    migrations.RemoveConstraint,
    migrations.AddIndex,
    migrations.RemoveIndex,
)
# Made before the first release: there was no code of before that could write without their columns.
BEFORE_THE_FIRST_RELEASE = {"accounts.0002", "cities.0005", "cities.0006", "meetings.0004"}

# Made before it was asked for; most of them change words alone.
OF_MORE_TABLES = {
    *("activity.0006", "activity.0007", "challenges.0002", "challenges.0003", "challenges.0014", "cities.0002"),
    *("cities.0010", "cities.0011", "collaborations.0003", "consents.0002", "consents.0009", "exchange.0002"),
    *("journeys.0002", "labs.0002", "meetings.0002", "programs.0008", "programs.0011", "programs.0013"),
    *("stakeholders.0002", "stakeholders.0009", "stakeholders.0013"),
}


def our_migrations() -> list[Any]:
    """All but the first of each app, which make the tables."""
    found = MigrationLoader(None).disk_migrations
    labels = {name.rpartition(".")[2] for name in APPS} | {"accounts", "activity", "api", "tenancy"}
    later = {(app, name): one for (app, name), one in found.items() if app in labels and not name.startswith("0001")}
    return [one for (app, name), one in sorted(later.items()) if f"{app}.{name[:4]}" not in BEFORE_THE_FIRST_RELEASE]


def on_the_tables(operations: list[Operation]) -> Iterator[Operation]:
    """What is done to the database, not to Django's picture of it alone."""
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            yield from on_the_tables(operation.database_operations)
        elif isinstance(operation, Together | ChangeWords):
            yield from on_the_tables(operation.operations)
        else:
            yield operation


def is_written_without(field: models.Field) -> bool:
    """Can a row be written by code that does not know the column?"""
    is_column = field.many_to_many is not True
    return not is_column or field.null or field.has_db_default() or isinstance(field, models.GeneratedField)


def test_a_migration_holds_one_table_at_a_time() -> None:
    """A page reads several tables in one statement. A migration that has one of them and waits for the next, while the
    page has that one and waits for the first, ends one of the two: somebody reads an error, or the upgrade stops."""
    found = {f"{one.app_label}.{one.name[:4]}": list_held(one) for one in our_migrations() if one.atomic}
    assert {name for name, tables in found.items() if len(tables) > 1} <= OF_MORE_TABLES


def list_held(migration: Any) -> set[str]:
    """The tables of before that it changes; other words alone hold none."""
    done = list(on_the_tables([one for one in migration.operations if not isinstance(one, ChangeWords)]))
    new = {one.name_lower for one in done if isinstance(one, migrations.CreateModel)}
    return {one.model_name_lower for one in done if isinstance(one, CHANGES)} - new


@pytest.mark.parametrize("migration", our_migrations(), ids=lambda one: f"{one.app_label}.{one.name}")
def test_code_of_before_reads_and_writes_the_new_tables(migration: Any) -> None:
    done = list(on_the_tables(migration.operations))
    assert [one.describe() for one in done if isinstance(one, TAKING_AWAY)] == []
    new = {one.name_lower for one in done if isinstance(one, migrations.CreateModel)}
    added = [one for one in done if isinstance(one, migrations.AddField) and one.model_name_lower not in new]
    assert [one.describe() for one in added if not is_written_without(one.field)] == []


def is_same_column(before: models.Field, after: models.Field) -> bool:
    """Does the database know no difference? Django's own list says which arguments are for forms and people alone."""
    held = [
        (path, args, {key: value for key, value in more.items() if key not in models.Field.non_db_attrs})
        for _name, path, args, more in (before.deconstruct(), after.deconstruct())
    ]
    return held[0] == held[1]


def changes_words_alone(operation: Operation, app_label: str, state: ProjectState) -> bool:
    """`state` is before the operation. What becomes of a constraint Django sees to: an AlterConstraint does no SQL."""
    if isinstance(operation, migrations.AlterField):
        before = state.models[app_label, operation.model_name_lower].fields[operation.name]
        return operation.preserve_default and is_same_column(before, operation.field)
    return isinstance(operation, migrations.AlterConstraint)


def test_what_is_called_a_change_of_words_is_none_of_the_database() -> None:
    loader = MigrationLoader(None)
    state, seen, wrong = ProjectState(real_apps=loader.unmigrated_apps), 0, []
    plans = [loader.graph.forwards_plan(leaf) for leaf in loader.graph.leaf_nodes()]
    for label, name in dict.fromkeys(chain.from_iterable(plans)):
        for whole in loader.disk_migrations[label, name].operations:
            for one in getattr(whole, "operations", [whole]):
                if isinstance(whole, ChangeWords):
                    seen += 1
                    wrong += [] if changes_words_alone(one, label, state) else [f"{label}.{name}: {one.describe()}"]
                one.state_forwards(label, state)
    assert (seen > 20, wrong) == (True, [])


@pytest.mark.parametrize(
    "after", [models.CharField(max_length=9), models.CharField(max_length=8, null=True), models.TextField()]
)
def test_a_change_of_a_column_is_no_change_of_words(after: models.Field) -> None:
    state = ProjectState()
    migrations.CreateModel("Thing", [("name", models.CharField(max_length=8))]).state_forwards("kit", state)
    assert changes_words_alone(
        migrations.AlterField("thing", "name", models.CharField("called", max_length=8)), "kit", state
    )
    assert not changes_words_alone(migrations.AlterField("thing", "name", after), "kit", state)
    assert not changes_words_alone(migrations.RemoveField("thing", "name"), "kit", state)


def things() -> ProjectState:
    """A state whose classes are drawn."""
    state = ProjectState()
    migrations.CreateModel("Thing", [("id", models.BigAutoField(primary_key=True))]).state_forwards("kit", state)
    assert state.apps.get_model("kit", "thing")
    return state


def test_together_draws_the_models_when_they_are_next_needed() -> None:
    state = things()
    fields = [("thing", models.ForeignKey("kit.thing", models.CASCADE))]
    [together] = apply_together(
        [
            migrations.CreateModel("Part", fields),
            migrations.AddField("thing", "name", models.CharField(max_length=8)),
        ]
    )
    together.state_forwards("kit", state)
    assert "apps" not in vars(state)
    thing = state.apps.get_model("kit", "thing")
    assert state.apps.get_model("kit", "part")._meta.get_field("thing").related_model is thing
    assert thing._meta.get_field("name").max_length == 8


def test_what_a_group_creates_comes_whole() -> None:
    made = migrations.CreateModel("Part", [("id", models.BigAutoField(primary_key=True))])
    for more in (
        migrations.AddField("part", "name", models.TextField()),
        migrations.AddIndex("part", models.Index(fields=["id"], name="part_id")),
        migrations.RemoveField("Part", "id"),
    ):
        with pytest.raises(ValueError, match="created in the same group"):
            apply_together([made, more])


def test_new_words_stand_in_the_state_and_draw_nothing_anew() -> None:
    state = things()
    drawn = state.apps
    key = models.BigAutoField("number", primary_key=True)
    [words] = change_words([migrations.AlterField("thing", "id", key)])
    words.state_forwards("kit", state)
    assert state.apps is drawn
    assert state.models["kit", "thing"].fields["id"].verbose_name == "number"
    assert words.describe() == "Alter field id on thing"


class TestAdditions:
    """A model or a field that is added enters what is drawn, and draws nothing else anew."""

    def test_those_it_points_to_know_of_it(self) -> None:
        state = things()
        thing, before = state.apps.get_model("kit", "thing"), state.clone()
        part = migrations.CreateModel("Part", [("id", models.BigAutoField(primary_key=True))])
        link = migrations.AddField("part", "thing", models.ForeignKey("kit.thing", models.CASCADE, null=True))
        with keep_model_classes():
            part.state_forwards("kit", state)
            link.state_forwards("kit", state)
        assert state.apps.get_model("kit", "thing") is thing
        assert thing._meta.get_field("part").related_model is state.apps.get_model("kit", "part")
        assert ("kit", "part") not in before.models

    def test_a_default_of_one_time_does_not_stay(self) -> None:
        state = things()
        assert state.apps
        with keep_model_classes():
            field = models.CharField(max_length=8, default="x")
            migrations.AddField("thing", "name", field, preserve_default=False).state_forwards("kit", state)
        assert not state.apps.get_model("kit", "thing")._meta.get_field("name").has_default()

    def test_a_group_of_additions_keeps_the_classes_as_well(self) -> None:
        state = things()
        drawn = state.apps
        named = migrations.AddField("thing", "name", models.CharField(max_length=8))
        with keep_model_classes():
            apply_together([named])[0].state_forwards("kit", state)
            assert state.apps is drawn
            apply_together([migrations.AlterField("thing", "name", models.TextField())])[0].state_forwards("kit", state)
            assert "apps" not in vars(state)


def drawn_things(apps: Any) -> dict[str, Any]:
    """Each drawn model with its fields, what points to it, and its constraints and indexes."""
    return {
        model._meta.label: (
            sorted((field.name, str(field.deconstruct()[1:])) for field in model._meta.local_fields),
            sorted((one.name, one.related_model._meta.label, one.field.name) for one in model._meta.related_objects),
            sorted(str((one.name, one.deconstruct())) for one in [*model._meta.constraints, *model._meta.indexes]),
        )
        for model in apps.get_models(include_swapped=True)
    }


def test_after_our_migrations_the_classes_are_those_of_a_fresh_drawing() -> None:
    graph = MigrationLoader(None).graph
    plan = graph._generate_plan(graph.leaf_nodes(), at_end=True)
    state = ProjectState()
    with keep_model_classes():
        for number, key in enumerate(plan):
            state = graph.nodes[key].mutate_state(state, preserve=False)
            # The models of the first half are drawn once, at its end: drawing takes its time.
            assert number < len(plan) // 2 or state.apps
    kept = drawn_things(state.apps)
    assert kept == drawn_things(ProjectState({key: model.clone() for key, model in state.models.items()}).apps)
    assert len(kept) == len(state.models)


def lists_of(state: ProjectState) -> tuple[list[Any], ...]:
    """What the drawn class says of its constraints and indexes."""
    meta = state.apps.get_model("kit", "thing")._meta
    return meta.constraints, meta.indexes, meta.total_unique_constraints, [meta.original_attrs.get("constraints", [])]


def test_constraints_and_indexes_enter_the_class_that_is_drawn() -> None:
    state = things()
    drawn = state.apps
    positive = models.CheckConstraint(condition=models.Q(id__gt=0), name="%(class)s_positive")
    for one in (
        migrations.AddConstraint("thing", models.UniqueConstraint(fields=["id"], name="thing_once")),
        migrations.AddConstraint("thing", positive),
        migrations.AddIndex("thing", models.Index(fields=["id"], name="thing_id")),
        migrations.AlterConstraint(
            "thing",
            "%(class)s_positive",
            models.CheckConstraint(condition=models.Q(id__gt=1), name="%(class)s_positive"),
        ),
        migrations.RemoveConstraint("thing", "thing_once"),
        migrations.RemoveIndex("thing", "thing_id"),
    ):
        with keep_model_classes():
            one.state_forwards("kit", state)
        assert state.apps is drawn, one.describe()
        fresh = ProjectState({key: model.clone() for key, model in state.models.items()})
        assert lists_of(state) == lists_of(fresh), one.describe()
    assert [one.name for one in drawn.get_model("kit", "thing")._meta.constraints] == ["thing_positive"]
    migrations.AddIndex("thing", models.Index(fields=["id"], name="thing_id")).state_forwards("kit", state)
    assert [one.name for one in state.apps.get_model("kit", "thing")._meta.indexes] == ["thing_id"]
