"""The library of patterns: what they say, how far they have come, who curates them."""
