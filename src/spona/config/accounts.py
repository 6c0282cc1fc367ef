"""Who may open an account: people we invited, nobody else."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class InvitedAccountAdapter(DefaultAccountAdapter):
    """Login, passwords and passkeys by allauth; accounts come from invitations, so its public sign-up is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return False


class InvitedSocialAccountAdapter(DefaultSocialAccountAdapter):
    """A single sign-on may be connected to an account that exists; it never creates one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 -- allauth's signature
        return False
