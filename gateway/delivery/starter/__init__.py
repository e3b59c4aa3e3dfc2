"""A first mapping for a vendor's object: written out, commented, and free of errors."""
