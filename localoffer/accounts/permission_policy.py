"""What Wagtail asks about one record, answered from the council that keeps it."""

from wagtail.permission_policies import ModelPermissionPolicy


class CouncilPermissionPolicy(ModelPermissionPolicy):
    """For records with `objects.editable_by(user)`: what a role may do, it may do with those only."""

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return (
            self.user_has_any_permission(user, actions)
            and self.model._default_manager.editable_by(user).filter(pk=instance.pk).exists()
        )

    def instances_user_has_permission_for(self, user, action):
        return self.instances_user_has_any_permission_for(user, [action])

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self.model._default_manager.editable_by(user)
