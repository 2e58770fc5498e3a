"""The map as a picture, a table, a row of small pictures, a file and figures; and a person's own place on it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from educities.kit.charts import NARROW, Line, figures_table, line_chart
from educities.kit.day_words import format_row_day
from educities.kit.views import FormPage, Page
from network_map import texts
from network_map.actions import NOBODY, choose_level
from network_map.forms import MapChoiceForm, MapFilter
from network_map.models import MapChoice
from network_map.queries import read_network
from network_map.queries.figures import list_figures
from network_map.queries.scenes import (
    Choice,
    Mark,
    Scene,
    build_scene,
    find_places,
    join_scenes,
    mirror_scene,
    narrow_network,
)
from network_map.renderers.picture import Look, draw_scene, name_mark
from network_map.renderers.style import STYLE
from network_map.values import Network, Quarter, list_quarters
from stakeholders.queries import find_profile
from stakeholders.queries.visibility import find_sight

FIELDS = ("sector", "area", "circle", "around", "island")


class NetworkPage(Page):
    """What the pages of the map have in common: the network as this reader sees it, narrowed as the address says."""

    permission = "network_map.list_mapchoice"

    @cached_property
    def network(self) -> Network:
        user = self.actor
        profile = find_profile(user)
        is_staff = user.has_perm("collaborations.list_collaboration", self.city)
        levels = find_sight(user, self.city).levels
        return read_network(self.city, levels, profile.pk if profile else None, is_staff=is_staff)

    @cached_property
    def quarters(self) -> list[Quarter]:
        days = [tie.since for tie in self.network.ties]
        return list_quarters(min(days, default=None), self.city.today())

    @cached_property
    def filter(self) -> MapFilter:
        areas = {tie.area for tie in self.network.ties if tie.area}
        return MapFilter(self.request.GET or None, areas=areas)

    @cached_property
    def choice(self) -> Choice:
        """What the address says; what it says wrongly narrows nothing."""
        bound = self.filter
        chosen = {**bound.cleaned_data} if bound.is_bound and bound.is_valid() else {}
        chosen.pop("step", None)
        get = self.request.GET
        return Choice(self.quarters[self.step], **chosen, around=get.get("around", ""), island=get.get("island", ""))

    @property
    def step(self) -> int:
        """The place of the chosen quarter among all, the running one without a choice."""
        said, last = self.request.GET.get("step", ""), len(self.quarters) - 1
        return min(int(said), last) if said.isdecimal() and len(said) < 4 else last

    def find_scene(self, choice: Choice | None = None) -> Scene:
        """The picture, as it lies on this page."""
        choice = choice or self.choice
        places = find_places(self.city.pk, self.network)
        scene = build_scene(narrow_network(self.network, choice), places, choice)
        return mirror_scene(scene) if get_language_bidi() else scene

    def build_query(self, **more: Any) -> str:
        """The address's choices with these instead."""
        query = QueryDict(mutable=True)
        query.update({name: self.request.GET[name] for name in (*FIELDS, "step") if self.request.GET.get(name)})
        for name, value in more.items():
            query.pop(name, None)
            if value not in {None, ""}:
                query[name] = str(value)
        return f"?{query.urlencode()}" if query else ""

    def find_url(self, mark: Mark) -> str:
        """A mark leads to those around it, a group to what it holds."""
        name = "island" if mark.kind == "group" else "around"
        return self.city_url("network_map") + self.build_query(**{name: mark.key})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "filter": self.filter,
                "query": self.build_query(),
                "quarter": texts.name_quarter(self.choice.quarter),
                "step": self.step,
                "last_step": len(self.quarters) - 1,
                "kept_fields": [(name, self.request.GET[name]) for name in FIELDS if self.request.GET.get(name)],
                "is_cut": any(self.request.GET.get(name) for name in FIELDS),
                **kwargs,
            }
        )


class NetworkMap(NetworkPage):
    """The picture."""

    template_name = "network_map/map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scene = self.find_scene()
        around = scene.by_key.get(self.choice.around)
        title, text = _("Map of the network"), describe_scene(scene)
        return super().get_context_data(
            scene=scene,
            picture=draw_scene(scene, Look(title, text, self.find_url)),
            still_picture=draw_scene(scene, Look(title, text)),
            said=describe_scene(scene),
            around=around,
            around_url=self.find_page(around) if around else "",
            is_on_map=MapChoice.objects.filter(profile__user=self.actor).exists(),
            **kwargs,
        )

    def find_page(self, mark: Mark) -> str:
        """The page of whom the mark stands for, where this reader may open it."""
        asked = {"organisation": "stakeholders.list_organisation", "person": "stakeholders.search_profile"}
        pages = {"organisation": "organisation", "person": "profile"}
        if mark.kind not in asked or not self.actor.has_perm(asked[mark.kind], self.city):
            return ""
        return self.city_url(pages[mark.kind], int(mark.key[1:]))


