"""The pictures of the manual: SVG, drawn from data, in a light and a dark scheme."""
