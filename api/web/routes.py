"""Every page."""

from api.web.assets import get_asset
from api.web.home import home
from api.web.library import get_glossary, list_releases
from api.web.machines import MACHINE_ROUTES
from api.web.places import get_coverage, get_metric, get_region, list_regions
from api.web.reports import get_report, list_reports
from api.web.rows import get_row
from api.web.tables import get_table

WEB_ROUTES = [
    get_asset,
    home,
    list_reports,
    get_report,
    get_row,
    get_table,
    list_regions,
    get_region,
    get_metric,
    get_coverage,
    get_glossary,
    list_releases,
    *MACHINE_ROUTES,
]
