from enum import Flag, auto


class Relation(Flag):
    """How a person stands to a record. A right belongs to a relation, never to a role."""

    SUB = auto()  # subject or author, holding any appointment today
    OBS = auto()  # the session's observer, still appointed to observe at its school
    PRI = auto()  # principal of the record's school today
    COO = auto()  # curriculum coordinator of the record's school today
    COL = auto()  # any school appointment at the record's school today
    MEM = auto()  # member of the forum; author of a plan; invited to an activity
    CHA = auto()  # KKG chair over the forum's cluster or subdistrict today
    SUP = auto()  # supervisor whose places contain the record's school today
    OFF = auto()  # district officer whose region contains the record's school today
    OPE = auto()  # operator whose place contains the record's school today
