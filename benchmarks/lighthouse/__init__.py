"""Lighthouse scores of the built product, as a step of `./viche bench browser`."""
