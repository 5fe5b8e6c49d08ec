"""The groups through which Wagtail lets a council's people at its own pages and files, and at nobody else's."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site, WorkflowPage

from localoffer.places.models import Authority

from .models import CouncilGroup, Membership, Role
from .moderation import workflow

Name = TypeVar("Name")

# What a role begins to have, as (app, codename)
PAGES = {
    Role.EDITOR: ("add_page", "change_page"),
    Role.PUBLISHER: ("publish_page", "lock_page", "unlock_page", "bulk_delete_page"),
}
FILES = {
    Role.EDITOR: (
        ("wagtailimages", "add_image"),
        ("wagtailimages", "change_image"),
        ("wagtailimages", "choose_image"),
        ("wagtaildocs", "add_document"),
        ("wagtaildocs", "change_document"),
        ("wagtaildocs", "choose_document"),
    ),
}


@transaction.atomic
def make_groups(authority: Authority) -> None:
    """Make a council's groups and its collection of files, or put them right. Safe to run again."""
    found = CouncilGroup.objects.filter(authority=authority).select_related("collection").first()
    collection = found.collection if found else _new_collection(authority)
    roots = [
        site.root_page
        for site in Site.objects.filter(authority_site__authority=authority).select_related("root_page")
        if site.root_page.depth > 1  # the root of all pages is every council's
    ]
    flow = workflow()
    for root in roots if flow else []:
        WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": flow})
    groups = {role: _group(authority, role, collection) for role in Role}
    GroupPagePermission.objects.filter(group__in=groups.values()).exclude(page__in=roots).delete()
    granted = _permissions()
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(group=groups[role], page=root, permission=granted["wagtailcore", codename])
            for role, codename in _begun(PAGES)
            for root in roots
        ],
        ignore_conflicts=True,  # those that are there already
    )
    GroupCollectionPermission.objects.bulk_create(
        [
            GroupCollectionPermission(group=groups[role], collection=collection, permission=granted[name])
            for role, name in _begun(FILES)
        ],
        ignore_conflicts=True,
    )
    for membership in Membership.objects.filter(authority=authority).select_related("user"):
        put_in_group(membership.user, authority, Role(membership.role))


def _begun(what: Mapping[Role, Iterable[Name]]) -> Iterator[tuple[Role, Name]]:
    """Each role with everything that it has begun to have."""
    return (
        (role, name)
        for role in Role
        for begins, names in what.items()
        if role.reaches(begins)
        for name in names
    )


def _permissions() -> dict[tuple[str, str], Permission]:
    """Those that are granted, by app and codename."""
    apps = {"wagtailcore", *(app for names in FILES.values() for app, _ in names)}
    found = Permission.objects.filter(content_type__app_label__in=apps).select_related("content_type")
    return {(each.content_type.app_label, each.codename): each for each in found}


def put_in_group(user, authority: Authority, role: Role | None) -> None:
    """Have the person in the group of this role and in no other of the council; in none, for None."""
    groups = CouncilGroup.objects.filter(authority=authority)
    user.groups.remove(*Group.objects.filter(council_group__in=groups.exclude(role=role)))
    if role is not None:
        user.groups.add(*Group.objects.filter(council_group__in=groups.filter(role=role)))


def _group(authority: Authority, role: Role, collection: Collection) -> Group:
    found = CouncilGroup.objects.filter(authority=authority, role=role).select_related("group").first()
    if found is None:
        # A council's slug is unique, and its own name may be another's too
        group = Group.objects.create(name=f"{authority.slug}: {role.value}"[:150])
        found = CouncilGroup.objects.create(
            group=group, authority=authority, role=role, collection=collection
        )
    return found.group


def _new_collection(authority: Authority) -> Collection:
    return Collection.get_first_root_node().add_child(name=authority.name)
