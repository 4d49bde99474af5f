"""Measurements; nothing here is a test."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the program says it to numpy when it starts
