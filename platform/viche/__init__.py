"""Viche: the platform that its domains stand on."""
