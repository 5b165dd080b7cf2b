"""Homes on object stores: releases, sources and shards as objects, and copies of them in a cache folder."""
