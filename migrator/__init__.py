"""Moves code off retired DeepSeek models on Alibaba Cloud Model Studio without changing what it does."""

__version__ = "0.1.0"
