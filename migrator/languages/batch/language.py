"""Batch files as one of the tool's languages."""

from __future__ import annotations

from migrator.languages.batch.reader import Reader
from migrator.languages.http_body.language import RequestFile

BATCH = RequestFile("batch", Reader)
