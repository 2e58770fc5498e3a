"""The same REST list by a ModelSerializer: the same token, the same middleware, model instances instead of plain rows."""

from typing import Any

from django.conf import settings

from educities.wsgi import application  # isort: split

from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer

from educities.api.paging import page_size
from stakeholders.api import Organisations
from stakeholders.models import Organisation

__all__ = ["application", "urlpatterns"]


class OrganisationSerializer(ModelSerializer):
    class Meta:
        model = Organisation
        fields = ("id", "name", "sector", "field", "registry_no", "state")


class Modelled(Organisations):
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        found = Organisation.objects.order_by("-id")[: page_size(request)]
        return Response({"results": OrganisationSerializer(found, many=True).data, "next_cursor": None})


urlpatterns = [path("api/v1/cities/<slug:city>/organisations", Modelled.as_view())]
settings.ROOT_URLCONF = __name__
