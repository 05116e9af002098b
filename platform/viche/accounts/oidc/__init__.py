"""Signing in through an organisation: a relying party of OpenID Connect."""
