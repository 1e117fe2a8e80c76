"""Batch files of Windows, and the curl commands in them."""
