"""The addresses of labs: what a cohort is, and what it does."""

from labs.urls import cohorts, work

urlpatterns = [*cohorts.urlpatterns, *work.urlpatterns]
