"""Small questions put over a screen."""
