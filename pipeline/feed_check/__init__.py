"""Any JSON Feed, RSS or Atom, ours or somebody else's -> what is wrong with it, at its place."""
