"""Keeping a distance: whom members mute or block, and whom a measure lets nobody reach."""
