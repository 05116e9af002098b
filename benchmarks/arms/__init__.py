"""What the product is compared with: the same work with the same durable SQL, and nothing else."""
