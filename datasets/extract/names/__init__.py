"""Name a figure: the head before it, the verb at it, what a list or a share hands out."""
