"""What every reader may know of a platform and of its cities: privacy, accessibility, whom to write to; for machines, robots.txt."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static

from cities.models import City
from cities.queries.privacy import find_notice
from educities.kit.views import Page

# Pages of one person, and addresses for programs: nothing for a search.
NOT_FOR_SEARCH = ("/accounts/", "/api/", "/identity/", "/platform/", "/onward/", "/i18n/")


class Privacy(Page):
    """What is kept about a person, who sees it, and what a person can do."""

    public = True
    template_name = "cities/about/privacy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        city: City | None = getattr(self.request, "city", None)
        return super().get_context_data(notice=find_notice() if city else None, **kwargs)


class Accessibility(Page):
    """What has been checked, and what has not."""

    public = True
    template_name = "cities/about/accessibility.html"


class Contact(Page):
    """Whom to write to: the city, and whoever runs the platform."""

    public = True
    template_name = "cities/about/contact.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(platform_email=settings.CONTACT_EMAIL, **kwargs)


class Robots(Page):
    """What a search machine leaves alone: people's own pages, and cities in which everything is invented."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        practice = [city.get_absolute_url() for city in City.objects.filter(is_practice=True)]
        rules = ["User-agent: *", *(f"Disallow: {path}" for path in (*NOT_FOR_SEARCH, *practice))]
        return HttpResponse("\n".join([*rules, ""]), content_type="text/plain; charset=utf-8")


class Favicon(Page):
    """Where browsers look that were told of no other picture."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(static("img/favicon.ico"))
