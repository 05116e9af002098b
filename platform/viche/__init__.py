"""Viche: the platform package on which the domain apps are built."""

__version__ = "0.1.0"
