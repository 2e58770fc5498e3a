"""Sessions, answers to invitations, attendance. A group's own addresses are those of its owner."""

from django.urls import path

from meetings.views import attendance, corrections, invitations, sessions

urlpatterns = [
    path("my-sessions/", sessions.MySessions.as_view(), name="my_sessions"),
    path("sessions/<int:pk>/", sessions.SessionPage.as_view(), name="session"),
    path("sessions/<int:pk>/change/", sessions.ChangeSession.as_view(), name="change_session"),
    path("sessions/<int:pk>/schedule/", invitations.ScheduleSession.as_view(), name="schedule_session"),
    path("sessions/<int:pk>/schedule/undo/", invitations.UndoInvitations.as_view(), name="undo_invitations"),
    path("sessions/<int:pk>/cancel/", sessions.CancelSession.as_view(), name="cancel_session"),
    path("sessions/<int:pk>/start/", sessions.StartSession.as_view(), name="start_session"),
    path("sessions/<int:pk>/put-back/", sessions.PutBackSession.as_view(), name="put_back_session"),
    path("sessions/<int:pk>/record/", sessions.RecordSession.as_view(), name="record_session"),
    path("sessions/<int:pk>/reply/", sessions.ReplyToSession.as_view(), name="reply_to_session"),
    path("answer/<str:token>/", sessions.Answer.as_view(), name="answer_session"),
    path("in/", attendance.CheckIn.as_view(), name="check_in"),
    path("sessions/<int:pk>/wall/", attendance.Wall.as_view(), name="wall"),
    path("sessions/<int:pk>/wall/count/", attendance.WallCount.as_view(), name="wall_count"),
    path("sessions/<int:pk>/code/", attendance.OpenCode.as_view(), name="open_code"),
    path("sessions/<int:pk>/code/close/", attendance.CloseCode.as_view(), name="close_code"),
    path("sessions/<int:pk>/roll/", attendance.Roll.as_view(), name="roll"),
    path("sessions/<int:pk>/roll/marks/", attendance.RollMarks.as_view(), name="roll_marks"),
    path("sessions/<int:pk>/roll/worker.js", attendance.RollWorker.as_view(), name="roll_worker"),
    path("sessions/<int:pk>/roll/<int:person>/", attendance.Mark.as_view(), name="mark_attendance"),
    path("sessions/<int:pk>/roll/<int:person>/correct/", corrections.Correct.as_view(), name="correct_attendance"),
    path("sessions/<int:pk>/guests/", attendance.AddGuest.as_view(), name="add_guest"),
]
