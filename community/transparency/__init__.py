"""What is published about reports and cases: numbers of a half-year, and nothing of any of them."""
