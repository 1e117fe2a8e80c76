"""Resolves neutral values across a project's files: what a name, an attribute or a call can be."""
