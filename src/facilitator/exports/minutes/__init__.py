"""The minutes: one model, made from what may leave, and a writer for each format."""
