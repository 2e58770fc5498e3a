"""What a trial says about a row, by its code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PROBLEMS: dict[str, Promise] = {
    "name_missing": _("There is no name: the row is left out."),
    "sector_unknown": _(
        "No sector of this name: the row is left out. Write public, business, non-profit or social business."
    ),
    "sector_missing": _("No sector is given: the row is left out. Choose one for all rows above."),
    "email_left_out": _("This is not an email address. The organisation is imported without it."),
    "email_first_of_several": _("Several addresses: the first one is taken."),
    "too_long": _("The text is too long: its end is cut off."),
    "name_repeated_in_file": _("An earlier row has the same name. This row is skipped."),
    "name_already_in_city": _("The city has an organisation of this name: the row is left out."),
    "registry_no_repeated_in_file": _("An earlier row has the same registry number. This row is skipped."),
    "registry_no_already_in_city": _("The city has an organisation with this registry number: the row is left out."),
    "registry_no_other_repeated_in_file": _(
        "“%(name)s” has the registry number of “%(other)s” in an earlier row: the row is left out. Correct one of the two."
    ),
    "registry_no_other_already_in_city": _(
        "“%(name)s” has the registry number of “%(other)s” in the city: the row is left out. Correct one of the two."
    ),
}
COUNTS: dict[str, Promise] = {
    "rows": _("rows in the file"),
    "new": _("new organisations"),
    "repeated_in_file": _("repeated in the file, left out"),
    "already_in_city": _("in the city already, left out"),
    "number_of_another": _("with the registry number of another one, left out"),
    "refused": _("rows that cannot be read, left out"),
    "addresses_left_out": _("bad email addresses, left out"),
    "addresses_shortened": _("several email addresses, first one used"),
}
