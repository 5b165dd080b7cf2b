"""Layers around the routes: each is an ASGI application that wraps another."""
