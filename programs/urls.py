from django.urls import path

from programs.views import annotations, definitions, indicator_list, indicators, national, program, years

urlpatterns = [
    path("program/", program.ProgramPage.as_view(), name="program"),
    path("program/start/", program.StartProgram.as_view(), name="start_program"),
    path("program/<int:pk>/sign/", program.SignProgram.as_view(), name="sign_program"),
    path("program/<int:pk>/end/", program.WithdrawProgram.as_view(), name="withdraw_program"),
    path("program/years/<int:pk>/focus/", years.ChangeFocus.as_view(), name="change_focus"),
    path("program/years/<int:pk>/close/", years.CloseYear.as_view(), name="close_year"),
    path("program/years/<int:pk>/reopen/", years.ReopenYear.as_view(), name="reopen_year"),
    path("program/years/<int:pk>/milestones/", program.AddMilestone.as_view(), name="add_milestone"),
    path(
        "program/milestones/<int:pk>/",
        program.MilestonePage.as_view(http_method_names=["get", "head", "options"]),
        name="milestone",
    ),
    path("program/milestones/<int:pk>/change/", program.ChangeMilestone.as_view(), name="change_milestone"),
    path("program/milestones/<int:pk>/move/", program.MoveMilestone.as_view(), name="move_milestone"),
    path("program/evidence/", program.FindEvidence.as_view(), name="find_evidence"),
    path("indicators/", indicator_list.IndicatorsPage.as_view(), name="indicators"),
    path("indicators/catalogue/", definitions.CataloguePage.as_view(), name="indicator_catalogue"),
    path("indicators/national/", national.NationalSeries.as_view(), name="national_series"),
    path("indicators/national/<slug:code>/", national.EnterNational.as_view(), name="enter_national"),
    path("indicators/new/", definitions.DefineIndicator.as_view(), name="define_indicator"),
    path("indicators/<int:pk>/", indicators.IndicatorPage.as_view(), name="indicator"),
    path("indicators/<int:pk>/change/", definitions.ChangeIndicator.as_view(), name="change_indicator"),
    path("indicators/<int:pk>/values/", indicators.ValuesPage.as_view(), name="enter_values"),
    path("indicators/<int:pk>/submit/", indicators.SubmitValues.as_view(), name="submit_values"),
    path("indicators/<int:pk>/confirm/", indicators.ConfirmValues.as_view(), name="confirm_values"),
    path("indicators/<int:pk>/confirm/undo/", indicators.UndoConfirmation.as_view(), name="undo_confirmation"),
    path("indicators/<int:pk>/return/", indicators.ReturnValues.as_view(), name="return_values"),
    path("indicators/<int:pk>/notes/new/", annotations.AnnotateIndicator.as_view(), name="annotate_indicator"),
    path("indicators/notes/<int:pk>/remove/", annotations.RemoveAnnotation.as_view(), name="remove_annotation"),
    path("indicators/values/<int:pk>/revise/", indicators.ReviseValue.as_view(), name="revise_value"),
]
