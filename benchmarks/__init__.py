"""`./viche bench`: performance and memory goals, as ratios measured in one run on one machine."""
