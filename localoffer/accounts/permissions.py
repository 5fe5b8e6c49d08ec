"""Which role may do what: the answer to every `has_perm` of Wagtail's, for the council one is acting for."""

from functools import cache

from wagtail import hooks

from .models import LADDER, Role

#: Rooms say what a role may do with their models: a function that returns {Role: ["directory.add_service", …]}.
#: A role has what is named for it and for every role before it.
PERMISSIONS_HOOK = "register_role_permissions"


@cache
def of_role(role: Role) -> frozenset[str]:
    """Every permission of a role, as Django names them."""
    allowed: set[str] = set()
    for register in hooks.get_hooks(PERMISSIONS_HOOK):
        for each, names in register().items():
            if role.reaches(each):
                allowed.update(names)
    return frozenset(allowed)


def of_model(model: str, *, app: str, **actions: Role) -> dict[Role, list[str]]:
    """Permissions of one model from the role each action begins at: `of_model("service", app=…, add=Role.EDITOR)`."""
    return {
        role: [f"{app}.{action}_{model}" for action, begins in actions.items() if begins == role]
        for role in LADDER
    }
