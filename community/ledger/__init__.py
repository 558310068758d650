"""Who did what for a call: lines of labour, seen by nobody else until the person confirms them."""
