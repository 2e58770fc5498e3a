from django.urls import path

from educities.activity.views import (
    Cancel,
    Deliveries,
    DropHeld,
    Replay,
    ReplayAlike,
    SendHeld,
)
from educities.activity.views.history import History, HistoryExport
from educities.activity.views.inbox import Inbox, OpenNotice, ReadAll
from educities.activity.views.preferences import ChooseSingle, ChooseWeekly, MailPreferences, StopMail
from educities.activity.views.retention import Retention

urlpatterns = [
    path("emails/", MailPreferences.as_view(), name="mail_preferences"),
    path("emails/weekly/", ChooseWeekly.as_view(), name="choose_weekly"),
    path("emails/single/", ChooseSingle.as_view(), name="choose_single"),
    path("emails/stop/<str:token>/", StopMail.as_view(), name="stop_mail"),
    path("inbox/", Inbox.as_view(), name="inbox"),
    path("inbox/<int:pk>/open/", OpenNotice.as_view(), name="open_notice"),
    path("inbox/read/", ReadAll.as_view(), name="read_all"),
    path("history/", History.as_view(), name="history"),
    path("history/history.csv", HistoryExport.as_view(), name="history_export"),
    path("retention/", Retention.as_view(), name="retention"),
    path("deliveries/", Deliveries.as_view(), name="deliveries"),
    path("deliveries/held/send/", SendHeld.as_view(), name="send_held"),
    path("deliveries/held/drop/", DropHeld.as_view(), name="drop_held"),
    path("deliveries/<int:pk>/replay/", Replay.as_view(), name="replay_message"),
    path("deliveries/<int:pk>/replay-alike/", ReplayAlike.as_view(), name="replay_alike"),
    path("deliveries/<int:pk>/cancel/", Cancel.as_view(), name="cancel_message"),
]
