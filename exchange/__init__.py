"""Offers and needs: an exchange whose result is collaborations."""
