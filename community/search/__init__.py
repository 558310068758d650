"""Finding: one index over what people wrote, a page for it, and the palette."""
