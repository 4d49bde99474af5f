"""Features of form of a reading: what it leaves unexplained, what search says for it, whether its kind and size fit.

None of them names a query, a concept's word or a record, so that what is learned on one plan's questions carries over.
"""
