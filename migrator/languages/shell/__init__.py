"""Shell scripts, and the commands in them that send requests."""
