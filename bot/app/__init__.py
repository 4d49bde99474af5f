"""The program put together: what is registered, what is wired to what, and how it is served."""

from bot.app.wiring import open_catalog, open_ledger, open_values, strategy_path
