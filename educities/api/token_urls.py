"""Tokens for partners' programs. Of allauth's provider nothing else is open: nobody signs in by it."""

from django.urls import path

from educities.api import tokens

RESOURCE = ".well-known/oauth-protected-resource"
urlpatterns = [
    path("identity/o/api/token", tokens.TokenView.as_view(), name="api_token"),
    path("identity/o/api/revoke", tokens.RevokeView.as_view(), name="api_revoke"),
    path(".well-known/oauth-authorization-server", tokens.AuthorizationServerMetadata.as_view(), name="api_server"),
    path(RESOURCE, tokens.ProtectedResourceMetadata.as_view(), name="api_resource"),
    # RFC 9728, section 3.1: the resource's own path stands behind the well-known one.
    path(f"{RESOURCE}/api/v1", tokens.ProtectedResourceMetadata.as_view()),
]
