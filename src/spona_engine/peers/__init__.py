"""What others would do, for comparison only: nothing here plans a fair, and nothing outside a benchmark imports it.

Every peer takes a problem and returns what it found with the bounds it can vouch for. None is repaired: where one
breaks a rule, the checker of the problem says so.
"""
