"""What is kept on disk: the knowledge base and the ledger, and the journal that keeps them whole."""

from knowledge.storage.database import Database
from knowledge.storage.knowledge_store import KnowledgeStore
from knowledge.storage.ledger_store import LedgerStore
