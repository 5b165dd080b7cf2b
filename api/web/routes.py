"""Every page."""

from api.web.assets import get_asset
from api.web.home import home
from api.web.reports import get_report, list_reports

WEB_ROUTES = [get_asset, home, list_reports, get_report]
