"""Every page."""

from api.web.assets import get_asset
from api.web.landings import LINKSET_ROUTES
from api.web.views.compare import get_compare
from api.web.views.glossary import get_glossary
from api.web.views.history import get_row_history
from api.web.views.home import home, list_tables
from api.web.views.machines import MACHINE_ROUTES
from api.web.views.metrics import get_metric
from api.web.views.originals import get_original
from api.web.views.phrases import get_phrases
from api.web.views.pictures import get_picture
from api.web.views.places import get_coverage, get_region, list_regions
from api.web.views.problems import PROBLEM_ROUTES
from api.web.views.releases import RELEASE_PAGES
from api.web.views.reports import get_report, list_reports
from api.web.views.rows import get_row
from api.web.views.search import get_search
from api.web.views.tables import get_table

WEB_ROUTES = [
    get_asset,
    get_picture,
    home,
    list_reports,
    get_report,
    get_original,
    get_row,
    list_tables,
    get_table,
    list_regions,
    get_region,
    get_metric,
    get_coverage,
    get_glossary,
    get_compare,
    get_phrases,
    get_search,
    get_row_history,
    *RELEASE_PAGES,
    *PROBLEM_ROUTES,
    *LINKSET_ROUTES,
    *MACHINE_ROUTES,
]
