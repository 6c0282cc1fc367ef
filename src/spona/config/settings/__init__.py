"""Settings: `base` for all, then `dev` (a machine of one's own), `test` (pytest) or `prod` (a public server)."""
