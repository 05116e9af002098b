"""HTTP addresses of accounts."""
