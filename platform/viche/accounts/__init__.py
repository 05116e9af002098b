"""People: who they are, how they sign in, through what they act, and when that ends."""
