"""Faults in the wall between cities."""

from tests.mutants.mutant import Mutant

TENANCY = [
    Mutant(
        "educities/tenancy/models.py",
        "super().get_queryset().filter(city_id=require_city_id())",
        "super().get_queryset()",
        "tests/tenancy",
    ),
    Mutant(
        "educities/tenancy/models.py",
        "super().get_queryset().filter(city_id=current_city_id())",
        "super().get_queryset()",
        "tests/tenancy tests/activity",
    ),
    Mutant(
        "educities/tenancy/models.py",
        "if self.city_id != city_id:",
        "if False:",
        "tests/tenancy",
    ),
    Mutant(
        "educities/tenancy/models.py",
        "if self.city_id is None:\n            self.city_id = current_city_id()\n        if self.city_id != current_city_id():",
        "if self.city_id is None:\n            self.city_id = current_city_id()\n        if False:",
        "tests/tenancy",
    ),
    Mutant(
        "educities/tenancy/models.py",
        "adding and self.city_id is None:\n            self.city_id = current_city_id()\n        if self.city_id != current_city_id():",
        "adding and self.city_id is None:\n            self.city_id = current_city_id()\n        if False:",
        "tests/stakeholders/test_areas.py",
    ),
    Mutant(
        "educities/tenancy/models.py",
        'exclude=set(exclude or ()) - {"city"}',
        "exclude=set(exclude or ())",
        "tests/tenancy tests/kit tests/stakeholders tests/labs",
    ),
    Mutant(
        "educities/tenancy/scope.py",
        "(city_id is None and not connection.in_atomic_block)",
        "(city_id is None)",
        "tests/tenancy",
    ),
    Mutant(
        "educities/tenancy/scope.py",
        "_current.reset(token)\n        _row.reset(row_token)",
        "_row.reset(row_token)",
        "tests/tenancy",
    ),
    Mutant(
        "educities/tenancy/inspect.py",
        "if table not in GLOBAL_TABLES:",
        "if table in GLOBAL_TABLES:",
        "tests/tenancy/test_mutations.py",
    ),
    Mutant("educities/tenancy/inspect.py", 'or command != "ALL"', "", "tests/tenancy/test_mutations.py"),
    Mutant(
        "educities/tenancy/tasks.py",
        "with city_scope(city_id):",
        "with city_scope(None):",
        "tests/tenancy tests/activity",
    ),
]
