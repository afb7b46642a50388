from portal.paper.blocks import (
    Block,
    Boxes,
    Break,
    Cell,
    Cover,
    Facts,
    Heading,
    Lines,
    Picture,
    Sheet,
    Signatures,
    Signer,
    Square,
    Table,
    Words,
)
from portal.paper.engine import Size, as_pdf, data_of
from portal.paper.letterhead import Letterhead, letterhead
from portal.paper.names import file_name, receipt, size_of
from portal.paper.square import square

__all__ = [
    "Block",
    "Boxes",
    "Break",
    "Cell",
    "Cover",
    "Facts",
    "Heading",
    "Letterhead",
    "Lines",
    "Picture",
    "Sheet",
    "Signatures",
    "Signer",
    "Size",
    "Square",
    "Table",
    "Words",
    "as_pdf",
    "data_of",
    "file_name",
    "letterhead",
    "receipt",
    "size_of",
    "square",
]
