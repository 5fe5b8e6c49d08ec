"""People who sign in, and the role each holds for which council."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.urls import reverse
from wagtail.models import Task, TaskState

from localoffer.places.models import Authority

from .moderation import council_of


class Role(models.TextChoices):
    """What somebody may do for a council. A ladder: each role may do what those before it may."""

    EDITOR = "editor", "Editor"  # writes drafts, records checks, answers problems
    MODERATOR = "moderator", "Moderator"  # also approves drafts, or sends them back
    PUBLISHER = "publisher", "Publisher"  # also publishes, closes, imports, merges, empties the bin
    ADMINISTRATOR = "administrator", "Administrator"  # also people, vocabulary and settings

    def reaches(self, other: "Role") -> bool:
        """Whether this role may do what `other` may."""
        return LADDER.index(self) >= LADDER.index(other)


LADDER = list(Role)


class User(AbstractUser):
    """Someone who signs in: an officer, a provider, an administrator of the installation.

    Families need no account and have none. The model is ours from the first migration, because
    Django cannot swap it later.

    `acting_for` is the council in whose admin the person is now, set for each request (see middleware.py). What
    Wagtail asks of a person (`has_perm`) is answered for that council alone.
    """

    acting_for: Authority | None = None

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def councils(self, at_least: Role = Role.EDITOR) -> models.QuerySet[Authority]:
        """The councils this person serves in that role or a higher one; all, for the installation's administrators."""
        if not self.is_active:
            return Authority.objects.none()
        if self.is_superuser:
            return Authority.objects.all()
        roles = [role for role in Role if role.reaches(at_least)]
        return Authority.objects.filter(
            pk__in=Membership.objects.filter(user=self, role__in=roles).values("authority")
        )

    def role_at(self, authority: Authority | None) -> Role | None:
        """The role this person holds for a council, or None."""
        if authority is None or not self.is_active:
            return None
        if self.is_superuser:
            return Role.ADMINISTRATOR
        role = self.roles.get(authority.pk)
        return Role(role) if role else None

    @property
    def roles(self) -> dict[int, str]:
        """The role held for each council, by the council's key."""
        if "_roles" not in self.__dict__:
            self._roles = dict(Membership.objects.filter(user=self).values_list("authority_id", "role"))
        return self._roles

    @property
    def role_here(self) -> str:
        """In words, the role held for the council whose admin this is; for its pages."""
        if self.is_superuser:
            return "Administrator of the installation"
        role = self.role_at(self.acting_for)
        return role.label if role else ""

    def has_role(self, authority: Authority | None, role: Role) -> bool:
        """Whether this person may do for a council what `role` may."""
        held = self.role_at(authority)
        return held is not None and held.reaches(role)

    def may_moderate(self, record: models.Model) -> bool:
        """Whether this person may approve a draft of a record or page, or send it back."""
        council = council_of(record)
        if council is None or self.acting_for not in (None, council):
            return False
        return self.has_role(council, Role.MODERATOR)

    def refresh_from_db(self, *args, **kwargs):
        self.__dict__.pop("_roles", None)
        super().refresh_from_db(*args, **kwargs)


class Membership(models.Model):
    """Somebody's role for one council. Given and taken by `accounts.actions`, which keep the groups in step."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    authority = models.ForeignKey(
        Authority, on_delete=models.CASCADE, related_name="memberships", verbose_name="council"
    )
    role = models.CharField(max_length=15, choices=Role.choices)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["authority", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "authority"], name="accounts_one_role_for_a_council")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} for {self.authority}"


class CouncilGroup(models.Model):
    """The Django group through which Wagtail lets one role of one council at its pages and files.

    Wagtail keeps rights to pages and collections with groups. These are ours: nobody edits them, `groups.py`
    makes them with a council's site and fills them from memberships.
    """

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="council_group")
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="groups")
    role = models.CharField(max_length=15, choices=Role.choices)
    collection = models.ForeignKey(
        "wagtailcore.Collection", on_delete=models.PROTECT, related_name="+", help_text="The council's files."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authority", "role"], name="accounts_one_group_for_a_role")
        ]

    def __str__(self) -> str:
        return str(self.group)


class CouncilApprovalTask(Task):
    """A moderator of the record's council approves the draft, or sends it back with a reason."""

    class Meta:
        verbose_name = "approval by the council"
        verbose_name_plural = "approvals by the council"

    def user_can_access_editor(self, obj, user):
        return user.may_moderate(obj)

    def locked_for_user(self, obj, user):
        return not user.may_moderate(obj)

    def user_can_lock(self, obj, user):
        return user.may_moderate(obj)

    def user_can_unlock(self, obj, user):
        return user.may_moderate(obj)

    def get_actions(self, obj, user):
        if not user.may_moderate(obj):
            return []
        return [
            ("reject", "Send back, saying why", True),
            ("approve", "Approve and publish", False),
            ("approve", "Approve and publish, with a remark", True),
        ]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        waiting = TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, task=self.task_ptr
        ).select_related("workflow_state")
        # Whose a record is stands in the record, whatever its model: and few wait at a time
        return waiting.filter(
            pk__in=[
                state.pk
                for state in waiting
                if (record := state.workflow_state.content_object) is not None and user.may_moderate(record)
            ]
        )

    @classmethod
    def get_description(cls):
        return "A moderator of the council that keeps the record approves it or sends it back"


class SavedView(models.Model):
    """A list as somebody likes it: its filters, search and order under a name. Nobody else sees it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    authority = models.ForeignKey(
        Authority, on_delete=models.CASCADE, related_name="+", verbose_name="council"
    )
    name = models.CharField(max_length=60)
    list_name = models.CharField(max_length=100, help_text="The name of the list's address in the admin.")
    query = models.CharField(max_length=1000, blank=True, help_text="What follows the “?”.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "authority", "list_name", "name"], name="accounts_one_saved_view_of_a_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse(self.list_name)}?{self.query}"
