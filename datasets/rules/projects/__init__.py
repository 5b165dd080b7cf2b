"""Words and shapes of projects: works, stages, categories, firms."""
