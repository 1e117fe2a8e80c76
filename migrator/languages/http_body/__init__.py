"""Request bodies as JSON text inside other texts: read with their places, and edited in place."""
