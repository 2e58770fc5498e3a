"""The search of a city, for those who work in it."""

from typing import Any

from cities.forms import SearchForm
from cities.queries.search import list_page_lines, list_search_kinds, search_city
from educities.kit.views import Page


class SearchPage(Page):
    """What was found of each kind; with `kind` in the address all that was found of one, page by page."""

    template_name = "cities/search.html"
    permission = "cities.see_workplace_city"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        form = SearchForm(asked or None)
        kinds = list_search_kinds(self.request.user, self.city)
        context = {"form": form, "kinds": [lower_first(str(kind.label)) for kind in kinds], "text": form.text}
        chosen = next((kind for kind in kinds if kind.key == asked.get("kind")), None)
        if form.text and chosen:
            page, lines = list_page_lines(chosen, form.text, asked.get("page", ""))
            context |= {"chosen": chosen, "page_obj": page, "paginator": page.paginator, "lines": lines}
            context["is_paginated"] = page.has_other_pages()
        elif form.text:
            context["groups"] = search_city(kinds, self.city, form.text)
        return super().get_context_data(**context, **kwargs)


def lower_first(text: str) -> str:
    """A heading as a word in the middle of a sentence."""
    return text[:1].lower() + text[1:]
