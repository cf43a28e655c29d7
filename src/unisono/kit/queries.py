"""Reads of the room."""

from unisono.base.home import home
from unisono.campaigns.models import Campaign
from unisono.campaigns.queries import theme_content, theme_files
from unisono.campaigns.theme import DEFAULT_COLOURS
from unisono.kit.engine import Theme, is_ours
from unisono.kit.themes import laid_out


def theme_folder(campaign: Campaign | None) -> str:
    """Return the folder in which the theme's own files lie for the engine; "" where it has none."""
    if campaign is None:
        return ""
    return laid_out(home().themes, theme_files(campaign), lambda path, _: theme_content(campaign, path))


def theme_for(campaign: Campaign) -> Theme:
    """Return the campaign's theme as the engine takes it."""
    logo = campaign.logo_svg.encode() or None
    return Theme(**(DEFAULT_COLOURS | campaign.colours), logo_svg=logo, folder=theme_folder(campaign))


def design_folder(design: str, campaign: Campaign) -> str:
    """Return where a design lies beside ours: the theme's folder, or "" for one of ours, which needs no look-up."""
    return "" if is_ours(design) else theme_folder(campaign)
