"""What members have begun to write: kept for them alone, form by form, until it is sent."""
