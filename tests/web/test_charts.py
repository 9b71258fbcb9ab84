"""The drawings are sound SVG in both languages, whatever the names and figures are."""

from __future__ import annotations

import itertools
import random
import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.portfolio import Position
from wertschatz.domain.values import Group
from wertschatz.web.charts import axes
from wertschatz.web.charts.gallery import pictures_of
from wertschatz.web.charts.picture import NARROW, WIDE, Links, Picture
from wertschatz.wording.catalogue import LANGUAGES
from wertschatz.wording.formats import NBSP

SVG = "{http://www.w3.org/2000/svg}"
MARK_CLASSES = {"A", "B", "C", "open", "free", "dot", "dot behind", "touch", "peak"}
EVIL = "<script>alert('1')</script> & \"Söhne\" ]]> \x00\x0b\ud800"


def a_base(customers: int, name: str = "Kunde") -> tuple[list[Position], dict[int | str, str]]:
    dice = random.Random(customers)
    groups = [*Group, None]
    positions = [
        Position(
            n,
            dice.randrange(-20_000, 300_000),
            dice.randrange(-5_000, 900_000),
            dice.choice([None, dice.randrange(3_000)]),
            groups[n % 4],
        )
        for n in range(customers)
    ]
    return positions, {n: f"{name} {n}" for n in range(customers)}


def gallery(
    positions: list[Position], names: dict[int | str, str], language: str = "de"
) -> list[Picture]:
    made = pictures_of(positions, names, Limits(), "EUR", language, contribution_known=True)
    return [picture for picture in made.values() if picture]


def drawings(picture: Picture) -> list[etree._Element]:
    return list(etree.fromstring(f"<both>{picture.svg}</both>"))


def marks(drawing: etree._Element) -> list[etree._Element]:
    shapes = [*drawing.iter(f"{SVG}rect", f"{SVG}circle", f"{SVG}polygon")]
    return [shape for shape in shapes if shape.get("class") in MARK_CLASSES]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("customers", [1, 3, 40, 2500])
def test_every_drawing_is_sound(customers: int, language: str) -> None:
    pictures = gallery(*a_base(customers), language)
    assert "whale" in [picture.key for picture in pictures]
    for picture in pictures:
        assert [drawing.tag for drawing in drawings(picture)] == [f"{SVG}svg"] * 2
        for drawing, layout in zip(drawings(picture), (NARROW, WIDE), strict=True):
            assert drawing.get("class") == f"chart {layout.name}"
            assert drawing.get("viewBox", "").startswith(f"0 0 {layout.width} ")
            assert drawing.get("role") == "img"
            named = drawing.find(f"{SVG}title")
            assert named is not None
            assert named.get("id") == drawing.get("aria-labelledby")
            assert named.text == picture.sentence
            assert not drawing.xpath(
                ".//@style | .//@fill | .//@stroke | .//*[local-name()='style']"
            )
            assert marks(drawing)
            assert all(len(mark.findall(f"{SVG}title")) == 1 for mark in marks(drawing))
            assert "nan" not in picture.svg
            assert "inf" not in "".join(drawing.xpath(".//@x | .//@y | .//@points | .//@cx"))


def test_ids_are_unique_on_the_page() -> None:
    page = "".join(picture.svg for picture in gallery(*a_base(40)))
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids)) > 6


def test_names_are_escaped_and_freed_of_what_xml_forbids() -> None:
    for picture in gallery(*a_base(40, EVIL)):
        assert "<script" not in picture.svg
        drawn = drawings(picture)
        if picture.key != "shares":
            assert any("<script>alert('1')</script> & \"Söhne\"" in text
                       for drawing in drawn for text in drawing.itertext())  # fmt: skip


def test_every_mark_tells_name_and_figures() -> None:
    positions = [Position("x", 123_400, 500_000, 90, Group.A)]
    told = {
        picture.key: [
            mark.findtext(f"{SVG}title", "").replace(NBSP, " ")
            for mark in marks(drawings(picture)[1])
        ]
        for picture in gallery(positions, {"x": "Bäckerei Ast"}, "en")
    }
    assert told["whale"][0] == "Bäckerei Ast: €1,234; place 1 of 1, added up €1,234"
    assert "Bäckerei Ast: revenue €5,000, effort 1 h 30 min, Group A" in told["scatter"]
    assert told["shares"][0] == "Group A: 100% of the time, 1 h 30 min"


@pytest.mark.parametrize(
    "positions",
    [
        [Position(1, 0, 0, 0, None)],
        [Position(n, 0, 0, None, None) for n in range(5)],
        [Position(n, -(10**17), -(10**17), 10**9, Group.C) for n in range(5)],
        [Position(n, 10**17, 10**17, 10**9, Group.A) for n in range(60)],
        [Position(1, 1, 1, 1, Group.A), Position(2, -1, -1, 1, Group.B)],
        [Position(1, 500, 500, 0, Group.A), Position(2, 500, 0, 700, Group.C)],
    ],
)
def test_extreme_figures_are_drawn(positions: list[Position]) -> None:
    for language in LANGUAGES:
        for picture in gallery(positions, {}, language):
            assert all(marks(drawing) or picture.key == "whale" for drawing in drawings(picture))
            assert picture.sentence
            assert picture.rows


