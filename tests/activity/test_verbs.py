"""A verb is the same in each language, also as the key of a table."""

from django.utils.translation import override

from educities.activity.values import VERBS


def test_a_table_by_verbs_is_found_in_each_language() -> None:
    with override("en"):
        table = {verb: verb.code for verb in VERBS}
    for language in ("he", "ar"):
        with override(language):
            assert [verb.code for verb in VERBS if verb not in table] == []
