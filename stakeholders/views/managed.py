"""People without mail: who keeps them, the code by which they take over, and handing them over."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from educities.kit.errors import DomainError
from educities.kit.multilingual import join_localised
from educities.kit.views import AskedOnce, Confirm, FormPage, ListPage, Page
from stakeholders import actions, verbs
from stakeholders.actions.managed import CODE_DAYS, check_kept
from stakeholders.forms.kept_list import HERE, TWICE, KeepPeopleForm, PastedLine
from stakeholders.forms.managed import HandOverForm, KeepPersonForm
from stakeholders.forms.person_select import name_person
from stakeholders.models import ClaimCode, Profile
from stakeholders.queries.kept_lists import find_kept_lists
from stakeholders.queries.managed import find_kept_people, find_known_people, find_unkept_people
from stakeholders.queries.people_listed import people_open_to, with_spoken_for

# So long the page shows a code that was just made; afterwards it is nowhere but on paper.
SHOWN_MINUTES = 10
CODES = "claim_codes"
# A hint is for the first who come to mind.
MOST_HINTS = 5


class KeptPeople(ListPage):
    """Those whose profile I keep, and for the director those whom nobody keeps any more."""

    permission = "stakeholders.add_profile"
    model = Profile
    template_name = "stakeholders/kept_people.html"

    def rows(self) -> Any:
        return find_kept_people(self.actor).select_related("managed_by", "managed_for")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unkept: Any = []
        if self.request.user.has_perm("stakeholders.list_unkept_profile", self.city):
            unkept = find_unkept_people().select_related("managed_by").order_by("display_name", "pk")[:50]
        return super().get_context_data(unkept=unkept, lists=find_kept_lists(self.actor), **kwargs)


class _KeeperPage(FormPage):
    permission = "stakeholders.add_profile"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "city": self.city, "actor": self.actor}

    def get_initial(self) -> dict[str, Any]:
        return {"language": self.request.GET.get("language") or (get_language() or self.city.language)[:2]}


def say_others(request: HttpRequest, person: Profile, others: Iterable[Profile]) -> None:
    """Where one of the staff has answered that these are other people of the same name, nobody is asked about them again."""
    if not request.user.has_perm("stakeholders.merge_profile", request.city):  # type: ignore[attr-defined]  # of `cities`
        return
    for other in others:
        if not (other.is_minor or person.is_minor) and other.pk != person.pk:
            actions.say_two(person, other, actor=request.user)  # type: ignore[arg-type]  # who has the right has signed in


class KeepPerson(_KeeperPage):
    """One person more. Who is here already is not written down again."""

    form_class = KeepPersonForm
    template_name = "stakeholders/keep_person.html"

    def act(self, form: KeepPersonForm) -> Any:
        if form.same_as is not None:
            self.success_message = self._describe_same(form.same_as, form.cleaned_data["phone"])
            return self._next_url(form.cleaned_data["language"], self.city_url("kept_people"))
        person = actions.keep_person(actor=self.actor, **form.values)
        say_others(self.request, person, form.others)
        self.success_message = gettext("You now keep the profile of %(name)s.") % {"name": person.display_name}
        return self._next_url(person.language, person)

    def _next_url(self, language: str, target: Any) -> Any:
        """The next empty form for who adds several, else `target`."""
        is_next = "another" in self.request.POST
        return f"{self.city_url('keep_person')}?language={language}" if is_next else target

    @staticmethod
    def _describe_same(person: Profile, phone: str) -> str:
        text = gettext("%(name)s is here already. Nothing was added.") % {"name": person.display_name}
        unsaved = gettext("The phone number %(phone)s was not saved. It can be changed on the page of the person.")
        return " ".join([text, *([unsaved % {"phone": phone}] if phone else [])])


class KeepPeople(_KeeperPage):
    """Several at once: first what each line becomes, then, by the same list once more, they are added."""

    form_class = KeepPeopleForm
    template_name = "stakeholders/keep_people.html"

    def form_valid(self, form: Any) -> HttpResponse:
        if form.was_seen:
            return super().form_valid(form)
        form.show_preview()
        return self.show_again(form, 200)

    def act(self, form: KeepPeopleForm) -> Any:
        data = form.cleaned_data
        about = {"managed_for": data.get("managed_for"), "language": data["language"]}
        added = actions.keep_people(form.added, actor=self.actor, **about)
        self.success_message = " ".join(describe_added(len(added), form))
        return self.city_url("kept_people")


def describe_added(added: int, form: KeepPeopleForm) -> list[str]:
    """What became of a list in sentences: who was added, who was here, which lines were left out and what is not kept."""
    here, doubled = form.list_with(HERE), form.list_with(TWICE)
    unsaved = [line for line in here if line.phone]
    text = ngettext("%(n)s person was added.", "%(n)s people were added.", added) % {"n": added}
    told = ngettext("%(n)s was here already.", "%(n)s were here already.", len(here)) % {"n": len(here)}
    return [text, *([told] if here else []), *_name_doubled(doubled), *_name_unsaved(unsaved)]


def _name_doubled(lines: list[PastedLine]) -> list[str]:
    """Which lines were left out, and why: they may be of another person of the name."""
    text = ngettext(
        "Left out, because the name stands above it already: line %(lines)s.",
        "Left out, because their names stand above them already: lines %(lines)s.",
        len(lines),
    )
    return [text % {"lines": join_localised([line.shown for line in lines])}] if lines else []


def _name_unsaved(lines: list[PastedLine]) -> list[str]:
    """Which phone numbers are kept nowhere: of who was here already."""
    text = gettext("These phone numbers were not saved, and can be changed on the page of each person: %(lines)s.")
    return [text % {"lines": join_localised([line.shown for line in lines])}] if lines else []


class HintPeople(Page):
    """Who bears the name that is being typed; nothing where nobody does."""

    permission = "stakeholders.add_profile"
    template_name = "stakeholders/_hints.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = self.request.GET.get("display_name", "").strip()[:80]
        people = find_known_people(self.actor, self.city).named(name)
        found = with_spoken_for(people)[:MOST_HINTS] if len(name) > 1 else []
        return super().get_context_data(hints=[name_person(one) for one in found], **kwargs)


class _OfKept(FormPage):
    model = Profile

    def get_queryset(self) -> Any:
        return people_open_to(self.request.user)


def describe_why_not_kept(profile: Profile) -> str:
    """Why nobody keeps this profile, in a sentence; "" when somebody does."""
    try:
        check_kept(profile)
    except DomainError as error:
        return str(error)
    return ""


class HandOver(_OfKept):
    """Somebody else keeps the profile from now on."""

    permission = "stakeholders.hand_over_profile"
    form_class = HandOverForm
    template_name = "stakeholders/hand_over.html"
    describe_why_not = describe_why_not_kept
    success_message = _("Done. The person who keeps the profile now has been told.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "of_minor": self.object.is_minor}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.city_url("kept_people"), gettext("Profiles I keep"))]
        return super().get_context_data(crumbs=crumbs, **kwargs)

    def act(self, form: HandOverForm) -> Any:
        actions.hand_over(self.object, to=form.cleaned_data["to"], actor=self.actor)
        return self.city_url("kept_people")


class PersonCode(Confirm):
    """The code by which the person takes over the profile: made by a button, shown once, printed."""

    permission = "stakeholders.change_profile"
    model = Profile
    template_name = "stakeholders/person_code.html"
    describe_why_not = describe_why_not_kept
    label = _("Make a code")
    css = "primary"

    def get_queryset(self) -> Any:
        return people_open_to(self.request.user)

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.city_url("kept_people"), gettext("Profiles I keep"))]

    def get_question(self) -> str:
        return gettext("A code for %(name)s") % {"name": self.object.display_name}

    def get_text(self) -> str:
        text = ngettext(
            "With it the person takes over this profile: on the page “Take over a profile”, once, within %(n)s day. A code "
            "given out before is good no more.",
            "With it the person takes over this profile: on the page “Take over a profile”, once, within %(n)s days. A code "
            "given out before is good no more.",
            CODE_DAYS,
        )
        return text % {"n": CODE_DAYS}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        code = self._find_shown()
        live = ClaimCode.objects.live().filter(profile=self.object).first()
        address = f"{settings.BASE_URL}{self.city_url('take_over')}"
        return super().get_context_data(row=self.object, code=code, live=live, address=address, **kwargs)

    def _find_shown(self) -> str:
        """The code that this browser has just made, in two groups; "" once its minutes are over."""
        number, code, until = self.request.session.get(CODES) or (0, "", "")
        is_shown = number == self.object.pk and until > timezone.now().isoformat()
        if code and not is_shown:
            del self.request.session[CODES]
        return f"{code[:4]} {code[4:]}" if is_shown else ""

    def act(self) -> None:
        code = actions.make_code(self.object, actor=self.actor)
        until = (timezone.now() + timedelta(minutes=SHOWN_MINUTES)).isoformat()
        self.request.session[CODES] = (self.object.pk, code, until)

    def success_url(self) -> str:
        return self.city_url("person_code", self.object.pk)


class EndCode(AskedOnce):
    """A code that went astray opens nothing."""

    permission = "stakeholders.change_profile"
    model = Profile
    ends = (verbs.CLAIM_CODE_ENDED,)
    success_message = _("The code was cancelled.")

    def get_queryset(self) -> Any:
        return Profile.objects.select_related("managed_by").filter(merged_into=None)

    def asks(self) -> dict[str, Any]:
        return {
            "question": gettext("Cancel the code for %(name)s?") % {"name": self.object.display_name},
            "text": gettext("Nobody can use it then. You can make another one."),
            "label": gettext("Cancel the code"),
        }

    def act(self) -> None:
        actions.end_code(self.object, actor=self.actor)

    def success_url(self) -> str:
        return self.city_url("person_code", self.object.pk)
