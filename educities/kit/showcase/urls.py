from django.conf import settings
from django.urls import URLPattern, path

from educities.kit.showcase.views import Showcase

urlpatterns: list[URLPattern] = (
    [path("", Showcase.as_view(), name="showcase")] if settings.EMBEDDED or settings.DEBUG else []
)
