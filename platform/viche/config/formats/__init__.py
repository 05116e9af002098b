"""How dates and times are written in each language of the product (FORMAT_MODULE_PATH)."""
