from django.urls import path

from educities.api.tokens import TokenView

urlpatterns = [path("token", TokenView.as_view(), name="api_token")]
