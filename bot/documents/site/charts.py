"""A chart as SVG. Shades and fonts come from site.css, so that it follows dark, light and paper."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from knowledge.indicators import Chart
from knowledge.indicators.chart import ChartPoint

WIDTH, HEIGHT = 680, 250
LEFT, RIGHT, TOP, BOTTOM = 64, 64, 30, 34
DOT = 5


def chart_svg(chart: Chart) -> Markup:
    """The same dots, lines and numbers as on the meeting sheet. What it shows is said in words by `chart.twin`."""
    parts = [
        Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(WIDTH, HEIGHT, chart.twin),
        Markup('<line class="axis" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(_x(0), _y(0), _x(1), _y(0)),
        *([_line("aim", chart.line)] if chart.line else []),
        _line("line", [(point.x, point.y) for point in chart.of_kind("actual")]),
        *(_label(_x(x), HEIGHT - BOTTOM + 22, "year", text) for text, x in chart.years),
        *(_number(point) for point in chart.points),
        *(_dot(point) for point in chart.points),
        Markup("</svg>"),
    ]
    return Markup("\n").join(parts)


def _x(share: float) -> float:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(share: float) -> float:
    return round(TOP + (1 - share) * (HEIGHT - TOP - BOTTOM), 1)


def _line(kind: str, places: Iterable[tuple[float, float]]) -> Markup:
    points = " ".join(f"{_x(x)},{_y(y)}" for x, y in places)
    return Markup('<polyline class="{}" points="{}"/>').format(kind, points)


def _label(x: float, y: float, kind: str, text: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(kind, x, round(y, 1), escape(text))


def _number(point: ChartPoint) -> Markup:
    x, y = _x(point.x), _y(point.y)
    if point.side == "left":
        return _label(x - 14, y + 5, f"{point.kind} left", point.label)
    return _label(x, y + 22 if point.side == "below" else y - 12, point.kind, point.label)


def _dot(point: ChartPoint) -> Markup:
    """Told apart by shape: full dot, hollow dot, diamond."""
    x, y = _x(point.x), _y(point.y)
    if point.kind == "target":
        corners = f"{x},{y - DOT - 2} {x + DOT + 2},{y} {x},{y + DOT + 2} {x - DOT - 2},{y}"
        return Markup('<polygon class="dot target" points="{}"/>').format(corners)
    return Markup('<circle class="dot {}" cx="{}" cy="{}" r="{}"/>').format(point.kind, x, y, DOT)
