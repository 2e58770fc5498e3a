"""The addresses of labs: what a cohort is, and what it does."""

from labs.urls import cohorts

urlpatterns = [*cohorts.urlpatterns]
