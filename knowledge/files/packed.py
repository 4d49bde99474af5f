"""Office files are archives of XML: open_packed only when what is inside is no larger than an honest one."""

import io
import zipfile
import zlib

MOST_UNPACKED_BYTES = 200_000_000  # an archive can claim far more inside than its own size
# What zipfile and the XML parser raise on a file that is not what it claims to be
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    StopIteration,
)


class TooMuchInsideError(Exception):
    """The archive claims to hold more than is unpacked."""


def open_packed(data: bytes) -> zipfile.ZipFile:
    """Raises TooMuchInsideError, or one of DAMAGE. No part is read beyond the size that was claimed here."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED_BYTES:
        raise TooMuchInsideError
    return archive
