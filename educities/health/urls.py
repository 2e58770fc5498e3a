from django.urls import path

from educities.health.views import livez, readyz

urlpatterns = [path("livez", livez, name="livez"), path("readyz", readyz, name="readyz")]
