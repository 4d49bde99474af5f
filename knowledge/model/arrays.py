"""Arrays as text, for what is kept between starts, and the sums of their rows under weights."""

from binascii import a2b_base64, b2a_base64
from typing import Any

import numpy as np
from numpy.typing import NDArray


def packed(array: NDArray[Any]) -> str:
    return b2a_base64(array.tobytes(), newline=False).decode()


def unpacked(text: str, kind: type[Any] = np.float32) -> NDArray[Any]:
    return np.frombuffer(a2b_base64(text), dtype=kind)


def weighed_sums(table: NDArray[Any], weights: NDArray[Any]) -> NDArray[Any]:
    """table @ weights. On processors with wide registers OpenBLAS reads past the end of short rows, and numpy then now
    and then warns of what stood there and is no number; the sums are right.
    """
    with np.errstate(invalid="ignore"):
        sums: NDArray[Any] = table @ weights
    return sums
