"""A home for practitioner communities and their calls."""
