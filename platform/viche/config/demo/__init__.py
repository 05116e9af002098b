"""The demo community: its data is stored beside this module, and it is created through the services."""
