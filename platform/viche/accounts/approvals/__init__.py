"""Steps that take two people: one requests, another confirms, and nothing happens before."""
