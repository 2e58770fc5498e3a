"""What a city knows of one person: the sections that each app gives, and the files into which they are written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from educities.accounts.models import Person
from educities.kit.hooks import Hook
from stakeholders.models import Profile

# By what a section finds the rows of a person: the profile in this city, the account, the account's proven addresses, or
# by its own `narrow` alone.
PROFILE, ACCOUNT_NUMBER, ADDRESSES, NARROWED = "profile", "account", "addresses", "narrowed"
# The parts of the page, in their order.
GROUPS: dict[str, Promise] = {
    "person": _("Name and profile"),
    "part": _("Taking part"),
    "account": _("Account and sign-in"),
    "messages": _("Messages and history"),
}


class Subject(NamedTuple):
    """About whom something is read, with the proven addresses of the account, and who reads it."""

    profile: Profile
    addresses: tuple[str, ...]
    reader: Person

    @property
    def account_id(self) -> int | None:
        """The person's account; None for somebody who has none."""
        return self.profile.user_id

    @property
    def is_read_by_guardian(self) -> bool:
        """Does somebody else read it, who answers for the person?"""
        return self.reader.pk != self.profile.user_id


class Column(NamedTuple):
    """One thing that stands in a row. `name`: the field, or `field.more` where several come from one.

    `read(row)`: what a person reads of it; without one the field's own value, in words where it has words.
    """

    name: str
    label: Promise | str
    read: Callable[[Any], Any] | None = None

    @property
    def field(self) -> str:
        """The column of the table that this tells."""
        return self.name.partition(".")[0]


@dataclass(frozen=True)
class DataSection:
    """Rows of one model about one person, each in words, and why the city has them.

    `person`: the way from a row to the person, found `by` one of the four above. The texts name nobody as
    "you": a guardian reads them about a child. `correction`: where it is put right, or by whom; `page(profile)`: the
    page on which the person does it. `covers`: further fields of the row that the columns tell in their own words.
    `narrow(rows, subject)`: fewer rows, or rows with what they refer to. `is_kept_from_guardian`: the child's alone.
    """

    key: str
    model: type[Model]
    person: str
    title: Promise
    why: Promise
    correction: Promise
    columns: tuple[Column, ...]
    order: int
    group: str = "part"
    by: str = PROFILE
    page: Callable[[Profile], str] | None = None
    narrow: Callable[[QuerySet[Any], Subject], QuerySet[Any]] | None = None
    covers: str = ""
    is_kept_from_guardian: bool = False

    @property
    def fields(self) -> set[str]:
        """The columns of the table that this section tells."""
        return {self.person.partition("__")[0], *self.covers.split(), *(column.field for column in self.columns)}


class DataFormat(NamedTuple):
    """A kind of file: what its choice says, and `render(subject)`, which writes everything into one."""

    key: str
    label: Promise | str
    content_type: str
    render: Callable[[Subject], bytes]


PERSONAL_DATA: Hook[DataSection] = Hook(
    "consents.personal_data",
    "What the city knows of one person: sections of rows in words for people, with why and where they are put right.",
    key=lambda section: section.key,
    order=lambda section: section.order,
)
DATA_FORMATS: Hook[DataFormat] = Hook(
    "consents.data_formats",
    "The kinds of file into which everything that the city knows of a person is written.",
    key=lambda kind: kind.key,
)
