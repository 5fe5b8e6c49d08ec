"""The admin's menu for one person: nothing in it that is shut to them."""

from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from wagtail.admin.menu import DismissibleMenuItemMixin, MenuItem

from .doors import door_to
from .models import Role


class CouncilMenuItem(MenuItem):
    """An item for those who hold at least `role` for the council whose admin this is."""

    def __init__(self, label, url, *, role: Role = Role.EDITOR, **kwargs):
        super().__init__(label, url, **kwargs)
        self.role = role

    def is_shown(self, request):
        return request.user.has_role(request.authority, self.role)


def leave_open_doors(request, items: list) -> None:
    """Take out of a menu (or of the search areas) what leads to a door that is shut to this person."""
    if not request.user.is_superuser:
        items[:] = [
            item
            for item in items
            # Wagtail's own news are for whoever runs the installation
            if not isinstance(item, DismissibleMenuItemMixin)
            and not (item.url and _is_shut(request, item.url))
        ]


def _is_shut(request, url: str) -> bool:
    try:
        door = door_to(resolve(urlsplit(url).path).view_name)
    except Resolver404:
        return False  # a submenu's "#", or an address elsewhere
    return door.is_closed or not request.user.has_role(request.authority, door.role)
