"""The officers of the demonstration councils, and the work that lies on their desks (officers.yaml).

Put there once, when a council's officers are made: what somebody who tries things out does with it afterwards stays.
"""

import datetime as dt
from collections.abc import Iterable
from importlib.resources import as_file
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from localoffer.accounts.actions import give_role
from localoffer.accounts.models import User
from localoffer.accounts.moderation import workflow
from localoffer.directory import actions, imports
from localoffer.directory.imports.opening import open_source
from localoffer.directory.models import Organization, Service
from localoffer.places.models import Authority

from .loading import HERE, SOURCE, read_yaml

PASSWORD = "demonstration-only"  # noqa: S105 - printed for everybody, and only ever on a demonstration


@transaction.atomic
def load(councils: Iterable[Authority]) -> list[User]:
    """Make the officers of these councils, and lay out their work. Returns those who are new: none, the second time."""
    ours = {council.slug: council for council in councils if council.is_demonstration}
    data = read_yaml(HERE.joinpath("officers.yaml"))
    made = {}
    for row in data["officers"]:
        is_ours = row["roles"].keys() <= ours.keys()
        if is_ours and not User.objects.filter(username=row["username"]).exists():
            made[row["username"]] = _officer(row, ours)
    for row in data["desks"]:
        if row["by"] in made:
            _lay_out(row, ours, by=made[row["by"]])
    for row in data["imports"]:
        if row["by"] in made:
            _bring_in(row, ours[row["council"]], by=made[row["by"]])
    return list(made.values())


def _officer(row: dict, councils: dict[str, Authority]) -> User:
    # No names: nobody invented should pass for somebody
    username = row["username"]
    user = User.objects.create_user(username, f"{username}@example.org", PASSWORD)
    for slug, role in row["roles"].items():
        give_role(user, authority=councils[slug], role=role)
    return user


def _lay_out(row: dict, councils: dict[str, Authority], *, by: User) -> None:
    if "new" in row:
        service = _new_service(row["new"], councils[row["council"]], by=by)
    else:
        service = Service.objects.get(source=SOURCE, source_id=row["service"])
    if row.get("lock"):
        service.locked, service.locked_by, service.locked_at = True, by, timezone.now()
        service.save(update_fields=["locked", "locked_by", "locked_at"])
        return
    draft = _draft(service, row, by=by)
    if row.get("submit"):
        flow = workflow()
        if flow is not None:
            flow.start(service, by)
    elif "publish_in_days" in row:
        draft.publish(user=by, skip_permission_checks=True)  # rights hold in an admin, and this is none


def _new_service(said: dict[str, Any], council: Authority, *, by: User) -> Service:
    organization = Organization.objects.kept_by(council).get(source_id=said["organization"])
    service = Service.objects.create(
        **{**said, "organization": organization}, owner=council, live=False, has_unpublished_changes=True
    )
    actions.list_service(service, authority=council, by=by)
    return service


def _draft(service: Service, row: dict, *, by: User) -> Revision:
    version = service.get_latest_revision_as_object()
    for name, words in row.get("change", {}).items():
        setattr(version, name, words)
    if days := row.get("publish_in_days"):
        version.go_live_at = timezone.now() + dt.timedelta(days=days)
    return version.save_revision(user=by)


def _bring_in(row: dict, council: Authority, *, by: User) -> None:
    with as_file(HERE.joinpath(row["file"])) as sheet:
        result = open_source(str(sheet), keep=False)
    imports.import_records(result, authority=council, source=row["source"], by=by)
