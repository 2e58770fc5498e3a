from django.urls import path

from educities.accounts.views import Account, SecondFactor, SignInByLink

urlpatterns = [
    path("me/", Account.as_view(), name="account"),
    path("link/<str:token>/", SignInByLink.as_view(), name="sign_in_link"),
    path("second-factor/", SecondFactor.as_view(), name="second_factor"),
]
