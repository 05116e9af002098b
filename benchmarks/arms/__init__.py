"""Baselines (“arms”): the same work as the product with the same durable SQL, and nothing else."""
