"""The registry of metrics: names, other spellings, what tells one from its like."""
