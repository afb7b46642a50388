from supervision.papers.forms import instrument_form, session_form
from supervision.papers.meetings import after, before
from supervision.papers.record import record

__all__ = ["after", "before", "instrument_form", "record", "session_form"]
