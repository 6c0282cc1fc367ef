"""What partnerships begin with."""
