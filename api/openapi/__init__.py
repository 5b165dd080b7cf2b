"""The OpenAPI document: what litestar knows of the routes, completed from the registries."""
