"""Tickets with which a client without a cookie opens a socket."""

from django.db import models


class RealtimeTicket(models.Model):
    """A one-time ticket for one socket, valid for a minute. Only its SHA-256 is stored."""

    digest = models.CharField(max_length=64, primary_key=True)
    sign_in = models.CharField(
        max_length=80
    )  # a reference of viche.accounts.session_validity, which grants no access by itself
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="realtime_ticket_age")]

    def __str__(self) -> str:
        return self.sign_in
