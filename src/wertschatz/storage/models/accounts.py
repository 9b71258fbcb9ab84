"""Who may sign in, and in which role."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models

from wertschatz.storage.uuid7 import uuid7


class Role(models.TextChoices):
    """What a person may see. Staff see no groups and no reasons."""

    OWNER = "owner"
    STAFF = "staff"


class Users(DjangoUserManager["User"]):
    """Finds and makes accounts; a new account is staff unless said otherwise."""

    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **fields: object
    ) -> "User":
        """An account with a hashed password."""
        user = self.model(username=username, email=email or "", **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account: a sign-in name, a password, a role and a language."""

    uuid = models.UUIDField(unique=True, default=uuid7, editable=False)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True, default="")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.STAFF)
    language = models.CharField(max_length=5, default="de")
    party = models.ForeignKey(
        "storage.Party", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Users] = Users()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username

    @property
    def is_owner(self) -> bool:
        """May see and change everything."""
        return self.role == Role.OWNER
