"""PowerShell scripts, and the web requests that they send."""
