"""How well reports are read: labels made by hand, and scores against them."""
