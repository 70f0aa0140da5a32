"""The facts that flow between the rooms: no I/O, standard library only."""
