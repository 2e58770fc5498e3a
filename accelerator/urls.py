"""The addresses of the teacher accelerator."""

from django.urls import path

from accelerator.views import enrolments, head, intakes

urlpatterns = [
    path("accelerator/", intakes.Accelerators.as_view(), name="accelerators"),
    path("accelerator/teachers/", intakes.TeacherTraining.as_view(), name="teacher_training"),
    path("accelerator/intakes/<int:pk>/open/", intakes.OpenCall.as_view(), name="open_call"),
    path("accelerator/<int:pk>/", intakes.AcceleratorPage.as_view(), name="accelerator"),
    path("accelerator/<int:pk>/change/", intakes.ChangeIntake.as_view(), name="change_intake"),
    path("accelerator/<int:pk>/teachers/", intakes.Teachers.as_view(), name="accelerator_teachers"),
    path("accelerator/<int:pk>/fill/", intakes.FillPlaces.as_view(), name="fill_places"),
    path("accelerator/<int:pk>/first-year/", intakes.CompleteFirstYear.as_view(), name="complete_first_year"),
    path("accelerator/<int:pk>/sessions/", intakes.AcceleratorSessions.as_view(), name="accelerator_sessions"),
    path("accelerator/<int:pk>/sessions/new/", intakes.NewAcceleratorSession.as_view(), name="new_accelerator_session"),
    path("accelerator/<int:pk>/apply/", enrolments.ApplyToAccelerator.as_view(), name="apply_to_accelerator"),
    path("accelerator/head/<str:token>/", head.AnswerAsHead.as_view(), name="answer_as_head"),
    path("accelerator/places/<int:pk>/", enrolments.EnrolmentPage.as_view(), name="enrolment"),
    path("accelerator/places/<int:pk>/ask/", enrolments.AskHeadAgain.as_view(), name="ask_head_again"),
    path("accelerator/places/<int:pk>/visit/", enrolments.MakeSessionGood.as_view(), name="make_session_good"),
    path("accelerator/places/<int:pk>/enrol/", enrolments.EnrolTeacher.as_view(), name="enrol_teacher"),
    path("accelerator/places/<int:pk>/decline/", enrolments.DeclineApplication.as_view(), name="decline_application"),
    path("accelerator/places/<int:pk>/withdraw/", enrolments.WithdrawEnrolment.as_view(), name="withdraw_enrolment"),
    path("accelerator/places/<int:pk>/defer/", enrolments.DeferEnrolment.as_view(), name="defer_enrolment"),
    path("accelerator/places/<int:pk>/resume/", enrolments.ResumeEnrolment.as_view(), name="resume_enrolment"),
]
