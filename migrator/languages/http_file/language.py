"""Files of HTTP requests as one of the tool's languages."""

from __future__ import annotations

from migrator.languages.http_body.language import RequestFile
from migrator.languages.http_file.reader import Reader

HTTP_FILE = RequestFile("http", Reader)
