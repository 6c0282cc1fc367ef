"""Rosters: volunteers on shifts, with skills, groups that stay together, and the way from one shift to the next."""
