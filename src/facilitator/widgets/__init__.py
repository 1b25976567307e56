"""What screens are made of; they know model objects only."""
