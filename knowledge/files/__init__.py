"""What office files hold: their kind by content, cells and texts as a person sees them. What they mean is not known."""

from knowledge.files.grid import Row, Sheet
from knowledge.files.kinds import file_kind, is_zip
