"""Which metric of the registry a named figure is of, and what it is of."""
