"""Reads, writes and proves Python through LibCST."""
