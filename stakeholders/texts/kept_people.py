"""What the end of a role changes for people without an account."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import Membership
from educities.accounts.models import Person
from educities.kit.multilingual import join_localised
from educities.tenancy.scope import city_scope
from stakeholders.queries.managed import find_people_left_by

# So many are named; of the others it is said how many they are.
MOST_NAMED = 5


def write_kept_notes(membership: Membership, reader: Person) -> list[str]:
    """Whom nobody keeps any more once this role has ended: by name for who chooses who keeps them then, and for their keeper."""
    with city_scope(membership.city_id):
        left = find_people_left_by(membership)
        count = left.count()
        if not count:
            return []
        may_name = reader.pk == membership.user_id or reader.has_perm(
            "stakeholders.list_unkept_profile", membership.city
        )
        names = list(left.values_list("display_name", flat=True)[:MOST_NAMED]) if may_name else []
    text = ngettext(
        "Nobody then keeps the profile of %(n)s person without an account. A director chooses who keeps it, on the page "
        "“Profiles I keep”.",
        "Nobody then keeps the profiles of %(n)s people without an account. A director chooses who keeps them, on the page "
        "“Profiles I keep”.",
        count,
    )
    return [text % {"n": count}, *([_name_people(names, count)] if names else [])]


def _name_people(names: list[str], count: int) -> str:
    rest = count - len(names)
    more = ngettext("%(n)s more person", "%(n)s more people", rest) % {"n": rest}
    return _("Without a keeper: %(names)s.") % {"names": join_localised([*names, *([more] if rest else [])])}
