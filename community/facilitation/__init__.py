"""Calls while they are held: the current item and its clock, the queue, who is there."""
