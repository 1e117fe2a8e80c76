"""Kotlin: the builders of Java's SDKs, in Kotlin's own spelling."""
