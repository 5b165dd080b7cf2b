"""The typed links of a page as a header (RFC 8288), as signposting.org asks for them."""

from datasets.metadata.landing import Landing

LINKSETS = "/linksets"  # below which the set of links of a page is, at the path of the page
LINKSET = "application/linkset+json"
MOST = 4  # links of a relation: proxies take headers of some kilobytes, and the set has all


def link_header(of: Landing) -> dict[str, str]:
    """The header with the first links of each relation, and where all are."""
    found = [
        f'<{target.href}>; rel="{relation}"' + (f'; type="{target.type}"' if target.type else "")
        for relation, targets in of.links().items()
        for target in targets[:MOST]
    ]
    linkset = f'<{of.root}{LINKSETS}{of.path}>; rel="linkset"; type="{LINKSET}"'
    return {"Link": ", ".join([*found, linkset])}