FIGURES = st.tuples(
    st.integers(-(10**14), 10**14),
    st.integers(-(10**14), 10**14),
    st.none() | st.integers(0, 10**8),
    st.none() | st.sampled_from(Group),
)


@given(st.lists(FIGURES, max_size=12), st.text(max_size=40))
def test_any_base_is_well_formed_and_stays_inside(
    rows: list[tuple[int, int, int | None, Group | None]], name: str
) -> None:
    positions = [Position(number, *row) for number, row in enumerate(rows)]
    for picture in gallery(positions, dict.fromkeys(range(len(rows)), name)):
        for drawing, layout in zip(drawings(picture), (NARROW, WIDE), strict=True):
            for place in drawing.xpath(".//@cx"):
                assert 0 <= float(place) <= layout.width
            for place in drawing.xpath(".//@cy"):
                assert 0 <= float(place) <= layout.height


def test_nothing_is_drawn_without_customers_or_what_the_picture_needs() -> None:
    assert gallery([], {}) == []
    without_effort = [Position(1, 5, 500, None, Group.A)]
    assert [one.key for one in gallery(without_effort, {})] == ["whale", "shares"]
    untold = pictures_of(without_effort, {}, Limits(), "EUR", "de", contribution_known=False)
    assert untold["whale"] is None


def test_very_many_are_thinned_and_said_so() -> None:
    pictures = gallery(*a_base(5000), "en")
    for picture in pictures:
        narrow, wide = drawings(picture)
        assert len(marks(wide)) <= 2004
        assert len(marks(narrow)) <= 504
        assert len(picture.rows) <= 50
    notes = " ".join(note for picture in pictures for note in picture.notes)
    assert "The table shows 50 of 5,000 customers" in notes
    assert "lie on each other" in notes


def test_names_in_the_tables_lead_to_what_stands_behind() -> None:
    links = Links(lambda customer: f"/{customer}/", lambda group: f"?{group or 'undecided'}")
    made = pictures_of(
        *a_base(8), Limits(), "EUR", "en", contribution_known=True, links=links
    )  # fmt: skip
    first = {key: {row[0].link for row in one.rows} for key, one in made.items() if one}
    assert first["whale"] == {f"/{number}/" for number in range(8)}
    assert first["scatter"] <= first["whale"]
    assert first["shares"] == {"?A", "?B", "?C", "?undecided", ""}
    page = render_to_string("customers/pictures.html", {**made, "language": "en"})
    assert '<th scope="row"><a href="/3/">Kunde 3</a></th>' in page


def test_a_row_has_a_cell_for_each_head() -> None:
    for picture in gallery(*a_base(40)):
        for row in picture.rows:
            assert [cell.figure for cell in row] == [head.figure for head in picture.heads]


@given(st.integers(-(10**15), 10**15), st.integers(0, 10**15), st.integers(2, 9))
def test_ticks_are_round_and_hold_everything(low: int, span: int, most: int) -> None:
    ticks = axes.even_ticks(low, low + span, most)
    assert ticks[0] <= low <= low + span <= ticks[-1]
    assert len(ticks) <= most + 2
    steps = {after - before for before, after in itertools.pairwise(ticks)}
    assert len(steps) == 1
    assert re.fullmatch("[125]0*", str(steps.pop()))


@given(st.integers(1, 10**15), st.integers(20, 90))
def test_ticks_of_a_stretched_scale_keep_their_distance(high: int, room: int) -> None:
    scale = axes.Scale(0, high, 300, 40, rooted=True)
    ticks = axes.root_ticks(scale, 1, room)
    assert ticks[0] == 0
    places = [scale(tick) for tick in ticks]
    assert all(abs(a - b) >= room - 1e-6 for a, b in itertools.pairwise(places))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_each_picture_with_its_table(language: str) -> None:
    positions, names = a_base(12, EVIL.strip("\ud800"))
    context = pictures_of(
        positions, names, Limits(), "EUR", language, contribution_known=True
    )  # fmt: skip
    with translation.override(language):
        page = render_to_string("customers/pictures.html", {**context, "language": language})
    assert page.count('role="img"') == 6
    assert page.count("<table>") == 3
    assert "alert('1')</script>" not in page
    assert context["whale"]
    assert f"<h1>{context['whale'].headline}" in page.replace("<h1>\n", "<h1>")


def test_the_empty_page_says_what_to_do_next() -> None:
    nothing = {"whale": None, "scatter": None, "shares": None, "language": "en"}
    with translation.override("en"):
        page = render_to_string("customers/pictures.html", nothing)
        assert "There is nothing to draw yet." in page
        assert 'href="/welcome/"' in page
        revenue = pictures_of(
            [Position(1, 5, 500, None, Group.A)], {}, Limits(), "EUR", "en",
            contribution_known=False,
        )  # fmt: skip
        page = render_to_string("customers/pictures.html", {**revenue, "language": "en"})
    assert "what an hour of your work costs" in page
    assert "How much time your customers take is not known yet." in page
