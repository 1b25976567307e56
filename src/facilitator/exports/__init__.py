"""Model objects in, text out."""
