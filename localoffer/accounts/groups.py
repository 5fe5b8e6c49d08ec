"""The groups through which Wagtail lets a council's people at its own pages and files, and at nobody else's."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site, WorkflowPage

from localoffer.places.models import Authority

from .models import CouncilGroup, Membership, Role
from .moderation import workflow

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
    for role in Role:
        group = _group(authority, role, collection)
        GroupPagePermission.objects.filter(group=group).exclude(page__in=roots).delete()
        for begins, codenames in PAGES.items():
            if not role.reaches(begins):
                continue
            for permission in Permission.objects.filter(
                content_type__app_label="wagtailcore", codename__in=codenames
            ):
                for root in roots:
                    GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        for begins, names in FILES.items():
            if not role.reaches(begins):
                continue
            for app, codename in names:
                permission = Permission.objects.get(content_type__app_label=app, codename=codename)
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=collection, permission=permission
                )
    for membership in Membership.objects.filter(authority=authority).select_related("user"):
        put_in_group(membership.user, authority, Role(membership.role))


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
