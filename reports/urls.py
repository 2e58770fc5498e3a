from django.urls import path

from reports.views import credentials, dashboard, minutes, partners, sentence

urlpatterns = [
    path("today/", dashboard.Dashboard.as_view(), name="dashboard"),
    path("reports/", dashboard.Reports.as_view(), name="reports"),
    path("reports/new/", dashboard.AskReport.as_view(), name="ask_report"),
    path("reports/<int:pk>/", dashboard.Download.as_view(), name="download_report"),
    path("today/sentence/", sentence.ChangeSentence.as_view(), name="change_sentence"),
    path("accelerator/credentials/<int:pk>/paper/", credentials.CredentialPaper.as_view(), name="credential_paper"),
    path("forum/meetings/<int:pk>/minutes.pdf", minutes.MinutesFile.as_view(), name="minutes_file"),
    path("partners/", partners.Partners.as_view(), name="partners"),
    path("partners/new/", partners.AdmitPartner.as_view(), name="admit_partner"),
    path("partners/<int:pk>/resume/", partners.ResumePartner.as_view(), name="resume_partner"),
    path("partners/<int:pk>/revoke/", partners.RevokePartner.as_view(), name="revoke_partner"),
]