class NetworkTable(NetworkPage):
    """The same as a table."""

    template_name = "network_map/table.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scene = self.find_scene()
        marks, looks = scene.by_key, {(line.one, line.other): line.look for line in scene.lines}
        rows = [
            {
                "mark": mark,
                "name": name_mark(mark),
                "url": self.find_url(mark),
                "near": [(name_mark(marks[key]), looks[min(mark.key, key), max(mark.key, key)]) for key in mark.near],
            }
            for mark in scene.marks
        ]
        return super().get_context_data(rows=rows, scene=scene, said=describe_scene(scene), **kwargs)


class NetworkOverTime(NetworkPage):
    """How it grew: a small picture of each quarter."""

    template_name = "network_map/over_time.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scenes = [self.find_scene(self.choice._replace(quarter=quarter)) for quarter in self.quarters]
        pictures, frame = [], join_scenes(scenes)
        for step, (quarter, scene) in enumerate(zip(self.quarters, scenes, strict=True)):
            name, said = texts.name_quarter(quarter), describe_scene(scene)
            pictures.append(
                {
                    "name": name,
                    "said": said,
                    "picture": draw_scene(scene, Look(name, said, is_small=True, around=frame)),
                    "url": self.city_url("network_map") + self.build_query(step=step),
                }
            )
        return super().get_context_data(pictures=pictures, **kwargs)


class NetworkFile(NetworkPage):
    """The picture as a file of its own."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        scene = self.find_scene()
        note = f"{self.city} · {texts.name_quarter(self.choice.quarter)} · {format_row_day(self.city.today())}"
        look = Look(_("Map of the network"), describe_scene(scene), style=STYLE, note=note)
        picture = draw_scene(scene, look) or '<svg xmlns="http://www.w3.org/2000/svg"/>'
        name = f"network-{self.city.slug}-{self.choice.quarter.code}.svg"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(picture, content_type="image/svg+xml", headers=headers)


class NetworkFigures(Page):
    """From pyramid to network: the figures of each quarter, and what they mean in a sentence."""

    permission = "network_map.list_mapchoice"
    template_name = "network_map/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = list_figures(self.city)
        figures = [one for _quarter, one in found]
        short = [texts.shorten_quarter(quarter) for quarter, _one in found]
        lines = list_lines_of(figures)
        charts = [
            (
                title,
                line_chart(
                    short, [Line("actual", title, values)], title=title, unit=unit, frame=NARROW, is_amount=True
                ),
            )
            for title, values, unit in lines
        ]
        return super().get_context_data(
            sentence=texts.describe_figures(figures[-1], texts.find_year_before(figures)),
            charts=[(title, chart) for title, chart in charts if chart] if len(figures) > 1 else [],
            now=figures[-1],
            table=figures_table(
                [texts.name_quarter(quarter) for quarter, _one in found],
                [Line(str(n), title, values) for n, (title, values, _unit) in enumerate(lines)],
                title=_("The figures of each quarter"),
                head=_("Quarter"),
            ),
            **kwargs,
        )


class ChooseLevel(FormPage):
    """Who finds me on the map."""

    permission = "network_map.add_mapchoice"
    form_class = MapChoiceForm
    template_name = "network_map/choice.html"
    success_message = gettext_lazy("Your choice is saved. It holds from now on.")

    def get_initial(self) -> dict[str, Any]:
        row = MapChoice.objects.filter(profile__user=self.actor).first()
        return {"level": row.level if row else NOBODY}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(self.city_url("network_map"), _("Map"))]
        return super().get_context_data(crumbs=crumbs, cancel=self.city_url("network_map"), **kwargs)

    def act(self, form: MapChoiceForm) -> str:
        profile = find_profile(self.actor)
        if profile is not None:
            choose_level(profile, actor=self.actor, level=form.cleaned_data["level"])
        return self.city_url("network_map")


def describe_scene(scene: Scene) -> str:
    """One sentence: how many stand there, and how many lines."""
    if scene.is_grouped:
        return _("%(groups)s groups with %(n)s people, organisations and labs") % {
            "groups": len(scene.marks),
            "n": sum(mark.count for mark in scene.marks),
        }
    kinds = [mark.kind for mark in scene.marks]
    return _("Organisations: %(organisations)s · people: %(people)s · labs: %(labs)s · ties: %(ties)s") % {
        "organisations": kinds.count("organisation"),
        "people": kinds.count("person"),
        "labs": kinds.count("lab"),
        "ties": len(scene.lines),
    }


def list_lines_of(figures: Sequence[Any]) -> list[tuple[str, list[Any], str]]:
    """What is drawn of the figures: title, values and unit of each."""
    return [
        (_("Without the public sector"), [one.without_public_percent for one in figures], "%"),
        (_("Across sectors"), [one.across_sectors_percent for one in figures], "%"),
        (_("Collaborations under way"), [one.collaborations for one in figures], ""),
        (_("Organisations without a tie"), [one.organisations_untied for one in figures], ""),
        (_("People without a tie"), [one.people_untied for one in figures], ""),
        (_("Steps from one organisation to another"), [one.mean_path for one in figures], ""),
        (_("Bridges"), [one.bridges for one in figures], ""),
    ]
