from django.urls import path

from educities.accounts.views import Account, SecondFactor

urlpatterns = [
    path("me/", Account.as_view(), name="account"),
    path("second-factor/", SecondFactor.as_view(), name="second_factor"),
]
