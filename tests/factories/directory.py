"""Records of the directory: plain and unsurprising."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from localoffer.directory import actions, models
from localoffer.directory.vocabulary import load_vocabulary

from .places import AuthorityFactory


def term(taxonomy: str, code: str) -> models.TaxonomyTerm:
    """A term of the starting vocabulary, which is loaded when it is not there yet."""
    if not models.TaxonomyTerm.objects.of(taxonomy).exists():
        load_vocabulary()
    return models.TaxonomyTerm.objects.get(taxonomy__code=taxonomy, code=code)


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = models.Organization

    owner = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Organisation {n}")


class LocationFactory(DjangoModelFactory):
    class Meta:
        model = models.Location

    owner = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Hall {n}")
    address_1 = "1 Market Street"
    city = "Fenbridge"
    postal_code = "LN1 1AA"


class ServiceFactory(DjangoModelFactory):
    """A published service, in its council's Local Offer.

    `listed_by` (default: its owner) puts it there; None leaves it out. Typed links are given as codes:
    ServiceFactory(needs=["ASD"], at=[location]).
    """

    class Meta:
        model = models.Service
        skip_postgeneration_save = True

    owner = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"Service {n}")
    organization = factory.SubFactory(OrganizationFactory, owner=factory.SelfAttribute("..owner"))

    @classmethod
    def _create(cls, model_class, *args, listed_by=..., at=(), **kwargs):
        links = {
            "needs": "need",
            "kinds": "kind",
            "strands": "strand",
            "delivery": "delivery",
            "communication": "communication",
            "age_stages": "age-stage",
        }
        linked = {name: [term(code, each) for each in kwargs.pop(name, ())] for name, code in links.items()}
        service = model_class(*args, **kwargs)
        for name, terms in linked.items():
            setattr(service, name, terms)
        for location in at:
            service.service_at_locations.add(models.ServiceAtLocation(location=location))
        service.save()
        authority = service.owner if listed_by is ... else listed_by
        if authority is not None:
            actions.list_service(service, authority=authority)
        return service


def checked(service, on: dt.date, authority=None) -> models.Check:
    """Someone made sure of the service on a day."""
    listing = service.listings.get(authority=authority or service.owner)
    return actions.record_check(listing, on=on, by_role="the Local Offer team", how="rang")


def closed(service, on: dt.date, successor=None) -> models.StatusChange:
    return actions.change_status(service, status="defunct", on=on, successor=successor)
