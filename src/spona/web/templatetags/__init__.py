"""Template tags of the pages: small pieces of interface, and charts."""
