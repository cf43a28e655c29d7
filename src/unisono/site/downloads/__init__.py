"""Everything to pass on as ZIPs: one a language, and one of everything.

A ZIP is only planned here (`unisono.bundles`): it is composed where it is sent or exported, from files that the
edition has anyway. The same snapshot gives the same bytes; the instant in it is the newest approval of what it holds.
"""

from unisono.site.downloads.bundling import bundle_output, plan_downloads
from unisono.site.downloads.folders import Folder, Item, folder_of

__all__ = ["Folder", "Item", "bundle_output", "folder_of", "plan_downloads"]
