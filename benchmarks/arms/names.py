"""Names shared by the stock arm and its callers.

Importing the arm itself would configure Django again.
"""

# environment variable: session keys separated by commas, one logged-in person each
STOCK_SESSIONS = "STOCK_SESSIONS"
STOCK_CSRF = "s" * 32
