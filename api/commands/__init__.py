"""The commands of `baogao`, one module each; a module is loaded only when its command runs."""
