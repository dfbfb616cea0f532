"""The crisp styles, flat and outline: how they draw a figure and turn a flat background into theirs."""

from PIL import Image, ImageDraw

from danqing.training.starter.renderer.figure import Figure, Role
from danqing.training.starter.renderer.palette import Rgb, mix, paints
from danqing.training.starter.renderer.patch import Patch, Spot, draw_lines, draw_part

_PAPER: Rgb = (255, 252, 245)


def draw_flat(canvas: Image.Image, figure: Figure, spot: Spot, body: Rgb, ground: Rgb) -> None:
    """Flat fills with a thin contour about each solid part."""
    width = canvas.width / 256 * 0.9 + spot.half * 0.016
    patch = Patch(spot, margin=width + 0.6)
    sheet = patch.lift(canvas)
    draw = ImageDraw.Draw(sheet)
    tones = paints(body, ground)
    for part in figure:
        ink = tones["contour"] if part.role is Role.SOLID else None
        draw_part(draw, patch, part, tones[part.paint], width, ink)
    canvas.paste(sheet.reduce(patch.scale), patch.bounds)


def outline_background(image: Image.Image) -> Image.Image:
    """The background as a pale wash; night and black stay darker, or they would pass for grey."""
    dark = sum(image.resize((1, 1), Image.Resampling.BOX).tobytes()) < 330
    return Image.blend(image, Image.new("RGB", image.size, _PAPER), 0.26 if dark else 0.5)


def draw_outline(canvas: Image.Image, figure: Figure, spot: Spot, body: Rgb, ground: Rgb) -> None:
    """Thick lines of the object's colour around paper white; white lines get a thin grey casing."""
    unit = canvas.width / 256
    width = unit * 1.5 + spot.half * 0.04
    white = spot.colour == "white"
    casing = unit * 0.9 if white else 0.0
    patch = Patch(spot, margin=width + casing + 0.6)
    sheet = patch.lift(canvas)
    draw = ImageDraw.Draw(sheet)
    if white:
        for part in figure:
            if part.role is Role.SOLID:
                draw_part(draw, patch, part, _PAPER, width + casing, (140, 149, 168))
    line = mix(body, (236, 170, 0), 0.4) if spot.colour == "yellow" else body
    fill = (213, 220, 232) if white else _PAPER
    draw_lines(draw, patch, figure, fill, width, line)
    canvas.paste(sheet.reduce(patch.scale), patch.bounds)
