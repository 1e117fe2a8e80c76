"""Compares a predicted request body with a recorded one; what the prediction does not know matches anything."""

from __future__ import annotations

from migrator.findings import Json


def unknown(predicted: Json) -> bool:
    """Whether a part of a prediction is a placeholder for what only a run can tell."""
    return isinstance(predicted, dict) and set(predicted) == {"?"}


def differences(predicted: Json, recorded: Json, at: str = "") -> list[str]:
    """Where the two differ, as JSON pointers with both values; nothing if they agree."""
    if unknown(predicted):
        return []
    if isinstance(predicted, dict) and isinstance(recorded, dict):
        missing = [key for key in predicted if key not in recorded and key != "?" and not unknown(predicted[key])]
        # Beside what is known there may be what something unpacked brings.
        surplus = [key for key in recorded if key not in predicted and "?" not in predicted]
        return [
            *(f"{at}/{key}: predicted {predicted[key]!r}, not sent" for key in missing),
            *(f"{at}/{key}: sent {recorded[key]!r}, not predicted" for key in surplus),
            *(text for key in predicted if key in recorded for text in differences(predicted[key], recorded[key], f"{at}/{key}")),
        ]
    if isinstance(predicted, list) and isinstance(recorded, list) and len(predicted) == len(recorded):
        pairs = zip(predicted, recorded, strict=True)
        return [text for index, (one, other) in enumerate(pairs) for text in differences(one, other, f"{at}/{index}")]
    same = predicted == recorded and isinstance(predicted, bool) == isinstance(recorded, bool)
    return [] if same else [f"{at}: predicted {predicted!r}, sent {recorded!r}"]
