"""The network: links that lead out are asked, hubs told. `links` and `push` alone import it."""
