"""The records of a Local Offer, named as HSDS (Open Referral) names them."""

from .facts import AppendOnlyError, Check, StatedWait, StatusChange
from .import_job import ImportJob
from .import_mapping import ImportMapping
from .import_run import ImportRun, ImportStep, UndoneImport
from .listing import FormerAddress, Listing
from .location import Location
from .not_duplicates import NotDuplicates
from .organization import Organization, OrganizationIdentifier
from .questions import OwnQuestions
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
    "FormerAddress",
    "Funding",
    "ImportJob",
    "ImportMapping",
    "ImportRun",
    "ImportStep",
    "Language",
    "Link",
    "Listing",
    "Location",
    "NotDuplicates",
    "Organization",
    "OrganizationIdentifier",
    "OwnQuestions",
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
    "UndoneImport",
]
