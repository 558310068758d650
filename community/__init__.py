"""A home for practitioner communities and their calls."""

import gc

# Loading the program throws nothing away: to look for it meanwhile would take a quarter of the
# time. `app.py` goes on looking as soon as everything is there.
gc.disable()
