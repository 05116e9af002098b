"""Viche: the platform that its domains stand on."""

__version__ = "0.1.0"
