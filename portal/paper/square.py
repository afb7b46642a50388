from __future__ import annotations

import qrcode

from portal.paper.blocks import Square


def square(address: str, *, text: str, alt: str) -> Square:
    """A QR code of an address, as one SVG path of unit squares."""
    code = qrcode.QRCode(border=2, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return Square(path=path, size=len(rows), text=text, alt=alt)
