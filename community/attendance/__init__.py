"""Who comes: RSVPs, capacity, the waiting list, answers for a whole series."""
