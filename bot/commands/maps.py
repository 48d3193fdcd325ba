"""The maps of `fengshao stats`: a picture for people, GeoJSON for map programs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from bot.commands.files import write_whole
from bot.commands.installation import Unusable, read_database
from bot.config import Config
from bot.desk.maps import read_plot
from bot.domain.areas import Area
from bot.domain.maps import Plot
from bot.domain.periods import Period
from bot.domain.statistics import Scope
from bot.drawing.here import draw_here
from bot.notices.geojson import map_geojson
from bot.notices.maps import Shown, map_sheet
from bot.notices.texts import Texts, text_faults
from storage.transaction import Tx


def write_maps(
    config: Config, period: Period, now: datetime, scope: Scope, picture: Path | None, data: Path | None
) -> None:
    """Each file whole or not at all. Raises Unusable, Refused(UNKNOWN_UNIT) and click.ClickException."""
    if faults := text_faults(config.texts):
        raise Unusable("\n".join(faults))
    zone = config.area.timezone

    def read(tx: Tx, area: Area) -> tuple[Area, Plot]:
        return area, read_plot(tx, area, period, now, scope)

    area, plot = read_database(config, read)
    if plot.is_blank:
        raise click.ClickException(
            "there is nothing to draw: no place has lat and lon, no unit a boundary, and no report came with a"
            " position; write them into the area book and import it (fengshao area import)"
        )
    if data is not None:
        write_whole(data, map_geojson(area, plot, zone))
    if picture is not None:
        write_whole(picture, draw_here(map_sheet(Texts(config.texts), Shown(area, plot), zone)))
