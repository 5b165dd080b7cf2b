"""A release: built, checked, published, verified. The releases built in are the folders beside this code."""
