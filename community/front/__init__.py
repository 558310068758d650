"""Pages made of several features: composition only."""
