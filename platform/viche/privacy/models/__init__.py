"""Who saw what, what a person may ask of the system, and erasure."""
