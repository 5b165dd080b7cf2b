"""Every page."""

from api.web.assets import get_asset
from api.web.compare import get_compare
from api.web.glossary import get_glossary
from api.web.history import get_row_history
from api.web.home import home
from api.web.landings import LINKSET_ROUTES
from api.web.machines import MACHINE_ROUTES
from api.web.metrics import get_metric
from api.web.phrases import get_phrases
from api.web.pictures import get_picture
from api.web.places import get_coverage, get_region, list_regions
from api.web.problems import PROBLEM_ROUTES
from api.web.releases import RELEASE_PAGES
from api.web.reports import get_report, list_reports
from api.web.rows import get_row
from api.web.tables import get_table

WEB_ROUTES = [
    get_asset,
    get_picture,
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
    get_compare,
    get_phrases,
    get_row_history,
    *RELEASE_PAGES,
    *PROBLEM_ROUTES,
    *LINKSET_ROUTES,
    *MACHINE_ROUTES,
]
