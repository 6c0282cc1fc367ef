"""Who may log in, and what they may do where."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from spona.kernel.models.record import NetworkRecord, Record


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; e-mail addresses are the names people log in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Account:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(Record, AbstractBaseUser, PermissionsMixin):
    """A person who logs in. What she may do is in her roles, never on the account itself."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    personal: ClassVar[dict[str, str]] = {"email": "account", "name": "account", "password": "account"}

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email


class RoleKind(models.TextChoices):
    """What somebody is, in a network or in one programme."""

    NETWORK_MANAGER = "network_manager", _("runs the network")
    MANAGER = "manager", _("programme manager")
    NATIONAL_PARTNER = "national_partner", _("national partner")
    ORGANISATION_MEMBER = "organisation_member", _("speaks for an organisation")
    MENTOR = "mentor", _("mentor")
    JUROR = "juror", _("juror")
    DONOR_VIEWER = "donor_viewer", _("donor (reads)")


class Role(NetworkRecord):
    """One grant: this account is ``kind``, in the whole network or in one programme, perhaps for one organisation or
    some countries.

    ``programme_id`` and ``organisation_id`` are plain ids: the kernel does not know the modules above it. A role that
    is taken away (``ended_at``) counts no longer from the next request on.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=30, choices=RoleKind)
    programme_id = models.UUIDField(null=True, blank=True)
    organisation_id = models.UUIDField(null=True, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["account", "ended_at"], name="role_by_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["network", "account", "kind", "programme_id", "organisation_id"],
                condition=models.Q(ended_at=None),
                nulls_distinct=False,
                name="role_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.kind}"


class Invitation(NetworkRecord):
    """An address asked to join with a role; the link in the mail makes the account. Accepted once, or expired."""

    email = models.EmailField()
    kind = models.CharField(max_length=30, choices=RoleKind)
    programme_id = models.UUIDField(null=True, blank=True)
    organisation_id = models.UUIDField(null=True, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    language = models.CharField(max_length=10, blank=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    personal: ClassVar[dict[str, str]] = {"email": "contact"}

    def __str__(self) -> str:
        return f"{self.email}: {self.kind}"
