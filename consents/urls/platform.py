"""Outside every city: the account as a whole."""

from django.urls import path

from consents.views.leaving import EraseAccount

urlpatterns = [path("me/delete/", EraseAccount.as_view(), name="erase_account")]
