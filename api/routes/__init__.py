"""The routes: which address is answered how."""
