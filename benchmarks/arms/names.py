"""What the stock arm and those who call it agree on; importing the arm itself would set Django up anew."""

STOCK_SESSIONS = "STOCK_SESSIONS"  # in the environment, a comma list: one signed-in person for each
STOCK_CSRF = "s" * 32
