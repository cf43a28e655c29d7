"""Honest numbers: what was counted, by kind, with the moment of the counting. Samples are never added in."""

from typing import Any

from unisono.site.snapshot import Snapshot


def counts_of(snapshot: Snapshot) -> dict[str, Any]:
    """Return the counts as pages show them; `zone` is that in which the moment of counting is written."""
    counts = snapshot.counts
    return {
        "as_of": counts.as_of,
        "zone": snapshot.opening.zone if snapshot.opening else "UTC",
        "confirmed": counts.confirmed,
        "named": counts.named,
        "sample": counts.sample,
        "countries": counts.countries,
        "sample_countries": counts.sample_countries,
        "languages": counts.languages,
    }
