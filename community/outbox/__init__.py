"""Letters owed: rows of facts in the transaction of a change; read again, written, posted after."""
