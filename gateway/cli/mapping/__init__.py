"""``readback mapping``: from a first draft to what every delivery is made with."""
