"""The life of a turn: ``turn`` until a job is accepted, ``finish`` until its pictures are stored."""
