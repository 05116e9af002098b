"""Accounts: people, how they sign in, the credentials they act with, and how access ends."""
