"""Svefaktura 1.0, the invoice of SFTI, which travels bare or in envelopes and has its attachments beside it.

Source: SFTI Basic Invoice 1.0; SFTI Object Envelope 1.0. Its schemas are the gateway's own.
"""

from gateway.formats.einvoice import einvoice_format
from gateway.formats.einvoice_kinds import SVEFAKTURA

FORMAT = einvoice_format(SVEFAKTURA, "Svefaktura 1.0", "SFTI Basic Invoice 1.0; SFTI Object Envelope 1.0")
