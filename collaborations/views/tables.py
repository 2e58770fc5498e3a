"""The list of collaborations as a file."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from collaborations.texts import tables
from collaborations.views.collaborations import Collaborations
from educities.activity.views.tables import TableFile


class CollaborationsTable(TableFile, Collaborations):
    """All pages of the list, narrowed as the address says."""

    title, file_name = _("List of collaborations"), "collaborations"

    def headings(self) -> list[str]:
        return tables.list_collaboration_headings()

    def lines(self) -> Iterable[list[Any]]:
        return tables.write_collaborations(self.get_queryset())
