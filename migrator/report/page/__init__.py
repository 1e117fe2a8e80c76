"""The audit page: its data, its chart, and the style and script that it carries along."""
