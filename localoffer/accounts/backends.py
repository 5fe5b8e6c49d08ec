"""Signing in, and what a person may do."""

from django.contrib.auth.backends import ModelBackend

from . import permissions


class CouncilBackend(ModelBackend):
    """Django's own way of signing in; permissions come from the role held for the council one is acting for.

    Nobody has a permission "in general": a publisher of one council who is an editor of another publishes for the
    first only. Rows of `auth_permission` given to users or groups count for nothing.
    """

    def get_user_permissions(self, user_obj, obj=None):
        return set()

    def get_group_permissions(self, user_obj, obj=None):
        return self.get_all_permissions(user_obj, obj)

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous:
            return set()
        role = user_obj.role_at(user_obj.acting_for)
        return set(permissions.of_role(role)) if role else set()

    def has_perm(self, user_obj, perm, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous:
            return False
        role = user_obj.role_at(user_obj.acting_for)
        return role is not None and perm in permissions.of_role(role)
