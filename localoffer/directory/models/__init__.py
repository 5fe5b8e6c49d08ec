"""The records of a Local Offer, named as HSDS (Open Referral) names them."""

from .facts import AppendOnlyError, Check, StatedWait, StatusChange
from .import_run import ImportRun
from .listing import Listing
from .location import Location
from .organization import Organization, OrganizationIdentifier
from .service import (
    Contact,
    CostOption,
    Funding,
    Language,
    Link,
    Phone,
    ProviderAnswer,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
)
from .taxonomy import Taxonomy, TaxonomyTerm, TaxonomyTermName

__all__ = [
    "AppendOnlyError",
    "Check",
    "Contact",
    "CostOption",
    "Funding",
    "ImportRun",
    "Language",
    "Link",
    "Listing",
    "Location",
    "Organization",
    "OrganizationIdentifier",
    "Phone",
    "ProviderAnswer",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "StatedWait",
    "StatusChange",
    "Taxonomy",
    "TaxonomyTerm",
    "TaxonomyTermName",
]
