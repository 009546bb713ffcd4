"""The catalogue's models, one file each."""

from .caution import Caution
from .criterion import Answer, Criterion
from .emergency import EmergencyLevel, EmergencyNumber
from .evidence import Evidence, ServiceEvidence
from .glossary import GlossaryTerm
from .hours import HoursException, OpeningTime, Weekday
from .office import Office
from .organisation import Organisation, OrganisationKind
from .place import District, Place, Postcode
from .responsibility import Responsibility, Role
from .service import CostOption, Link, Service
from .topic import Topic

__all__ = [
    "Answer",
    "Caution",
    "CostOption",
    "Criterion",
    "District",
    "EmergencyLevel",
    "EmergencyNumber",
    "Evidence",
    "GlossaryTerm",
    "HoursException",
    "Link",
    "Office",
    "OpeningTime",
    "Organisation",
    "OrganisationKind",
    "Place",
    "Postcode",
    "Responsibility",
    "Role",
    "Service",
    "ServiceEvidence",
    "Topic",
    "Weekday",
]
