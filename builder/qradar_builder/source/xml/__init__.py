"""XML with positions, read so that hostile files cost little."""
