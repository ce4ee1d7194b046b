"""What the program takes in time and memory, beside its peers: `make bench`."""
