"""Services of accounts: the only writers of their tables."""
