"""`theme/`: files that may be there, designs that can be drawn."""

from unisono.campaigns.theme import DEFAULT_COLOURS, ROLES, is_colour
from unisono.packs.checks.findings import Findings


def check_theme(findings: Findings) -> None:
    """Check the theme's own files; draw each of its designs in every format, in the campaign's source language."""
    if not findings.pack.theme:
        return
    from unisono.kit.engine import Theme
    from unisono.kit.theme_faults import design_faults, file_faults

    found = file_faults(findings.pack.theme)
    if not found:
        given = findings.pack.campaign.theme.colours
        colours = DEFAULT_COLOURS | {role: one for role, one in given.items() if role in ROLES and is_colour(one)}
        theme = Theme(**colours, logo_svg=None, folder=findings.theme_folder)
        found = design_faults(findings.theme_folder, theme, [findings.pack.campaign.source_language])
    for fault in found:
        place = (f"theme/{fault.path}", 0)
        if fault.level == "error":
            findings.error(place, fault.what, fault.mend)
        else:
            findings.gap(place, fault.what, fault.mend)
