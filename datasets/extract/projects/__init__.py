"""From a document to projects: works, undertakings, what is said of them."""
