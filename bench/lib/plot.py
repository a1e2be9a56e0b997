"""A plot of lines as SVG, of colours that can be read on white and on black."""

from dataclasses import dataclass
from html import escape

COLOURS = ("#2f7ed8", "#d9792b", "#3c9d5c", "#b0509f")
INK = "#808080"
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 760, 260, 80, 40, 40


@dataclass
class Panel:
    title: str
    lines: dict
    """For each name its points, x and y."""
    across: str
    largest: float | None = None
    """The top of the axis, for points above which a line may leave the panel; None for the largest of them."""


def svg(panels):
    """Panels below each other, one legend at the top of each."""
    height = HEIGHT * len(panels)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="12" fill="{INK}">'
    ]
    for number, panel in enumerate(panels):
        parts.append(f'<g transform="translate(0 {number * HEIGHT})">{drawn(panel)}</g>')
    return "\n".join([*parts, "</svg>", ""])


def drawn(panel):
    points = [point for line in panel.lines.values() for point in line]
    most_x = max(x for x, _ in points)
    step = ticks(panel.largest or max(y for _, y in points))
    most_y = step * -(-(panel.largest or max(y for _, y in points)) // step)

    def at(x, y):
        return LEFT + x / most_x * (WIDTH - LEFT - 20), HEIGHT - BOTTOM - min(1, y / most_y) * (HEIGHT - TOP - BOTTOM)

    parts = [text(LEFT, 20, panel.title, weight="bold"), text(WIDTH - 20, HEIGHT - 8, panel.across, anchor="end")]
    for y in range(round(most_y / step) + 1):
        left, height = at(0, y * step)
        parts.append(f'<path d="M{left:.0f} {height:.1f}H{WIDTH - 20}" stroke="{INK}" stroke-opacity=".3"/>')
        parts.append(text(left - 8, height + 4, f"{y * step:,g}", anchor="end"))
    across = ticks(most_x)
    for x in range(int(most_x / across) + 1):
        parts.append(text(at(x * across, 0)[0], HEIGHT - BOTTOM + 18, f"{x * across:g}", anchor="middle"))
    legend = WIDTH - 20
    for (name, line), colour in zip(reversed(panel.lines.items()), reversed(COLOURS[: len(panel.lines)])):
        path = " ".join("{:.1f},{:.1f}".format(*at(x, y)) for x, y in line)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(text(legend, 20, name, anchor="end", fill=colour))
        legend -= 8 * len(name) + 20
    return "".join(parts)


def ticks(most):
    """A round distance between marks, four to eight of them."""
    power = 10 ** (len(str(int(max(1, most)))) - 1)
    return next(part * power for part in (2, 1, 0.5, 0.25, 0.125) if most / (part * power) >= 4)


def text(x, y, words, anchor="start", weight="normal", fill=INK):
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-weight="{weight}" fill="{fill}">{escape(words)}</text>'
