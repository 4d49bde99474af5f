"""What is kept on disk: the knowledge base and the ledger, and the journal that keeps them whole."""

from knowledge.storage.database import Database
from knowledge.storage.health import check_database
from knowledge.storage.knowledge_store import KnowledgeStore, fingerprints
from knowledge.storage.ledger_store import LedgerStore
