"""Taking back a list of people without mail."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext

from consents import verbs
from consents.actions.kept_lists import TakenBack, erase_kept_list, split_list
from educities.kit.end_pages import EndPage
from educities.kit.forms import ReasonForm
from educities.kit.multilingual import join_localised
from stakeholders.models import Profile


class EraseKeptList(EndPage):
    """Everybody who was added together with this person is removed: the list was a wrong one."""

    permission = "stakeholders.change_profile"
    model = Profile
    ends = (verbs.KEPT_ERASED,)
    step = staticmethod(erase_kept_list)
    label = gettext_lazy("Withdraw the list")
    told = gettext_lazy("The reason stays in the history of each person.")

    def get_queryset(self) -> Any:
        return Profile.objects.select_related("managed_by").filter(merged_into=None, left_at=None)

    @property
    def split(self) -> TakenBack:
        """Who would go and who stays."""
        if not hasattr(self, "_split"):
            self._split = split_list(self.object, self.actor)
        return self._split

    def get_blocker(self) -> str:
        if self.split.removed:
            return super().get_blocker()
        return gettext("This person was not added with a list, or more than 30 days ago. Remove each person singly.")

    def get_question(self) -> str:
        return gettext("Withdraw the whole list?")

    def get_text(self) -> str:
        return gettext(
            "We delete the names and all that was entered in the profiles; ideas that others read stay, without the name. "
            "What is deleted cannot be brought back."
        )

    def list_effects(self) -> list[str]:
        names = Profile.objects.filter(pk__in=self.split.removed).order_by("pk").values_list("display_name", flat=True)
        text = ngettext("%(n)s person is removed: %(names)s.", "%(n)s people are removed: %(names)s.", len(names))
        said = text % {"n": len(names), "names": join_localised(list(names))}
        return [said, *name_staying(self.split.stays)]

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [(self.city_url("kept_people"), gettext("Profiles I keep"))]

    def target_url(self) -> str:
        return self.city_url("kept_people")

    def act(self, form: ReasonForm) -> str:
        done = erase_kept_list(self.object, actor=self.actor, reason=form.cleaned_data["reason"])
        number = len(done.removed)
        text = ngettext("%(n)s person was removed.", "%(n)s people were removed.", number) % {"n": number}
        self.success_message = " ".join([text, *name_staying(done.stays)])
        return self.target_url()


def name_staying(people: list[Profile]) -> list[str]:
    """Who of a list stays, in a sentence, where anybody does."""
    names = join_localised([one.display_name for one in people])
    text = gettext("Kept by someone else now, or responsible for a child, and therefore still here: %(names)s.")
    return [text % {"names": names}] if people else []
