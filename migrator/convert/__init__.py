"""Changes of interface: a call of one native interface becomes one of the other, with contents and replies."""
