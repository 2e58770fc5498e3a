from django.urls import path

from educities.activity.views import Letter, LetterBody, Mailbox

urlpatterns = [
    path("mailbox/", Mailbox.as_view(), name="mailbox"),
    path("mailbox/<slug:name>/", Letter.as_view(), name="letter"),
    path("mailbox/<slug:name>/body/", LetterBody.as_view(), name="letter_body"),
]
