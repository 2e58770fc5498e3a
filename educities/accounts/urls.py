from django.urls import path

from educities.accounts.views import Account, SecondFactor, SignInByLink
from educities.accounts.views.proof import ProveByMail, SendProofCode, UndoChange
from educities.accounts.views.sessions import EndOtherSessions, EndSession, Sessions

urlpatterns = [
    path("me/", Account.as_view(), name="account"),
    path("link/<str:token>/", SignInByLink.as_view(), name="sign_in_link"),
    path("second-factor/", SecondFactor.as_view(), name="second_factor"),
    path("sessions/", Sessions.as_view(), name="my_sessions"),
    path("sessions/end-others/", EndOtherSessions.as_view(), name="end_other_sessions"),
    path("sessions/<str:digest>/end/", EndSession.as_view(), name="end_session"),
    path("proof/", ProveByMail.as_view(), name="prove_by_mail"),
    path("proof/send/", SendProofCode.as_view(), name="send_proof_code"),
    path("changes/<str:token>/", UndoChange.as_view(), name="undo_change"),
]
