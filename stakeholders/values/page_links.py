"""What can be begun from the page of a person or of an organisation: each app above says its own."""

from typing import NamedTuple

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise

from educities.accounts.models import Person
from educities.kit.hooks import Hook


class PageLink(NamedTuple):
    """A page of the row: its address by the row's number, its words, the permission, asked about the city, and an icon."""

    url_name: str
    label: Promise | str
    permission: str
    icon: str


PERSON_LINKS: Hook[PageLink] = Hook(
    "stakeholders.person_links",
    "What a reader can begin from the page of another adult who can sign in.",
    key=lambda link: link.url_name,
)
ORGANISATION_LINKS: Hook[PageLink] = Hook(
    "stakeholders.organisation_links",
    "What a reader can begin from the page of a verified organisation.",
    key=lambda link: link.url_name,
)


class ShownLink(NamedTuple):
    """A link as a page shows it."""

    url: str
    label: Promise | str
    icon: str


def list_links(links: Hook[PageLink], reader: Person, city: Model, number: int) -> list[ShownLink]:
    """What this reader can begin from the page of the row of this number."""
    slug = city.slug  # type: ignore[attr-defined]  # a city
    return [
        ShownLink(reverse(link.url_name, args=[slug, number]), link.label, link.icon)
        for link in links
        if reader.has_perm(link.permission, city)
    ]
