"""The demo community: its data lie beside this module, and it is made through the services like any other."""
