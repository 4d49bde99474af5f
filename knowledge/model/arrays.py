"""Arrays as text, for what is kept between starts."""

from binascii import a2b_base64, b2a_base64
from typing import Any

import numpy as np
from numpy.typing import NDArray


def packed(array: NDArray[Any]) -> str:
    return b2a_base64(array.tobytes(), newline=False).decode()


def unpacked(text: str, kind: type[Any] = np.float32) -> NDArray[Any]:
    return np.frombuffer(a2b_base64(text), dtype=kind)
