"""OpenID Connect relying party: sign-in through an organisation."""
