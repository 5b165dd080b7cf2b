"""Bring reports into a library: inputs, recognition, doubts, what is there."""
