"""Ready content: the demo fair."""
