"""The releases that are served, and what answers questions about one."""
