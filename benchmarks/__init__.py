"""`./viche bench`: the promises of speed and memory, as ratios measured in one run on one machine."""
