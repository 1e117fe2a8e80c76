"""Files of HTTP requests, as editors run them (`.http`, `.rest`)."""
