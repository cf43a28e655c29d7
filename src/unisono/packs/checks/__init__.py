"""What a pack's parts mean together, one module for each part. All are gathered by `packs.checking`."""
