"""Accounts, cities and the roles in them."""

from datetime import date
from typing import Any

import factory
from allauth.mfa.models import Authenticator

from cities.models import City, Membership
from cities.rules.roles import NEED_SECOND_STEP, forget_roles
from educities.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    language = "en"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        user = model_class.objects.create_user(kwargs.pop("email"), kwargs.pop("password", None), **kwargs)
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user


def add_second_step(user: Any) -> None:
    Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {"secret": "test"}})
    forget_roles(user)


class CityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = City

    slug = factory.Sequence(lambda n: f"city-{n}")
    name = factory.Sequence(lambda n: {"en": f"City {n}", "he": f"עיר {n}", "ar": f"مدينة {n}"})
    state = City.State.ACTIVE
    is_public = True


def make_city() -> City:
    """The city of most tests."""
    return CityFactory(slug="bat-galim", name={"en": "Bat Galim", "he": "בת גלים", "ar": "بات جليم"})


def make_other_city() -> City:
    return CityFactory(slug="har-ilan", name={"en": "Har Ilan", "he": "הר אילן", "ar": "هار إيلان"})


class MembershipFactory(factory.django.DjangoModelFactory):
    """A role that gives what it gives: who needs a second step at sign-in has one, unless `second_step=False`."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    city = factory.SubFactory(CityFactory)
    role = "resident"
    starts_on = date(2020, 1, 1)

    @factory.post_generation
    def second_step(self: Any, create: bool, wanted: bool | None, **kwargs: Any) -> None:
        if wanted is not False and self.role in NEED_SECOND_STEP:
            add_second_step(self.user)
